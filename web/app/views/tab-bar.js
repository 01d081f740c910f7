/**
 * Tabs over a pane. The pane belongs to whoever shows the tabs.
 *
 * @module tab-bar
 */

import { html } from 'lit';
import { View } from './view.js';

/** @typedef {{id: string, label: string}} Tab */

/** Event: `tab` (detail: the id). */
export class TabBar extends View {
  static properties = { tabs: { attribute: false }, chosen: {}, label: {}, pane: {} };

  constructor() {
    super();
    /** @type {Tab[]} */
    this.tabs = [];
    this.chosen = '';
    this.label = '';
    /** The id of the element that shows what is chosen. */
    this.pane = '';
  }

  render() {
    return html`<div class="tabs" role="tablist" aria-label=${this.label} @keydown=${this.#key}>
      ${this.tabs.map(
        ({ id, label }) => html`<button role="tab" class="tab" data-testid=${`tab-${id}`} id=${`tab-${id}`}
          aria-selected=${id === this.chosen} aria-controls=${this.pane} tabindex=${id === this.chosen ? 0 : -1}
          @click=${() => this.emit('tab', id)}>${label}</button>`,
      )}
    </div>`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.tabs.findIndex((tab) => tab.id === this.chosen);
    const last = this.tabs.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.emit('tab', this.tabs[to].id);
    void this.updateComplete.then(() => this.querySelectorAll('button')[to].focus());
  }
}

customElements.define('tab-bar', TabBar);
