/**
 * A line at the foot of the page: what is made is not kept, and why; and when it is again.
 *
 * @module kept-notice
 */

import { html, nothing } from 'lit';
import { View } from './view.js';

/** @typedef {import('../storage/store.js').Problem} Problem */

/** @type {Record<Problem, string>} */
const WHY = {
  full: 'this device has no room left for this site.',
  blocked: 'this browser does not let this site store anything.',
  slow: 'this browser’s storage does not answer.',
  later: 'a later release of this site has been here. Reload the page, and it is the one that runs.',
};

/** Events: `export`, and `again` to try it once more. */
export class KeptNotice extends View {
  static properties = { problem: { attribute: false }, unkept: { type: Boolean }, unread: { type: Number }, closed: { state: true } };

  constructor() {
    super();
    /** Why something cannot be kept, or read. @type {Problem | null} */
    this.problem = null;
    /** There is something that is not kept. */
    this.unkept = false;
    /** How much of what was kept could not be read. */
    this.unread = 0;
    this.closed = false;
    /** There was a problem, and it has passed. */
    this.mended = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('problem') && !changed.has('unkept')) return;
    this.mended = this.problem === null && (this.mended || Boolean(changed.get('problem')));
    this.closed = false;
  }

  render() {
    const text = this.#text();
    this.hidden = this.closed || text === '';
    if (this.hidden) return nothing;
    return html`<p role=${this.problem ? 'alert' : 'status'} data-testid="kept-notice">${text}</p>
      ${this.mended ? nothing : html`<button data-testid="export-kept" @click=${() => this.emit('export')}>Export it</button>`}
      ${this.problem ? html`<button @click=${() => this.emit('again')}>Try again</button>` : nothing}
      <button @click=${() => (this.closed = true)}>Close</button>`;
  }

  #text() {
    if (this.problem && this.unkept) return `Not kept: ${WHY[this.problem]} What you write stays only while this page is open.`;
    if (this.problem === 'full') return ''; // for something that was not taken in
    if (this.problem) return `What you made before may not be shown here, and what you write is not kept: ${WHY[this.problem]}`;
    if (this.mended) return this.unkept ? '' : 'Kept again: all that you wrote is on this device.';
    return this.unread > 0 ? 'Some of what you made before cannot be read by this release. It is put aside, and an export has it.' : '';
  }
}

customElements.define('kept-notice', KeptNotice);
