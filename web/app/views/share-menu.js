/**
 * Take the code along: a link, a program, a notebook.
 *
 * @module share-menu
 */

import { html } from 'lit';
import { DEFAULT_DESCENT } from '../model/descent-settings.js';
import { asNotebook, asProgram } from '../model/downloads.js';
import { toFragment } from '../model/share-link.js';
import { View } from './view.js';

export class ShareMenu extends View {
  static properties = { code: { attribute: false }, settings: { attribute: false }, said: { state: true } };

  constructor() {
    super();
    this.code = '';
    /** @type {import('../model/descent-settings.js').DescentSettings | null} */
    this.settings = null;
    this.said = '';
  }

  render() {
    return html`<details class="menu" data-testid="share" @keydown=${this.#key} @focusout=${this.#left}>
      <summary class="button quiet">Share</summary>
      <div class="menu-list">
        <button data-testid="share-link" @click=${this.#copyLink}>Copy a link</button>
        <button data-testid="save-program" @click=${() => this.#save('loss.py', asProgram(this.code), 'text/x-python')}>Save as a Python program</button>
        <button data-testid="save-notebook" @click=${() => this.#save('loss.ipynb', asNotebook(this.code), 'application/x-ipynb+json')}>Save as a notebook</button>
        <p role="status">${this.said || 'A link carries the code itself. Nothing is uploaded.'}</p>
      </div>
    </details>`;
  }

  /** @param {string} code */
  fragmentOf(code) {
    return toFragment({ code, settings: this.settings ?? DEFAULT_DESCENT });
  }

  async #copyLink() {
    const link = new URL(await this.fragmentOf(this.code), document.baseURI).href;
    try {
      await navigator.clipboard.writeText(link);
      this.said = 'The link is copied.';
    } catch {
      // Browsers may refuse the clipboard; the address bar can still be copied by hand.
      history.replaceState(null, '', link);
      this.said = 'The link is in the address bar: copy it from there.';
    }
  }

  /** @param {string} name @param {string} text @param {string} type */
  #save(name, text, type) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    this.said = `${name} is saved.`;
  }

  /** @returns {HTMLDetailsElement | null} */
  get #menu() {
    return this.querySelector('details');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const menu = this.#menu;
    if (event.key !== 'Escape' || !menu?.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }

  /** @param {FocusEvent} event */
  #left(event) {
    const menu = this.#menu;
    if (menu && event.relatedTarget && !menu.contains(/** @type {Node} */ (event.relatedTarget))) menu.open = false;
  }
}

customElements.define('share-menu', ShareMenu);
