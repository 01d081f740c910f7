/**
 * What one may begin again with: ours, one's own code of the exercise before, or what stood here.
 *
 * @module start-again
 */

import { html, nothing } from 'lit';
import { lineCount } from '../model/line-difference.js';
import { THINNING } from '../model/journal.js';
import { difference, when } from '../model/versions.js';
import { closeMenu, leaveMenu } from '../views/menu.js';
import { View } from '../views/view.js';
import { EMPTY_RECORD } from './record.js';

/** Events: `look` as it is opened, `restart` (detail: the text to begin with). */
export class StartAgain extends View {
  static properties = { code: {}, starter: {}, own: {}, from: {}, record: { attribute: false }, texts: { attribute: false } };

  constructor() {
    super();
    this.code = '';
    this.starter = '';
    /** The student's own code of the exercise that this one goes on from. @type {string | null} */
    this.own = null;
    /** That exercise's title; null where there is none. @type {string | null} */
    this.from = null;
    /** @type {import('./record.js').ExerciseRecord} */
    this.record = EMPTY_RECORD;
    /** What the editor has held, from the journal. @type {readonly import('../model/journal.js').Entry[]} */
    this.texts = [];
  }

  render() {
    const { code: standing, starter, own, from, record } = this;
    const now = Date.now();
    return html`<details class="menu" @keydown=${closeMenu} @focusout=${leaveMenu} @toggle=${this.#toggle}><summary class="button" data-testid="start-menu">Start again</summary>
      <div class="menu-items">
        <button data-testid="start-again" ?disabled=${standing === starter} @click=${() => this.#take(starter)}>${starter.trim() === '' ? 'From an empty answer' : 'From our start'}</button>
        ${from ? html`<button data-testid="start-from-mine" ?disabled=${own === null || own === standing} @click=${() => own !== null && this.#take(own)}>From your own code of “${from}”${own === null ? ' (once you have passed it)' : ''}</button>` : nothing}
        ${record.passedCode !== null && record.passedCode !== standing ? html`<button data-testid="take-passed" @click=${() => this.#take(record.passedCode ?? '')}>The code that passed <span class="is-quiet">${when(record.passedAt, now)}</span></button>` : nothing}
        ${record.earlier.filter(({ code }) => code !== standing).map(({ code, at, name }) => html`<button data-testid="take-back" @click=${() => this.#take(code)}>${name} <span class="is-quiet">until ${when(at, now)}, ${lineCount(code)}</span><code>${difference(code, standing)}</code></button>`)}
        ${this.#unnamed.map(({ text, at }) => html`<button data-testid="take-typed" @click=${() => this.#take(text)}>What you wrote <span class="is-quiet">${when(at, now)}, ${lineCount(text)}</span><code>${difference(text, standing)}</code></button>`)}
        ${this.texts.length > 0 ? html`<p>${THINNING}</p>` : nothing}
      </div></details>`;
  }

  /** Texts that are not offered under another name. */
  get #unnamed() {
    const { code, starter, own, record } = this;
    const named = new Set([code, starter, own, record.passedCode, ...record.earlier.map((one) => one.code)]);
    return this.texts.filter(({ text }) => !named.has(text));
  }

  /** @param {Event} event */
  #toggle(event) {
    if (/** @type {HTMLDetailsElement} */ (event.target).open) this.emit('look');
  }

  /** @param {string} code */
  #take(code) {
    const menu = this.querySelector('details');
    if (menu) menu.open = false;
    this.emit('restart', code);
  }
}

customElements.define('start-again', StartAgain);
