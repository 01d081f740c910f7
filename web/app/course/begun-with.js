/**
 * Where the text in the editor comes from, and how it differs from ours.
 *
 * @module begun-with
 */

import { html, nothing } from 'lit';
import '../views/code-difference.js';
import { View } from '../views/view.js';

/** Event: `restart` (detail: the text to begin with). */
export class BegunWith extends View {
  static properties = { code: {}, starter: {}, from: {}, comparing: { state: true } };

  constructor() {
    super();
    this.code = '';
    this.starter = '';
    /** The exercise whose code the editor opened with; null once it was changed. @type {string | null} */
    this.from = null;
    this.comparing = false;
  }

  render() {
    return html`<p class="exercise-engine" data-testid="opened-with">${this.from ? html`This opens with your own code of “${this.from}”. ` : nothing}
        <button class="link" data-testid="compare" aria-expanded=${this.comparing} @click=${() => (this.comparing = !this.comparing)}>${this.comparing ? 'Hide the comparison' : 'Compare with our start'}</button></p>
      ${this.comparing ? this.#comparison() : nothing}`;
  }

  #comparison() {
    return html`<div class="comparison">
      <p class="exercise-engine">What would change, line by line, if you began with ours:</p>
      <code-difference .older=${this.code} .newer=${this.starter} label="Your text, and what ours would change in it"></code-difference>
      <p class="exercise-actions"><button class="button" data-testid="take-ours" ?disabled=${this.code === this.starter} @click=${this.#takeOurs}>Begin with ours</button>
        <span class="exercise-engine">Your text stays, under “Start again”.</span></p></div>`;
  }

  #takeOurs() {
    this.comparing = false;
    this.emit('restart', this.starter);
  }
}

customElements.define('begun-with', BegunWith);
