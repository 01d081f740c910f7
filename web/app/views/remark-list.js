/**
 * What is to be said of the numbers at a point: notes, and what is wrong, with the line of it.
 *
 * @module remark-list
 */

import { html, nothing } from 'lit';
import { withCode } from './code-words.js';
import { problemIcon } from './problem-icon.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').Remark} Remark */

/** Events: `line` (detail: 1-based) and `select` (detail: a node's id) when the reader asks where it is. */
export class RemarkList extends View {
  static properties = { remarks: { attribute: false }, said: { state: true } };

  constructor() {
    super();
    /** @type {readonly Remark[]} */
    this.remarks = [];
    this.said = '';
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('remarks') && this.remarks.length === 0) this.said = '';
  }

  render() {
    return this.remarks.map((remark) =>
      remark.kind === 'note' ? html`<p class="figure-note" data-testid="remark">${withCode(remark.message)}</p>` : this.#problem(remark),
    );
  }

  /** @param {Remark} remark */
  #problem({ message, line, node, report }) {
    return html`<div class="error-card" role="status" data-testid="remark">
      ${problemIcon}
      <div>
        <p class="error-message">${withCode(message)}</p>
        ${line === null && node === null && report === null
          ? nothing
          : html`<p class="remark-ways">
              ${line === null ? nothing : html`<button class="link" @click=${() => this.emit('line', line)}>Go to line ${line}</button>`}
              ${node === null ? nothing : html`<button class="link" @click=${() => this.emit('select', node)}>Show the node</button>`}
              ${report === null ? nothing : html`<button class="link" data-testid="copy-report" @click=${() => this.#copy(report)}>Copy a report</button>`}
              ${this.said && report !== null ? html`<span class="is-quiet">${this.said}</span>` : nothing}
            </p>`}
      </div>
    </div>`;
  }

  /** @param {string} report */
  async #copy(report) {
    try {
      await navigator.clipboard.writeText(`${report}\n${navigator.userAgent}\n`);
      this.said = 'It is copied: paste it into a message to those who run this site.';
    } catch {
      this.said = 'The browser does not let it be copied.';
    }
  }
}

customElements.define('remark-list', RemarkList);
