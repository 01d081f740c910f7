/**
 * Search in a list of names that stands on the page: what does not fit is hidden.
 *
 * @module name-search
 */

import { html } from 'lit';
import { View } from './view.js';

export class NameSearch extends View {
  static properties = {
    found: { state: true },
  };

  constructor() {
    super();
    /** How many names fit; null where nothing is looked for. @type {number | null} */
    this.found = null;
  }

  render() {
    return html`<label class="name-search">
        <span>Search</span>
        <input type="search" data-testid="name-search" autocomplete="off" spellcheck="false" placeholder="sqrt, gradient, descent…" @input=${this.#look}>
      </label>
      <p class="is-quiet" role="status">${this.found === null ? '' : words(this.found)}</p>`;
  }

  /** Each word has to stand somewhere in the entry. @param {InputEvent} event */
  #look({ target }) {
    const wanted = /** @type {HTMLInputElement} */ (target).value.toLowerCase().split(/\s+/).filter(Boolean);
    const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.names li')]);
    for (const entry of entries) entry.hidden = !wanted.every((word) => entry.textContent?.toLowerCase().includes(word));
    for (const group of document.querySelectorAll('.names section')) {
      /** @type {HTMLElement} */ (group).hidden = !group.querySelector('li:not([hidden])');
    }
    this.found = wanted.length === 0 ? null : entries.filter(({ hidden }) => !hidden).length;
  }
}

/** @param {number} count */
const words = (count) => (count === 0 ? 'No name fits.' : `${count} ${count === 1 ? 'name fits' : 'names fit'}.`);

customElements.define('name-search', NameSearch);
