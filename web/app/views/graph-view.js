/**
 * The computational graph, from left to right: operator, value and gradient in each node, the local
 * gradient on each edge, and what repeats once, in a frame with its count. What cannot be read at
 * once is folded.
 *
 * @module graph-view
 */

import { html, nothing, svg } from 'lit';
import { closedAtFirst, foldGraph, groupsOf, isDrawable, isLine, READABLE } from '../model/graph-fold.js';
import { graphFit, placeOver } from '../model/graph-fit.js';
import { layoutGraph } from '../model/graph-layout.js';
import { nodeNames } from '../model/names.js';
import { findPlaces, placesFor } from './graph-placing.js';
import { formatCount } from '../model/numbers.js';
import { NOTHING_LIT, only } from '../model/selection.js';
import { known, stepAt } from '../model/steps.js';
import { edgeShape, frameShape, nodeShape, nodeWords } from './graph-drawing.js';
import { keepInSight } from './in-sight.js';
import { PaneSize } from './pane-size.js';
import { placeAt } from './place-at.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../model/graph-fold.js').FoldedGraph} FoldedGraph */
/** @typedef {import('../model/graph-fold.js').FoldedEdge} FoldedEdge */
/** @typedef {import('../model/graph-layout.js').GraphLayout} GraphLayout */
/** @typedef {import('../model/graph-layout.js').PlacedNode} PlacedNode */
/** @typedef {import('../model/graph-layout.js').PlacedEdge} PlacedEdge */
/** @typedef {import('../model/selection.js').Lit} Lit */
/** @typedef {import('../model/steps.js').Step} Step */
/** @typedef {import('../model/steps.js').Known} Known */

/**
 * Numbers that the reader fills into nodes, by id; a node that is in neither set has not been judged.
 * @typedef {{texts: Map<string, string>, right: ReadonlySet<string>, wrong: ReadonlySet<string>}} Fields
 */

/**
 * Events: `select` (detail: node id or null), `point` (detail: Lit or null), `instance` (detail:
 * {frame, index}), `fill` (detail: {node, text}).
 */
export class GraphView extends View {
  static properties = {
    graph: { attribute: false },
    steps: { attribute: false },
    position: { attribute: false },
    selected: { attribute: false },
    lit: { attribute: false },
    fields: { attribute: false },
    zoomed: { state: true },
    closed: { state: true },
    reached: { state: true },
  };

  constructor() {
    super();
    /** @type {Graph | null} */
    this.graph = null;
    /** @type {Step[]} */
    this.steps = [];
    this.position = 0;
    /** @type {string | null} */
    this.selected = null;
    /** What is lit; else what is selected. @type {Lit | null} */
    this.lit = null;
    /** Where gradients are to be filled in. @type {Fields | null} */
    this.fields = null;
    /** The scale that the reader chose; null fits the drawing to the pane. @type {number | null} */
    this.zoomed = null;
    /** Groups that are drawn as one node. @type {Set<string>} */
    this.closed = new Set();
    /** What the button for folding does now. @type {{words: string, folded: boolean, then: () => Set<string>} | null} */
    this.folding = null;
    /** Nodes that were unfolded just now. @type {string[]} */
    this.revealed = [];
    /** The node that the Tab key comes to. @type {string | null} */
    this.reached = null;
    this.pane = new PaneSize(this, '.graph-pane');
    /** @type {FoldedGraph | null} */
    this.drawn = null;
    /** @type {GraphLayout | null} */
    this.layout = null;
    /** @type {Map<string, string>} */
    this.names = new Map();
    /** @type {{x: number, y: number} | null} */
    this.grip = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('graph') && !changed.has('closed')) return;
    const before = /** @type {Graph | null | undefined} */ (changed.get('graph'));
    if (changed.has('graph') && !sameShape(before, this.graph)) {
      this.zoomed = null;
      this.closed = this.graph ? closedAtFirst(this.graph) : new Set();
    }
    this.drawn = this.graph && this.graph.nodes.length > 0 ? foldGraph(this.graph, this.closed) : null;
    this.#place();
    this.folding = this.graph && this.#folding(this.graph);
    this.names = this.drawn ? nodeNames(this.drawn) : new Map();
    if (!this.names.has(this.reached ?? '')) this.reached = this.drawn?.nodes[0]?.id ?? null;
  }

  /** Where the places are not known, it is drawn when they can be found. */
  #place() {
    const { drawn } = this;
    this.layout = null;
    if (!drawn || !isDrawable(drawn)) return;
    const places = placesFor(drawn);
    if (places) this.layout = layoutGraph(drawn, places);
    else void findPlaces().then((can) => can && drawn === this.drawn && this.requestUpdate('closed'));
  }

  render() {
    return html`<div class="graph-pane" data-testid="graph-pane" @wheel=${this.#wheel}>${this.#picture()}</div>`;
  }

  #picture() {
    const { graph, layout, drawn } = this;
    const { width } = this.pane.size;
    if (!graph) return html`<p class="empty">The graph of your loss appears here after a run.</p>`;
    if (graph.summary) return html`<p class="empty" data-testid="graph-summary">${graph.summary}</p>`;
    if (drawn && !isDrawable(drawn)) return this.#tooMuch(drawn);
    if (!layout || !drawn || width === 0) return nothing;
    const fit = graphFit(layout, this.pane.size, this.zoomed);
    const { k, x, y, canvas } = fit;
    const step = stepAt(this.steps, this.position);
    const state = withGroups(known(graph, this.steps, this.position), drawn);
    return html`
      <div class="graph-scroll" @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release}>
        <svg class="graph ${step ? 'is-stepping' : ''}" width=${canvas.width} height=${canvas.height} role="group" data-testid="graph"
          aria-label=${`Computational graph of ${formatCount(graph.size)} operations. The arrow keys walk from node to node.`} @keydown=${this.#zoomKey}>
          <g transform=${`translate(${x} ${y}) scale(${k})`}>
            ${layout.frames.map(frameShape)}
            ${layout.edges.map((edge) => this.#edge(edge, step))}
            ${layout.nodes.map((node) => this.#node(node, step, state))}
          </g>
        </svg>
        ${this.#frameControls(layout, fit)} ${this.#gradientFields(layout, k, x, y)}
      </div>
      ${this.#tools()}
    `;
  }

  /** @param {Graph} drawn */
  #tooMuch({ nodes, edges }) {
    return html`<p class="empty" data-testid="graph-summary">These are ${formatCount(nodes.length)} nodes and ${formatCount(edges.length)} arrows: too many to draw at once.</p> ${this.#tools()}`;
  }

  #tools() {
    const { folding: fold } = this;
    return html`<div class="map-tools">
      <button class="tool" title="Zoom in" aria-label="Zoom in on the graph" @click=${() => this.#zoomBy(1.25)}>+</button>
      <button class="tool" title="Zoom out" aria-label="Zoom out of the graph" @click=${() => this.#zoomBy(0.8)}>−</button>
      ${this.zoomed ? html`<button class="tool" title="Fit the graph" aria-label="Fit the graph" @click=${() => (this.zoomed = null)}>⟲</button>` : nothing}
      ${fold ? html`<button class="tool" title=${fold.words} aria-label=${fold.words} data-testid="fold" aria-pressed=${fold.folded}
          @click=${() => (this.closed = fold.then())}>${fold.folded ? '⊞' : '⊟'}</button>` : nothing}
    </div>`;
  }

  /** Lines are folded or unfolded all at once; of a graph that is too large for that, what was unfolded. @param {Graph} graph */
  #folding(graph) {
    const lines = groupsOf(graph).filter(isLine);
    const folded = lines.some(({ id }) => this.closed.has(id));
    const frames = [...this.closed].filter((id) => id.startsWith('frame:'));
    if (graph.nodes.length > 2 * READABLE) {
      const first = closedAtFirst(graph);
      if ([...first].every((id) => this.closed.has(id))) return null;
      return { words: 'Fold what was unfolded', folded: false, then: () => new Set([...frames, ...first]) };
    }
    if (lines.length < 2 && !folded) return null;
    const words = folded ? 'Unfold all lines of code' : 'Fold each line of code into one node';
    return { words, folded, then: () => new Set(folded ? frames : [...frames, ...lines.map(({ id }) => id)]) };
  }

  /** The steppers lie over the drawing as ordinary controls. @param {GraphLayout} layout @param {import('../model/graph-fit.js').Fit} fit */
  #frameControls(layout, fit) {
    return layout.frames.map(({ frame, ...box }) => {
      const [left, top] = placeOver({ x: box.x + 22 + 9 * formatCount(frame.count).length, y: box.y + 16 }, fit);
      const show = (/** @type {number} */ index) => this.emit('instance', { frame: frame.id, index: (index + frame.count) % frame.count });
      return html`<div class="frame-stepper" ${placeAt(left, top)}>
        <button class="tool" aria-label="The repetition before" title="The repetition before" @click=${() => show(frame.index - 1)}>‹</button>
        <label><span class="visually-hidden">Which repetition is shown</span>
          <input type="text" inputmode="numeric" data-testid="instance" .value=${String(frame.index + 1)}
            @change=${(/** @type {Event} */ e) => {
              const asked = Math.round(Number(/** @type {HTMLInputElement} */ (e.target).value)) - 1;
              if (asked >= 0 && asked < frame.count) show(asked);
              else this.requestUpdate();
            }} /></label>
        <span>of ${formatCount(frame.count)}</span>
        <button class="tool" aria-label="The next repetition" title="The next repetition" @click=${() => show(frame.index + 1)}>›</button>
        <button class="tool" aria-label="Fold the repetitions" title="Fold" data-testid="fold-frame" @click=${() => this.#toggle(`frame:${frame.id}`)}>⊟</button>
      </div>`;
    });
  }

  /** From the result back, as one goes. @param {GraphLayout} layout @param {number} k @param {number} x @param {number} y */
  #gradientFields(layout, k, x, y) {
    const { fields } = this;
    if (!fields) return nothing;
    return layout.nodes.filter(({ node }) => node.kind !== 'constant').reverse().map(({ node, ...box }) => {
      const state = fields.right.has(node.id) ? 'right' : fields.wrong.has(node.id) ? 'wrong' : 'open';
      const name = this.names.get(node.id) ?? '';
      return html`<label class="gradient-field is-${state}" ${placeAt(x + box.x * k, y + (box.y - box.height / 2 + 39) * k)}>
        <span class="visually-hidden">Gradient of ${name}${{ right: ', right', wrong: ', wrong', open: '' }[state]}</span>
        <input type="text" inputmode="text" autocomplete="off" spellcheck="false" size="5" data-testid=${`fill-${name}`} aria-invalid=${state === 'wrong'} .value=${fields.texts.get(node.id) ?? ''}
          @change=${(/** @type {Event} */ e) => this.emit('fill', { node: node.id, text: /** @type {HTMLInputElement} */ (e.target).value })} /></label>`;
    });
  }

  /** @param {string} group */
  #toggle(group) {
    const closed = new Set(this.closed);
    if (closed.delete(group)) this.revealed = this.drawn?.groups.get(group)?.members ?? [];
    else closed.add(group);
    this.closed = closed;
  }

  get #lit() {
    return this.lit ?? (this.selected ? only([this.selected]) : NOTHING_LIT);
  }

  /** @param {PlacedEdge} placed @param {Step | null} step */
  #edge(placed, step) {
    const edge = /** @type {FoldedEdge} */ (placed.edge);
    const groups = /** @type {FoldedGraph} */ (this.drawn).groups;
    const lit = this.#lit;
    const target = this.#home(step?.node ?? null);
    const look = {
      forward: step?.phase === 'forward' && target === edge.to && !groups.has(edge.to),
      backward: step?.phase === 'backward' && step.edge !== null && edge.origins.includes(step.edge),
      lit: lit.edge === null ? lit.nodes.has(edge.from) || lit.nodes.has(edge.to) : edge.origins.includes(lit.edge),
      constant: this.#kind(edge.from) === 'constant',
      folded: groups.has(edge.from) || groups.has(edge.to),
    };
    const names = { from: this.names.get(edge.from) ?? '', to: this.names.get(edge.to) ?? '' };
    return edgeShape(placed, look, names, (at) => this.emit('point', at && !look.folded ? only([edge.to], edge.origins[0]) : null));
  }

  /** @param {string} id */
  #kind(id) {
    return this.drawn?.nodes.find((n) => n.id === id)?.kind;
  }

  /** The node that is drawn for a node: itself, or the group that it is folded into. @param {string | null} id */
  #home(id) {
    const groups = this.drawn?.groups ?? new Map();
    for (const [group, { members }] of groups) if (id !== null && members.includes(id)) return group;
    return id;
  }

  /** @param {PlacedNode} placed @param {Step | null} step @param {Known} state */
  #node(placed, step, state) {
    const { node, x, y, width, height } = placed;
    const group = this.drawn?.groups.get(node.id);
    const lit = this.#lit;
    const look = {
      name: this.names.get(node.id) ?? '',
      chosen: node.id === this.selected,
      lit: group ? group.members.some((id) => lit.nodes.has(id)) : lit.nodes.has(node.id),
      current: step !== null && this.#home(step.node) === node.id,
      reachable: node.id === this.reached,
      closed: group !== undefined,
      known: state,
    };
    const own = only(group?.members ?? [node.id]);
    return svg`<g class="graph-node is-${node.kind} ${look.chosen ? 'is-selected' : ''} ${look.lit ? 'is-lit' : ''} ${look.current ? 'is-current' : ''}"
        transform=${`translate(${x - width / 2} ${y - height / 2})`} tabindex=${look.reachable ? 0 : -1} role="button" data-node=${node.id}
        aria-pressed=${look.chosen} aria-label=${nodeWords(node, look)}
        @click=${() => this.#activate(node.id)} @keydown=${(/** @type {KeyboardEvent} */ e) => this.#key(e, node.id)}
        @focus=${(/** @type {FocusEvent} */ e) => this.#focused(e, node.id, own)} @blur=${() => this.emit('point', null)}
        @pointerenter=${() => this.emit('point', own)} @pointerleave=${() => this.emit('point', null)}>${nodeShape(placed, look)}</g>`;
  }

  /** A folded group opens, any other node is chosen. @param {string} id */
  #activate(id) {
    if (this.drawn?.groups.has(id)) this.#toggle(id);
    else this.emit('select', this.selected === id ? null : id);
  }

  /** By the keyboard, focus points; a press of the pointer chooses anyway. @param {FocusEvent} event @param {string} id @param {Lit} own */
  #focused(event, id, own) {
    this.reached = id;
    if (/** @type {Element} */ (event.target).matches(':focus-visible')) this.emit('point', own);
  }

  /** Arrows walk the graph: left to an operand, right to a use, up and down within a column. @param {KeyboardEvent} event @param {string} id */
  #key(event, id) {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#activate(id);
      return;
    }
    const next = this.#neighbour(event.key, id);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    /** @type {SVGElement | null} */ (this.querySelector(`[data-node="${CSS.escape(next)}"]`))?.focus();
  }

  /** @param {string} key @param {string} id @returns {string | undefined} */
  #neighbour(key, id) {
    const edges = (this.drawn?.edges ?? []).filter((e) => !e.carried);
    if (key === 'ArrowLeft') return edges.find((e) => e.to === id)?.from;
    if (key === 'ArrowRight') return edges.find((e) => e.from === id)?.to;
    if (key === 'Home' || key === 'End') return this.drawn?.nodes.at(key === 'Home' ? 0 : -1)?.id;
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
    const nodes = this.layout?.nodes ?? [];
    const here = nodes.find((n) => n.node.id === id);
    if (!here) return undefined;
    const sign = key === 'ArrowDown' ? 1 : -1;
    const column = nodes.filter((n) => Math.abs(n.x - here.x) < 30 && (n.y - here.y) * sign > 0);
    return column.sort((a, b) => (a.y - b.y) * sign)[0]?.node.id;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('position') || changed.has('selected')) this.#follow();
    else if (this.revealed.length > 0) this.#reveal();
    this.revealed = [];
  }

  /** The first of what was just unfolded comes into sight: the drawing has grown. */
  #reveal() {
    const shown = this.revealed.map((id) => this.querySelector(`[data-node="${CSS.escape(id)}"]`));
    keepInSight(this.querySelector('.graph-scroll'), shown.find(Boolean));
  }

  /** What happens stays in sight, where the drawing is larger than its pane. */
  #follow() {
    const id = this.#home(stepAt(this.steps, this.position)?.node ?? this.selected);
    const node = id && this.querySelector(`[data-node="${CSS.escape(id)}"]`);
    keepInSight(this.querySelector('.graph-scroll'), node || null);
  }

  /** @param {number} factor */
  #zoomBy(factor) {
    if (this.layout) this.zoomed = Math.min(4, Math.max(0.1, graphFit(this.layout, this.pane.size, this.zoomed).k * factor));
  }

  /** @param {KeyboardEvent} event */
  #zoomKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') this.#zoomBy(1.25);
    else if (event.key === '-') this.#zoomBy(0.8);
    else if (event.key === '0') this.zoomed = null;
    else return;
    event.preventDefault();
  }

  /** Ctrl and the wheel, or a pinch on a touch pad. @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#zoomBy(1.0018 ** -(event.deltaY * (event.deltaMode ? 20 : 1)));
  }

  /** Fingers scroll by themselves; a mouse drags. @param {PointerEvent} event */
  #press(event) {
    const busy = /** @type {Element} */ (event.target).closest('.graph-node, .frame-stepper, .gradient-field');
    if (event.button !== 0 || event.pointerType !== 'mouse' || busy) return;
    this.grip = { x: event.clientX, y: event.clientY };
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (!this.grip) return;
    /** @type {Element} */ (event.currentTarget).scrollBy(this.grip.x - event.clientX, this.grip.y - event.clientY);
    this.grip = { x: event.clientX, y: event.clientY };
  }

  #release() {
    this.grip = null;
  }
}

/** The same nodes, with other numbers perhaps. @param {Graph | null | undefined} a @param {Graph | null} b */
function sameShape(a, b) {
  return a?.nodes.length === b?.nodes.length && Boolean(a?.nodes.every((node, k) => node.id === b?.nodes[k].id && node.line === b?.nodes[k].line));
}

/** A folded group knows what its result knows. @param {Known} state @param {FoldedGraph} drawn @returns {Known} */
function withGroups(state, drawn) {
  const values = new Set(state.values);
  const gradients = new Map(state.gradients);
  for (const [id, { exit }] of drawn.groups) {
    if (state.values.has(exit)) values.add(id);
    if (state.gradients.has(exit)) gradients.set(id, state.gradients.get(exit) ?? null);
  }
  return { values, gradients };
}

customElements.define('graph-view', GraphView);
