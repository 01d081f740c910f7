/**
 * What a text of one's own is to be called.
 *
 * @module name-form
 */

import { html, nothing } from 'lit';
import { problemOfName, tidyName } from '../model/own-texts.js';
import { View } from './view.js';

/** Event: `named` (detail: the name; null where it is left as it is). */
export class NameForm extends View {
  static properties = { name: {}, problem: { state: true } };

  constructor() {
    super();
    /** What it is called. */
    this.name = '';
    this.problem = '';
  }

  render() {
    return html`<form @submit=${this.#submit} @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Escape' && this.emit('named', null)}>
      <input type="text" dir="auto" autocomplete="off" data-testid="own-name" aria-label="Name of this text" aria-invalid=${this.problem !== ''} aria-describedby="own-name-problem" .value=${this.name} />
      <button class="chip" data-testid="keep-name">Rename</button>
      <button class="chip" type="button" @click=${() => this.emit('named', null)}>Cancel</button>
      ${this.problem ? html`<p id="own-name-problem" class="run-problem" role="alert">${this.problem}</p>` : nothing}
    </form>`;
  }

  firstUpdated() {
    this.querySelector('input')?.select();
    this.querySelector('input')?.focus();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const name = tidyName(this.querySelector('input')?.value ?? '');
    this.problem = problemOfName(name);
    if (this.problem) this.querySelector('input')?.focus();
    else this.emit('named', name);
  }
}

customElements.define('name-form', NameForm);
