/**
 * Run and Stop.
 *
 * @module run-bar
 */

import { html } from 'lit';
import { View } from './view.js';

/** Events: `run`, `stop`. */
export class RunBar extends View {
  static properties = { busy: { type: Boolean }, stoppable: { type: Boolean }, waiting: { type: Boolean }, edited: { type: Boolean } };

  constructor() {
    super();
    this.busy = false;
    this.stoppable = false;
    /** Python is still loading. */
    this.waiting = false;
    /** The code is not the code that the results are about. */
    this.edited = false;
  }

  render() {
    return html`
      <button class="button primary" data-testid="run" @click=${() => this.emit('run')}
        aria-keyshortcuts="Control+Enter" title="Run the code (Ctrl+Enter)">
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4.5 2.8v10.4L13 8z" /></svg>
        Run
      </button>
      <button class="button" data-testid="stop" ?disabled=${!this.stoppable} @click=${() => this.emit('stop')}>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4h8v8H4z" /></svg>
        Stop
      </button>
      <span class=${`run-note${this.busy && this.waiting ? ' is-needed' : ''}`}>${this.#note()}</span>
    `;
  }

  #note() {
    if (this.busy && this.waiting) return 'Runs as soon as Python is loaded';
    if (this.busy) return 'Running…';
    if (this.edited) return html`Changed since the last run <span class="for-keys"><kbd>Ctrl</kbd> <kbd>Enter</kbd></span>`;
    return html`<span class="for-keys"><kbd>Ctrl</kbd> <kbd>Enter</kbd> runs</span>`;
  }
}

customElements.define('run-bar', RunBar);
