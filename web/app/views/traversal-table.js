/**
 * The reverse topological order as a table: operation, value, gradient.
 *
 * @module traversal-table
 */

import { html, nothing } from 'lit';
import { nodeNames } from '../model/names.js';
import { format, formatCount, splitAtPoint } from '../model/numbers.js';
import { pythonRepr, formatFull } from '../model/numbers.js';
import { NOTHING_LIT, only } from '../model/selection.js';
import { known } from '../model/steps.js';
import { keepInSight } from './in-sight.js';
import { mathText } from './math-text.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').TraversalRow} TraversalRow */

/** Events: `select` (detail: node id or null), `point` (detail: Lit or null). */
export class TraversalTable extends View {
  static properties = {
    rows: { attribute: false },
    graph: { attribute: false },
    selected: { attribute: false },
    lit: { attribute: false },
    steps: { attribute: false },
    position: { attribute: false },
  };

  constructor() {
    super();
    /** @type {TraversalRow[]} */
    this.rows = [];
    /** @type {Graph | null} */
    this.graph = null;
    /** @type {string | null} */
    this.selected = null;
    /** What is lit; else what is selected. @type {import('../model/selection.js').Lit | null} */
    this.lit = null;
    /** While one steps through, only what is known so far is shown. @type {import('../model/steps.js').Step[]} */
    this.steps = [];
    this.position = 0;
  }

  render() {
    const { graph } = this;
    if (!graph || this.rows.length === 0) return html`<p class="empty">${graph?.summary ?? 'The order of the backward sweep appears here after a run.'}</p>`;
    const names = nodeNames(graph);
    const frames = new Map(graph.frames.map((frame) => [frame.id, frame]));
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    const lit = this.lit ?? (this.selected ? only([this.selected]) : NOTHING_LIT);
    const sofar = this.steps.length > 0 ? known(graph, this.steps, this.position) : null;
    return html`<div class="table-pane" tabindex="0" role="region" aria-label="Reverse topological order">
      <table class="traversal" data-testid="traversal">
        <caption class="visually-hidden">The nodes in reverse topological order: the order of the backward sweep</caption>
        <thead><tr><th scope="col" class="is-right">Order</th><th scope="col">Node</th><th scope="col">Operation</th><th scope="col" class="is-right">Value</th><th scope="col" class="is-right">Gradient</th><th scope="col" class="is-right">Line</th></tr></thead>
        <tbody>${this.rows.map((row, k) => {
          const node = nodes.get(row.node);
          const frame = node?.frame ? frames.get(node.frame) : undefined;
          const shown = node ?? row; // the graph shows the repetition that is looked at, and the table follows it
          const value = !sofar || sofar.values.has(row.node) ? shown.value : undefined;
          const gradient = sofar ? sofar.gradients.get(row.node) : (shown.gradient ?? row.gradient);
          return html`<tr class="${row.node === this.selected ? 'is-selected' : ''} ${lit.nodes.has(row.node) ? 'is-lit' : ''}" data-node=${row.node} @click=${() => this.#choose(row.node)}
              @pointerenter=${() => this.#point(row.node)} @pointerleave=${() => this.#point(null)}>
            <td class="is-right is-quiet">${k + 1}</td>
            <th scope="row"><button class="link" aria-pressed=${row.node === this.selected} @focus=${() => this.#point(row.node)} @blur=${() => this.#point(null)}>${mathText(names.get(row.node) ?? row.node)}</button></th>
            <td>${row.operation}${frame && frame.count > 1 ? html` <span class="is-quiet">× ${formatCount(frame.count)}</span>` : nothing}</td>
            <td class="is-right">${this.#number(value, 'value')}</td>
            <td class="is-right">${this.#number(gradient, 'gradient')}</td>
            <td class="is-right is-quiet">${row.line ?? ''}</td>
          </tr>`;
        })}</tbody>
      </table>
    </div>`;
  }

  /** @param {number | null | undefined} value  undefined: not known yet; null: its sum is not finished @param {'value' | 'gradient'} role */
  #number(value, role) {
    if (value === undefined || value === null) return html`<span class="number is-${role} aligned"><span>${value === null ? '…' : '·'}</span><span class="decimals"></span></span>`;
    const [whole, rest] = splitAtPoint(format(value));
    return html`<span class="number is-${role} aligned" data-value=${pythonRepr(value)} title=${formatFull(value)}><span>${whole}</span><span class="decimals">${rest}</span></span>`;
  }

  /** @param {string | null} node */
  #point(node) {
    this.emit('point', node === null ? null : only([node]));
  }

  updated() {
    if (!this.matches(':hover')) keepInSight(this.querySelector('.table-pane'), this.querySelector('tr.is-lit th'));
  }

  /** @param {string} node */
  #choose(node) {
    this.emit('select', node === this.selected ? null : node);
  }
}

customElements.define('traversal-table', TraversalTable);
