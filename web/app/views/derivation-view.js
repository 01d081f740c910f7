/**
 * The chain rule for the learner's own loss, typeset, one step a line, each factor its own.
 *
 * @module derivation-view
 */

import katex from 'katex';
import { html } from 'lit';
import { markFactors } from '../model/derivation-factors.js';
import { NOTHING_LIT, only } from '../model/selection.js';
import { withCode } from './code-words.js';
import { keepInSight } from './in-sight.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').DerivationStep} DerivationStep */
/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../model/selection.js').Lit} Lit */

/** Events: `select` (detail: node id or null), `point` (detail: Lit or null). */
export class DerivationView extends View {
  static properties = {
    steps: { attribute: false },
    graph: { attribute: false },
    selected: { attribute: false },
    lit: { attribute: false },
    reason: { attribute: false },
  };

  constructor() {
    super();
    /** @type {DerivationStep[]} */
    this.steps = [];
    /** Its edges are the factors. @type {Graph | null} */
    this.graph = null;
    /** @type {string | null} */
    this.selected = null;
    /** What is lit; else what is selected. @type {Lit | null} */
    this.lit = null;
    /** Why there is none, where there is none. @type {string | null} */
    this.reason = null;
    /** @type {import('../model/derivation-factors.js').MarkedStep[]} */
    this.marked = [];
  }

  get #lit() {
    return this.lit ?? (this.selected ? only([this.selected]) : NOTHING_LIT);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('steps')) this.marked = markFactors(this.steps);
  }

  render() {
    if (this.marked.length === 0) {
      return html`<p class="empty">${withCode(this.reason ?? 'The derivation appears here when Python has run your code.')}</p>`;
    }
    return html`<ol class="derivation" data-testid="derivation" tabindex="0" aria-label="The chain rule for this loss"
        @pointerover=${this.#over} @pointerleave=${() => this.emit('point', null)} @click=${this.#choose}>
      ${this.marked.map((step) => html`<li class=${this.#isLit(step) ? 'is-lit' : ''} data-nodes=${step.names.join(' ')}>
        <p>${step.words.split('$').map((part, k) => (k % 2 ? html`<span class="tex-inline" data-tex=${part}></span>` : part))}</p>
        <div class="tex" data-tex=${step.tex}></div></li>`)}
    </ol>`;
  }

  /** @param {import('../model/derivation-factors.js').MarkedStep} step */
  #isLit({ names, nodes }) {
    const { nodes: lit, edge } = this.#lit;
    const looked = edge === null ? null : this.graph?.edges[edge];
    if (looked) return names.length > 0 && names[0] === looked.to && nodes.includes(looked.from);
    return names.some((name) => lit.has(name));
  }

  /** @param {Event} event @returns {Lit | null} the factor, or the line's nodes */
  #under(event) {
    const target = /** @type {Element} */ (event.target);
    const factor = /** @type {HTMLElement | null} */ (target.closest('[data-child]'));
    if (factor) {
      const { child = '', parent = '' } = factor.dataset;
      const edge = this.graph?.edges.findIndex((e) => e.to === child && e.from === parent) ?? -1;
      return only([child], edge < 0 ? null : edge);
    }
    const names = /** @type {HTMLElement | null} */ (target.closest('li'))?.dataset.nodes;
    return names ? only(names.split(' ')) : null;
  }

  /** @param {Event} event */
  #over(event) {
    this.emit('point', this.#under(event));
  }

  /** @param {Event} event */
  #choose(event) {
    const [node] = this.#under(event)?.nodes ?? [];
    if (node) this.emit('select', node === this.selected ? null : node);
  }

  updated() {
    for (const place of this.querySelectorAll('[data-tex]')) {
      const tex = place.getAttribute('data-tex') ?? '';
      if (place.getAttribute('data-set') === tex) continue;
      const trust = (/** @type {{command: string}} */ { command }) => command === '\\htmlData';
      katex.render(tex, /** @type {HTMLElement} */ (place), { displayMode: place.matches('.tex'), throwOnError: false, strict: false, maxExpand: 1000, trust });
      place.setAttribute('data-set', tex);
    }
    this.#light();
  }

  /** The factors are KaTeX's elements: they are lit after it has set them. */
  #light() {
    const { nodes, edge } = this.#lit;
    const looked = edge === null ? null : this.graph?.edges[edge];
    for (const factor of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('[data-child]'))) {
      const { child = '', parent = '' } = factor.dataset;
      factor.classList.toggle('is-lit', looked ? looked.to === child && looked.from === parent : nodes.has(child));
    }
    if (!this.matches(':hover')) keepInSight(this.querySelector('.derivation'), this.querySelector('.is-lit')?.closest('li'));
  }
}

customElements.define('derivation-view', DerivationView);
