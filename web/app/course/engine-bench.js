/**
 * A bench for an engine: the graph that its nodes build of an expression, drawn as the code is
 * written, its first wrong node marked, and a nudge on any of its nodes.
 *
 * @module engine-bench
 */

import { html, nothing } from 'lit';
import { nodeNames } from '../model/names.js';
import { changedNodes } from '../model/nudged.js';
import { formatShort, parseNumber } from '../model/numbers.js';
import { NOTHING_LIT, only } from '../model/selection.js';
import { stepsOf } from '../model/steps.js';
import { withCode } from '../views/code-words.js';
import '../views/graph-view.js';
import '../views/node-nudge.js';
import { View } from '../views/view.js';
import { drawGraph } from './attempt.js';
import { cross } from './check-answer.js';

/** @typedef {import('../../shared/protocol.js').CheckResult} CheckResult */
/** @typedef {import('../../shared/protocol.js').Graph} Graph */

/** So long nobody types before what was typed is drawn. */
const PAUSE = 400;

export class EngineBench extends View {
  static properties = {
    python: { attribute: false },
    code: {},
    engine: {},
    expression: { state: true },
    result: { state: true },
    graph: { state: true },
    chosen: { state: true },
    by: { state: true },
    nudged: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./shared-python.js').PythonShare | null} */
    this.python = null;
    this.code = '';
    /** What `import my_engine` gives. @type {string | null} */
    this.engine = null;
    /** '' for one that the code can do already. */
    this.expression = '';
    /** @type {Record<string, number>} */
    this.values = {};
    /** @type {CheckResult | null} */
    this.result = null;
    /** The last graph that could be drawn. @type {Graph | null} */
    this.graph = null;
    /** @type {string | null} */
    this.chosen = null;
    this.by = 0;
    /** The graph with the chosen node changed. @type {Graph | null} */
    this.nudged = null;
    this.near = false;
    this.asking = false;
    this.again = false;
    this.timer = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch = new IntersectionObserver((entries) => {
      this.near = entries.some((entry) => entry.isIntersecting);
      if (this.near) this.#drawSoon(0);
    }, { rootMargin: '300px' });
    this.watch.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watch?.disconnect();
    clearTimeout(this.timer);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('code') || changed.has('engine') || changed.has('python')) this.#drawSoon(this.graph ? PAUSE : 0);
  }

  /** @param {number} pause */
  #drawSoon(pause) {
    clearTimeout(this.timer);
    if (this.near) this.timer = /** @type {any} */ (setTimeout(() => void this.draw(), pause));
  }

  /** Draw what stands there now; while one answer is awaited, the newest question waits. */
  async draw() {
    if (!this.python) return;
    this.again = this.asking;
    if (this.asking) return;
    this.asking = true;
    try {
      do {
        this.again = false;
        await this.#ask(this.python);
      } while (this.again);
    } catch {
      // Python is not to be had: the page says so where its state is told
    } finally {
      this.asking = false;
    }
  }

  /** @param {import('./shared-python.js').PythonShare} python */
  async #ask(python) {
    const { code, engine, expression, values, chosen, by } = this;
    const result = await drawGraph(python, code, engine, { expression, values });
    if (!result) return;
    this.result = result;
    if (!result.graph) return;
    this.graph = result.graph;
    if (!result.graph.nodes.some(({ id }) => id === chosen)) this.#choose(null);
    else if (by !== 0) this.nudged = (await drawGraph(python, code, engine, { expression: result.graph.expression ?? expression, values, nudge: { node: /** @type {string} */ (chosen), by } }))?.graph ?? null;
  }

  render() {
    const { graph, result } = this;
    return html`<section class="bench" aria-label="The graph that your code builds" data-testid="bench">
      <div class="bench-head">
        <label class="bench-expression"><span>Your graph of</span>
          <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" data-testid="bench-expression" .value=${this.expression || graph?.expression || ''}
            @input=${(/** @type {Event} */ e) => this.#setExpression(/** @type {HTMLInputElement} */ (e.target).value)} /></label>
        ${graph ? html`<span class="bench-values">${graph.nodes.filter(({ kind }) => kind === 'leaf').map((leaf) => this.#value(leaf))}</span>` : nothing}
      </div>
      ${graph ? this.#picture(graph) : nothing}
      ${result && !result.passed ? html`<p class="bench-word ${result.graph ? 'is-wrong' : ''}" data-testid="bench-word">${result.graph ? cross : nothing}<span>${withCode(result.message)}</span></p>` : nothing}
      ${graph ? this.#nudge(graph) : nothing}
    </section>`;
  }

  /** @param {import('../../shared/protocol.js').GraphNode} leaf */
  #value({ name, value }) {
    const key = /** @type {string} */ (name);
    return html`<label><span>${key} =</span><input type="text" inputmode="decimal" autocomplete="off" .value=${formatShort(this.values[key] ?? value, 6)}
      @change=${(/** @type {Event} */ e) => this.#setValue(key, /** @type {HTMLInputElement} */ (e.target))} /></label>`;
  }

  /** @param {Graph} graph */
  #picture(graph) {
    const shown = (this.by !== 0 && this.nudged) || graph;
    const goesBack = graph.nodes.some(({ kind, gradient }) => kind !== 'constant' && gradient !== null);
    const steps = stepsOf(shown).filter(({ phase }) => goesBack || phase === 'forward');
    const wrong = this.result?.graph ? this.result.wrongNode : null;
    const changed = changedNodes(graph, shown);
    const lit = changed.length ? only(changed) : wrong && !this.chosen ? only([wrong]) : this.chosen ? only([this.chosen]) : NOTHING_LIT;
    return html`<div class="bench-graph ${goesBack ? '' : 'without-gradients'} ${this.result?.graph ? '' : 'is-stale'}" @select=${this.#select}>
      <graph-view .graph=${shown} .steps=${steps} .position=${steps.length} .selected=${this.chosen ?? wrong} .lit=${lit}></graph-view>
    </div>`;
  }

  /** @param {Graph} graph */
  #nudge(graph) {
    const node = graph.nodes.find(({ id }) => id === this.chosen);
    const output = graph.nodes.find((each) => each.output);
    if (graph.edges.length === 0) return graph.nodes.length > 1 ? html`<p class="bench-hint">No arrows yet: these nodes do not keep what they were made from.</p>` : nothing;
    if (!node || !output) return html`<p class="bench-hint">Choose a node to change it a little, and see what the result does.</p>`;
    const after = this.nudged?.nodes.find((each) => each.output)?.value ?? null;
    return html`<node-nudge .name=${nodeNames(graph).get(node.id) ?? node.symbol} .value=${node.value} .gradient=${node.gradient} .result=${output.value}
      .by=${this.by} .nudged=${after} @nudge=${(/** @type {CustomEvent} */ e) => this.#nudgeBy(e)}></node-nudge>`;
  }

  /** @param {CustomEvent} event */
  #select(event) {
    event.stopPropagation();
    this.#choose(event.detail);
  }

  /** @param {string | null} node */
  #choose(node) {
    Object.assign(this, { chosen: node, by: 0, nudged: null });
  }

  /** @param {CustomEvent} event */
  #nudgeBy(event) {
    event.stopPropagation();
    this.by = event.detail;
    if (this.by === 0) this.nudged = null;
    else void this.draw();
  }

  /** @param {string} expression */
  #setExpression(expression) {
    this.expression = expression;
    this.#choose(null);
    this.#drawSoon(PAUSE);
  }

  /** @param {string} name @param {HTMLInputElement} input */
  #setValue(name, input) {
    const value = parseNumber(input.value);
    input.setAttribute('aria-invalid', String(value === null));
    if (value === null) return;
    this.values = { ...this.values, [name]: value };
    void this.draw();
  }
}

customElements.define('engine-bench', EngineBench);
