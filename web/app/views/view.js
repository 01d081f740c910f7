/**
 * What all views share: they render into the page itself, so that one stylesheet reaches them.
 *
 * A view gets plain data as properties and tells what the reader did by events that bubble; it
 * knows neither the session nor Python, so that the course can use it as a figure.
 *
 * @module view
 */

import { LitElement } from 'lit';

export class View extends LitElement {
  /** @returns {HTMLElement} */
  createRenderRoot() {
    return this;
  }

  /**
   * Tell whoever listens what the reader did.
   * @param {string} type
   * @param {unknown} [detail]
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
