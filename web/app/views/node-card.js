/**
 * What is lit, in numbers and words: where a node comes from, what it is worth, where it goes.
 *
 * @module node-card
 */

import { html, nothing } from 'lit';
import { repetitionOf } from '../model/gradient-sums.js';
import { nodeNames } from '../model/names.js';
import { format, formatCount, formatFull, formatShort, pythonRepr } from '../model/numbers.js';
import { NOTHING_LIT } from '../model/selection.js';
import { applied } from '../model/steps.js';
import { nudgeOf } from './node-nudge.js';
import { mathText } from './math-text.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').Taken} Taken */
/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */

const MOST_ROWS = 12;

export class NodeCard extends View {
  static properties = { graph: { attribute: false }, lit: { attribute: false }, chosen: {}, nudge: { attribute: false } };

  constructor() {
    super();
    /** @type {Graph | null} */
    this.graph = null;
    /** @type {import('../model/selection.js').Lit} */
    this.lit = NOTHING_LIT;
    /** The node that was chosen, which can be nudged. @type {string | null} */
    this.chosen = null;
    /** @type {import('../model/lab-state.js').LabState['nudge']} */
    this.nudge = null;
    /** @type {Map<string, string>} */
    this.names = new Map();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('graph')) this.names = this.graph ? nodeNames(this.graph) : new Map();
  }

  render() {
    const nodes = this.graph?.nodes.filter((node) => this.lit.nodes.has(node.id)) ?? [];
    return html`<div class="node-card" data-testid="node-card">${nodes.length === 0 ? this.#hint() : nodes.length === 1 ? this.#one(nodes[0]) : this.#many(nodes)}</div>`;
  }

  #hint() {
    if (!this.graph) return nothing;
    return html`<p class="node-hint">Point at a line, a node, a row or a factor: it lights up wherever it is.
      <span class="is-value">Values</span> flow forward, <span class="is-gradient">gradients</span> flow back.</p>`;
  }

  /** @param {string} id */
  #name(id) {
    return this.names.get(id) ?? id;
  }

  /** @param {string} id @returns {GraphEdge[]} */
  #into(id) {
    return (this.graph?.edges ?? []).filter((edge) => edge.to === id).sort((a, b) => a.slot - b.slot);
  }

  /** @param {GraphNode} node */
  #equation(node) {
    if (node.kind === 'leaf') return html`${mathText(this.#name(node.id))} <span class="is-quiet">is a parameter</span>`;
    if (node.kind === 'constant') return html`${mathText(this.#name(node.id))} <span class="is-quiet">is a constant</span>`;
    return mathText(`${this.#name(node.id)} = ${applied(node, this.#into(node.id).map((edge) => this.#name(edge.from)))}`);
  }

  /** @param {GraphNode} node */
  #one(node) {
    const frame = this.graph?.frames.find((f) => f.id === node.frame);
    const others = this.#into(node.id).filter((edge) => edge.takes?.of);
    const uses = (this.graph?.edges ?? []).filter((edge) => edge.from === node.id);
    return html`<h2 class="node-equation">${this.#equation(node)}</h2>
      ${others.length > 0 ? html`<p class="is-quiet">with ${others.map((edge, k) => html`${k > 0 ? ', ' : ''}${mathText(this.#name(edge.from))} of ${repetitionOf(/** @type {Taken} */ (edge.takes))}`)}</p>` : nothing}
      ${frame ? html`<p class="is-quiet">repetition ${formatCount(frame.index + 1)} of ${formatCount(frame.count)}</p>` : nothing}
      <dl class="node-numbers">
        <div><dt>value</dt><dd class="number is-value" data-testid="card-value" data-value=${pythonRepr(node.value)}>${formatFull(node.value)}</dd></div>
        ${node.gradient === null ? nothing : html`<div><dt>∂loss/∂${mathText(this.#name(node.id))}</dt><dd class="number is-gradient">${formatFull(node.gradient)}</dd></div>`}
        ${this.#into(node.id).map((edge) => this.#local(node.id, edge.from, edge.local))}
      </dl>
      ${this.graph && node.id === this.chosen ? nudgeOf(this.graph, node.id, this.nudge) : nothing}
      ${uses.length > 0 ? html`<p class="is-quiet">used in ${uses.map((edge, k) => html`${k > 0 ? ', ' : ''}<span class="node-ref">${mathText(this.#name(edge.to))}</span>`)}</p>` : nothing}`;
  }

  /** @param {string} child @param {string} parent @param {number} local */
  #local(child, parent, local) {
    const constant = this.graph?.nodes.find((n) => n.id === parent)?.kind === 'constant';
    return constant ? nothing : html`<div><dt>∂${mathText(this.#name(child))}/∂${mathText(this.#name(parent))}</dt><dd class="number is-gradient">${formatShort(local, 6)}</dd></div>`;
  }

  /** @param {GraphNode[]} nodes */
  #many(nodes) {
    const shown = nodes.filter((n) => n.kind !== 'constant');
    return html`<table class="node-list"><caption class="visually-hidden">The nodes that are lit</caption>
      <thead><tr><th scope="col">${formatCount(shown.length)} nodes</th><th scope="col" class="is-right">value</th><th scope="col" class="is-right">gradient</th></tr></thead>
      <tbody>${shown.slice(0, MOST_ROWS).map((node) => html`<tr><th scope="row">${this.#equation(node)}</th>
        <td class="number is-value is-right">${format(node.value)}</td><td class="number is-gradient is-right">${node.gradient === null ? '' : format(node.gradient)}</td></tr>`)}</tbody>
    </table>${shown.length > MOST_ROWS ? html`<p class="is-quiet">and ${formatCount(shown.length - MOST_ROWS)} more</p>` : nothing}`;
  }
}

customElements.define('node-card', NodeCard);
