/**
 * What the engine made of the learner's loss: Python, and WebAssembly in text form.
 *
 * @module generated-code
 */

import { html, nothing } from 'lit';
import { formatCount } from '../model/numbers.js';
import { withCode } from './code-words.js';
import { View } from './view.js';

export class GeneratedCode extends View {
  static properties = { explanation: { attribute: false }, language: { state: true } };

  constructor() {
    super();
    /** @type {import('../../shared/protocol.js').Explanation | null} */
    this.explanation = null;
    /** @type {'python' | 'wat'} */
    this.language = 'python';
  }

  render() {
    const explanation = this.explanation;
    if (!explanation) return html`<p class="empty">The code that the engine writes for your loss appears here after a run.</p>`;
    if (explanation.reason && !explanation.python) return html`<p class="empty">${withCode(explanation.reason)}</p>`;
    const text = this.language === 'wat' ? explanation.wat : explanation.python;
    return html`
      <div class="generated-head">
        ${this.#choice('python', 'Python')} ${explanation.wat ? this.#choice('wat', 'WebAssembly') : nothing}
        ${explanation.wasmBytes === null ? nothing : html`<span class="is-quiet">${formatCount(explanation.wasmBytes)} bytes</span>`}
        ${explanation.reason ? html`<span class="is-quiet">${withCode(explanation.reason)}</span>` : nothing}
      </div>
      <pre class="generated" data-testid="generated" tabindex="0" aria-label="Generated code">${text}</pre>
    `;
  }

  /** @param {'python' | 'wat'} language @param {string} label */
  #choice(language, label) {
    return html`<button class="chip" aria-pressed=${this.language === language} @click=${() => (this.language = language)}>${label}</button>`;
  }
}

customElements.define('generated-code', GeneratedCode);
