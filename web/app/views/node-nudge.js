/**
 * A nudge: one node is changed a little; what the result does, beside what the gradient foretold.
 *
 * @module node-nudge
 */

import { html, nothing } from 'lit';
import { nodeNames } from '../model/names.js';
import { formatShort } from '../model/numbers.js';
import { mathText } from './math-text.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */

const SIZES = [1, 0.1, 0.01, 0.001];

/** Event: `nudge` (detail: by how much the node is changed in all; 0 puts it back). */
export class NodeNudge extends View {
  static properties = {
    name: {},
    value: { attribute: false },
    gradient: { attribute: false },
    result: { attribute: false },
    by: { attribute: false },
    nudged: { attribute: false },
    size: { state: true },
  };

  constructor() {
    super();
    this.name = '';
    this.value = NaN;
    /** d result / d node; null where it is not known. @type {number | null} */
    this.gradient = null;
    /** The result before the nudge. */
    this.result = NaN;
    this.by = 0;
    /** The result after it; null until it is known. @type {number | null} */
    this.nudged = null;
    this.size = 0.1;
  }

  render() {
    return html`<div class="nudge" data-testid="nudge">
      <div class="nudge-controls" role="group" aria-label=${`Change ${this.name} a little`}>
        <span>Nudge <strong>${mathText(this.name)}</strong></span>
        <button class="button small" data-testid="nudge-less" aria-label=${`Less: by ${this.size}`} @click=${() => this.#move(-1)}>−</button>
        <label><span class="visually-hidden">By how much at a time</span>
          <select @change=${(/** @type {Event} */ e) => (this.size = Number(/** @type {HTMLSelectElement} */ (e.target).value))}>
            ${SIZES.map((size) => html`<option value=${size} ?selected=${size === this.size}>${size}</option>`)}
          </select></label>
        <button class="button small" data-testid="nudge-more" aria-label=${`More: by ${this.size}`} @click=${() => this.#move(1)}>+</button>
        ${this.by === 0 ? nothing : html`<button class="link" data-testid="nudge-back" @click=${() => this.emit('nudge', 0)}>Put it back</button>`}
      </div>
      <p class="nudge-told" aria-live="polite" data-testid="nudge-told">${this.#told()}</p>
    </div>`;
  }

  #told() {
    const { by, value, result, nudged, gradient } = this;
    if (by === 0) return gradient === null ? 'See what the result does.' : html`Its gradient says: the result changes ${number(gradient, 'gradient')} times as much.`;
    if (nudged === null) return '…';
    if (Number.isNaN(nudged)) return 'What follows from it cannot be worked out: one of the operations is not known.';
    return html`${number(value, 'value')} → ${number(value + by, 'value')}, and the result ${number(result, 'value')} → ${number(nudged, 'value')}:
      it changed by ${number(nudged - result, 'value')}.
      ${gradient === null ? nothing : html`Foretold: ${number(gradient, 'gradient')} × ${number(by, 'value')} = ${number(gradient * by, 'gradient')}.`}`;
  }

  /** @param {number} sign */
  #move(sign) {
    const by = Number((this.by + sign * this.size).toPrecision(12));
    this.emit('nudge', by);
  }
}

/** @param {number} number @param {'value' | 'gradient'} role */
const number = (number, role) => html`<span class="number is-${role}">${formatShort(number, 6)}</span>`;

/**
 * The nudge of a node in a graph; nothing for a constant, or what is not there.
 * @param {Graph} graph  before the nudge
 * @param {string} id
 * @param {import('../model/lab-state.js').LabState['nudge']} nudge
 * @param {boolean} [foretold]  whether its gradient is spoken of
 */
export function nudgeOf(graph, id, nudge, foretold = true) {
  const node = graph.nodes.find((each) => each.id === id);
  const output = graph.nodes.find((each) => each.output);
  if (!node || !output || node.kind === 'constant') return nothing;
  const mine = nudge?.node === id ? nudge : null;
  return html`<node-nudge .name=${nodeNames(graph).get(id) ?? node.symbol} .value=${node.value} .gradient=${foretold ? node.gradient : null} .result=${output.value}
    .by=${mine?.by ?? 0} .nudged=${mine?.values?.[output.id] ?? null}></node-nudge>`;
}

customElements.define('node-nudge', NodeNudge);
