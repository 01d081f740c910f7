/**
 * The state of Python, with honest progress while it loads and a way on when it failed.
 *
 * @module python-status
 */

import { html, nothing } from 'lit';
import { View } from './view.js';

/** @typedef {import('../python-client.js').State} State */

/** Event: `retry`. */
export class PythonStatus extends View {
  static properties = { state: {}, progress: { attribute: false } };

  constructor() {
    super();
    /** @type {State} */
    this.state = 'loading';
    /** @type {{loaded: number, total: number} | null} */
    this.progress = null;
  }

  render() {
    return html`<span class="status" role="status" data-testid="status" data-state=${this.state}>
        <span class="status-dot" aria-hidden="true"></span><span>${this.#words()}</span>
      </span>
      ${this.state === 'failed' ? html`<button class="button small" data-testid="retry" @click=${() => this.emit('retry')}>Try again</button>` : nothing}
      ${this.state === 'loading' && this.#share() < 1 ? html`<progress max="1" .value=${this.#share()} aria-label="Python is loading"></progress>` : nothing}`;
  }

  #share() {
    return this.progress && this.progress.total > 0 ? this.progress.loaded / this.progress.total : 0;
  }

  #words() {
    if (this.state === 'ready') return 'Python is ready';
    if (this.state === 'running') return 'Python is running';
    if (this.state === 'failed') return 'Python did not start';
    const { progress } = this;
    if (!progress || progress.total === 0) return 'Python is loading';
    if (progress.loaded >= progress.total) return 'Python is starting';
    return html`Python is loading<span class="status-detail">: ${megabytes(progress.loaded)} of ${megabytes(progress.total)} MB</span>`;
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

customElements.define('python-status', PythonStatus);
