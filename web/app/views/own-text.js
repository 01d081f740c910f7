/**
 * What can be done with a text of one's own beside writing it: call it something else, and delete it.
 *
 * @module own-text
 */

import { html } from 'lit';
import { dialogs } from './at-hand.js';
import { View } from './view.js';

/** Events: `rename` (detail: the name), `delete`. */
export class OwnText extends View {
  static properties = { name: {}, naming: { state: true }, said: { state: true } };

  constructor() {
    super();
    /** What it is called. */
    this.name = '';
    this.naming = false;
    this.said = '';
  }

  render() {
    return html`${this.naming ? html`<name-form .name=${this.name} @named=${this.#end}></name-form>` : html`<button class="chip" data-testid="rename" @click=${this.#begin}>Rename</button>
        <button class="chip" data-testid="delete" @click=${() => this.emit('delete')}>Delete</button>`}
      <span role="status" class="visually-hidden">${this.said}</span>`;
  }

  async #begin() {
    if (await dialogs()) Object.assign(this, { naming: true, said: '' });
  }

  /** @param {CustomEvent<string | null>} event */
  async #end({ detail: name }) {
    if (name && name !== this.name) this.emit('rename', name);
    Object.assign(this, { naming: false, said: name ? `It is called “${name}” now.` : '' });
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('[data-testid=rename]'))?.focus();
  }
}

customElements.define('own-text', OwnText);
