/**
 * How one text differs from another, line by line, one beneath the other.
 *
 * @module code-difference
 */

import { html } from 'lit';
import { changesOf, lineDifference } from '../model/line-difference.js';
import { View } from './view.js';

const SIGNS = { same: ' ', out: '−', in: '+' };
const WORDS = { same: '', out: 'taken out: ', in: 'put in: ' };

export class CodeDifference extends View {
  static properties = { older: {}, newer: {}, label: {} };

  constructor() {
    super();
    this.older = '';
    this.newer = '';
    this.label = '';
  }

  render() {
    const rows = changesOf(lineDifference(this.older, this.newer));
    if (rows.every(({ kind }) => kind === 'left out')) return html`<p class="is-quiet" data-testid="difference">The two are the same.</p>`;
    return html`<div class="difference" role="group" aria-label=${this.label} tabindex="0" data-testid="difference">
      ${rows.map((row) => (row.kind === 'left out'
        ? html`<p class="difference-gap">${row.count === 1 ? 'one line' : `${row.count} lines`} as they are</p>`
        : html`<p class="difference-line is-${row.kind}"><span aria-hidden="true">${SIGNS[row.kind]}</span><code><span class="visually-hidden">${WORDS[row.kind]}</span>${row.text || '\u200b'}</code></p>`))}
    </div>`;
  }
}

customElements.define('code-difference', CodeDifference);
