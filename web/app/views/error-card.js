/**
 * An error in the learner's terms: what happened, at which line, and what to try.
 *
 * @module error-card
 */

import { html, nothing } from 'lit';
import { withCode } from './code-words.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').LearnerError} LearnerError */

/** Event: `line` (detail: 1-based) when the reader asks for the line of the error. */
export class ErrorCard extends View {
  static properties = { error: { attribute: false } };

  constructor() {
    super();
    /** @type {LearnerError | null} */
    this.error = null;
  }

  render() {
    const error = this.error;
    if (!error) return nothing;
    return html`
      <div class="error-card" data-testid="error" role="alert">
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M10 2.2 18.6 17H1.4z" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" />
          <path d="M10 7.4v4.6M10 14.2v.6" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" />
        </svg>
        <div>
          <p class="error-head">
            <strong class="error-type">${error.type}</strong>
            ${error.line === null
              ? nothing
              : html`<button class="link" @click=${() => this.emit('line', error.line)}>line ${error.line}</button>`}
          </p>
          <p class="error-message">${withCode(error.message)}</p>
          ${error.hint ? html`<p class="error-hint">${withCode(error.hint)}</p>` : nothing}
          ${error.trace.length > 1 ? this.#trace(error) : nothing}
        </div>
      </div>
    `;
  }

  /** @param {LearnerError} error */
  #trace(error) {
    return html`
      <details>
        <summary>How the program came there</summary>
        <ol class="error-trace">
          ${error.trace.map(
            (frame) => html`<li>
              <button class="link" @click=${() => this.emit('line', frame.line)}>line ${frame.line}</button>
              in ${frame.function}: <code>${frame.text.trim()}</code>
            </li>`,
          )}
        </ol>
      </details>
    `;
  }
}

customElements.define('error-card', ErrorCard);
