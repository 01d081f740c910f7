/**
 * What can be done with a text of one's own beside writing it: call it something else, and delete it.
 *
 * @module own-text
 */

import { html, nothing } from 'lit';
import { problemOfName, tidyName } from '../model/own-texts.js';
import { View } from './view.js';

/** Events: `rename` (detail: the name), `delete`. */
export class OwnText extends View {
  static properties = { name: {}, naming: { state: true }, problem: { state: true }, said: { state: true } };

  constructor() {
    super();
    /** What it is called. */
    this.name = '';
    this.naming = false;
    this.problem = '';
    this.said = '';
    /** What is to have the focus once it is drawn. */
    this.next = '';
  }

  render() {
    return html`${this.naming ? this.#form() : html`<button class="chip" data-testid="rename" @click=${this.#begin}>Rename</button>
        <button class="chip" data-testid="delete" @click=${() => this.emit('delete')}>Delete</button>`}
      <span role="status" class="visually-hidden">${this.said}</span>`;
  }

  #form() {
    return html`<form @submit=${this.#submit} @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Escape' && this.#end('')}>
      <input type="text" dir="auto" autocomplete="off" data-testid="own-name" aria-label="Name of this text" aria-invalid=${this.problem !== ''} aria-describedby="own-name-problem" .value=${this.name} />
      <button class="chip" data-testid="keep-name">Rename</button>
      <button class="chip" type="button" @click=${() => this.#end('')}>Cancel</button>
      ${this.problem ? html`<p id="own-name-problem" class="run-problem" role="alert">${this.problem}</p>` : nothing}
    </form>`;
  }

  #begin() {
    Object.assign(this, { naming: true, problem: '', said: '', next: 'input' });
  }

  /** @param {string} said */
  #end(said) {
    Object.assign(this, { naming: false, problem: '', said, next: '[data-testid=rename]' });
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const name = tidyName(this.querySelector('input')?.value ?? '');
    this.problem = problemOfName(name);
    if (this.problem) return this.querySelector('input')?.focus();
    if (name !== this.name) this.emit('rename', name);
    this.#end(`It is called “${name}” now.`);
  }

  updated() {
    const next = /** @type {HTMLElement | null} */ (this.next ? this.querySelector(this.next) : null);
    this.next = '';
    next?.focus();
    if (next instanceof HTMLInputElement) next.select();
  }
}

customElements.define('own-text', OwnText);
