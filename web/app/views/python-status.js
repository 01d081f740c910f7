/**
 * The state of Python, with honest progress while it loads and a way on when it failed.
 *
 * @module python-status
 */

import { html, nothing } from 'lit';
import { View } from './view.js';

/** @typedef {import('../python-client.js').State} State */

/** On a phone it is heard, not seen. */
const PYTHON = html`<span class="status-who">Python </span>`;

const AGAIN = html`<svg class="icon retry-icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M13 8a5 5 0 1 1-1.5-3.6M13 1.8v3.4H9.6" fill="none" stroke="currentColor" stroke-width="1.6" />
</svg>`;

/** Event: `retry`. */
export class PythonStatus extends View {
  static properties = { state: {}, progress: { attribute: false } };

  constructor() {
    super();
    /** @type {State} */
    this.state = 'loading';
    /** @type {import('../python-client.js').Progress | null} */
    this.progress = null;
  }

  render() {
    return html`<span class="status" role="status" data-testid="status" data-state=${this.state}>
        <span class="status-dot" aria-hidden="true"></span><span>${this.#words()}</span>
      </span>
      ${this.state === 'failed' ? html`<button class="button small" data-testid="retry" title="Try again" @click=${() => this.emit('retry')}>${AGAIN}<span class="retry-word">Try again</span></button>` : nothing}
      ${this.state === 'loading' && this.#share() < 1 ? html`<progress max="1" .value=${this.#share()} aria-label="Python is loading"></progress>` : nothing}`;
  }

  #share() {
    return this.progress && this.progress.total > 0 ? this.progress.loaded / this.progress.total : 0;
  }

  #words() {
    if (this.state === 'ready') return 'Python is ready';
    if (this.state === 'running') return 'Python is running';
    if (this.state === 'failed') return html`${PYTHON}did not start`;
    const { progress } = this;
    if (!progress || progress.total === 0) return html`${PYTHON}is loading`;
    if (progress.stage === 'wait') return html`${PYTHON}waits for the connection`;
    if (progress.loaded >= progress.total) return html`${PYTHON}is starting`;
    return html`${PYTHON}is loading<span class="status-detail">: ${megabytes(progress.loaded)} of ${megabytes(progress.total)} MB</span>`;
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

customElements.define('python-status', PythonStatus);
