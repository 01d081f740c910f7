/**
 * An error in the learner's terms: what happened, at which line, and what to try.
 *
 * @module error-card
 */

import { html, nothing } from 'lit';
import { withCode } from './code-words.js';
import { problemIcon } from './problem-icon.js';
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
        ${problemIcon}
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
