/**
 * A box for the learner's own two columns. What is read of them, or why a line is not, is said at
 * once; a paste puts the numbers into the code, and so does the button after typing.
 *
 * @module data-paste
 */

import { html, nothing } from 'lit';
import { formatCount, formatShort } from '../model/numbers.js';
import { readColumns, withColumns } from '../model/pasted-columns.js';
import { View } from './view.js';

/** @typedef {import('../model/pasted-columns.js').Columns} Columns */

/** Event: `columns` (detail: the code with them). */
export class DataPaste extends View {
  static properties = { code: { attribute: false }, fresh: { attribute: false }, text: { state: true }, used: { state: true } };

  constructor() {
    super();
    /** What stands there. */
    this.code = '';
    /** The example's own code. */
    this.fresh = '';
    this.text = '';
    /** The text whose numbers are in the code. */
    this.used = '';
  }

  render() {
    const pasted = readColumns(this.text);
    const problem = pasted?.problem ?? null;
    return html`<div class="data-paste">
      <label for="pasted">Paste two columns, x and y</label>
      <textarea id="pasted" data-testid="paste" rows="3" spellcheck="false" autocapitalize="off" autocomplete="off" aria-describedby="pasted-said" aria-invalid=${problem ? 'true' : nothing}
        placeholder="hours&#9;marks&#10;1.5&#9;2.1&#10;2.0&#9;2.9" .value=${this.text} @input=${this.#read}></textarea>
      <div class="data-said"><p id="pasted-said" role="status" class=${problem ? 'is-problem' : ''} data-testid="paste-said">${problem ?? (pasted?.columns ? said(pasted.columns) : 'From a spreadsheet or a CSV file, with or without a line of names.')}</p>
        ${pasted?.columns && this.text !== this.used ? html`<button class="button small" data-testid="paste-use" @click=${() => this.#use(pasted.columns)}>Use them</button>` : nothing}</div>
    </div>`;
  }

  /** @param {InputEvent} event */
  #read(event) {
    this.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    const columns = readColumns(this.text)?.columns;
    if (columns && event.inputType === 'insertFromPaste') this.#use(columns);
  }

  /** Into the code that stands there, where it has a table still; else into the example's. @param {Columns} columns */
  #use(columns) {
    this.used = this.text;
    this.emit('columns', withColumns(this.code, columns) ?? withColumns(this.fresh, columns) ?? this.code);
  }
}

/** @param {Columns} columns */
function said({ names, xs, ys }) {
  const [x, y] = names ?? ['x', 'y'];
  return html`${formatCount(xs.length)} points: ${x} from ${extent(xs)}, ${y} from ${extent(ys)}.`;
}

/** @param {number[]} values */
function extent(values) {
  return html`<span class="number">${formatShort(Math.min(...values))}</span> to <span class="number">${formatShort(Math.max(...values))}</span>`;
}

customElements.define('data-paste', DataPaste);
