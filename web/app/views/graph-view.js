/**
 * The computational graph, from left to right: operator, value and gradient in each node, the local
 * gradient on each edge, and what repeats once, in a frame with its count.
 *
 * @module graph-view
 */

import { html, nothing, svg } from 'lit';
import { layoutGraph } from '../model/graph-layout.js';
import { nodeNames } from '../model/names.js';
import { format, formatCount, formatShort } from '../model/numbers.js';
import { known } from '../model/steps.js';
import { PaneSize } from './pane-size.js';
import { placeAt } from './place-at.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../model/graph-layout.js').GraphLayout} GraphLayout */
/** @typedef {import('../model/graph-layout.js').PlacedNode} PlacedNode */
/** @typedef {import('../model/graph-layout.js').PlacedEdge} PlacedEdge */
/** @typedef {import('../model/graph-layout.js').PlacedFrame} PlacedFrame */
/** @typedef {import('../model/steps.js').Step} Step */

const LARGEST = 1.25;
/** Below this, numbers cannot be read: the drawing is then wider than its pane, which scrolls. */
const SMALLEST = 0.72;
const MARGIN = 8;

/** Events: `select` (detail: node id or null), `instance` (detail: {frame, index}). */
export class GraphView extends View {
  static properties = {
    graph: { attribute: false },
    steps: { attribute: false },
    position: { attribute: false },
    selected: { attribute: false },
    zoomed: { state: true },
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
    /** The scale that the reader chose; null fits the drawing to the pane. @type {number | null} */
    this.zoomed = null;
    this.pane = new PaneSize(this, '.graph-pane');
    /** @type {GraphLayout | null} */
    this.layout = null;
    /** @type {Map<string, string>} */
    this.names = new Map();
    /** @type {{x: number, y: number} | null} */
    this.grip = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('graph')) return;
    const before = /** @type {Graph | null | undefined} */ (changed.get('graph'));
    if (before?.nodes.length !== this.graph?.nodes.length) this.zoomed = null;
    this.layout = this.graph && this.graph.nodes.length > 0 ? layoutGraph(this.graph) : null;
    this.names = this.graph ? nodeNames(this.graph) : new Map();
  }

  render() {
    return html`<div class="graph-pane" data-testid="graph-pane" @wheel=${this.#wheel}>${this.#picture()}</div>`;
  }

  #picture() {
    const { graph, layout } = this;
    const { width, height } = this.pane.size;
    if (!graph) return html`<p class="empty">The graph of your loss appears here after a run.</p>`;
    if (graph.summary) return html`<p class="empty" data-testid="graph-summary">${graph.summary}</p>`;
    if (!layout || width === 0) return nothing;
    const k = this.#scale(layout);
    const canvas = { width: Math.max(width, layout.width * k + 2 * MARGIN), height: Math.max(height, layout.height * k + 2 * MARGIN) };
    const [x, y] = [(canvas.width - layout.width * k) / 2, (canvas.height - layout.height * k) / 2];
    const step = this.position > 0 && this.position < this.steps.length ? this.steps[this.position - 1] : null;
    const state = known(graph, this.steps, this.position);
    return html`
      <div class="graph-scroll" @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release}>
        <svg class="graph ${step ? 'is-stepping' : ''}" width=${canvas.width} height=${canvas.height} role="group" data-testid="graph"
          aria-label=${`Computational graph of ${formatCount(graph.size)} operations`}>
          <g transform=${`translate(${x} ${y}) scale(${k})`}>
            ${layout.frames.map((frame) => this.#frame(frame))}
            ${layout.edges.map((edge) => this.#edge(edge, step))}
            ${layout.nodes.map((node) => this.#node(node, step, state))}
          </g>
        </svg>
        ${this.#frameControls(layout, k, x, y)}
      </div>
      <div class="map-tools">
        <button class="tool" title="Zoom in" aria-label="Zoom in on the graph" @click=${() => this.#zoomBy(1.25)}>+</button>
        <button class="tool" title="Zoom out" aria-label="Zoom out of the graph" @click=${() => this.#zoomBy(0.8)}>−</button>
        ${this.zoomed ? html`<button class="tool" title="Fit the graph" aria-label="Fit the graph" @click=${() => (this.zoomed = null)}>⟲</button>` : nothing}
      </div>
    `;
  }

  /** @param {GraphLayout} layout */
  #scale(layout) {
    if (this.zoomed) return this.zoomed;
    const { width, height } = this.pane.size;
    const fitting = Math.min((width - 2 * MARGIN) / layout.width, (height - 2 * MARGIN) / layout.height);
    return Math.min(LARGEST, Math.max(SMALLEST, fitting));
  }

  /** @param {PlacedFrame} placed */
  #frame({ frame, x, y, width, height }) {
    return svg`<g class="graph-frame"><rect x=${x} y=${y} width=${width} height=${height} rx="10" />
      <text x=${x + 14} y=${y + 19}>× ${formatCount(frame.count)}</text></g>`;
  }

  /** The steppers lie over the drawing as ordinary controls. @param {GraphLayout} layout @param {number} k @param {number} x @param {number} y */
  #frameControls(layout, k, x, y) {
    return layout.frames.map(({ frame, ...box }) => {
      const left = x + (box.x + 78) * k;
      const show = (/** @type {number} */ index) => this.emit('instance', { frame: frame.id, index: (index + frame.count) % frame.count });
      return html`<div class="frame-stepper" ${placeAt(left, y + (box.y + 15) * k - 12)}>
        <button class="tool" aria-label="The repetition before" @click=${() => show(frame.index - 1)}>‹</button>
        <label><span class="visually-hidden">Which repetition is shown</span>
          <input type="text" inputmode="numeric" data-testid="instance" .value=${String(frame.index + 1)}
            @change=${(/** @type {Event} */ e) => {
              const asked = Math.round(Number(/** @type {HTMLInputElement} */ (e.target).value)) - 1;
              if (asked >= 0 && asked < frame.count) show(asked);
              else this.requestUpdate();
            }} /></label>
        <span>of ${formatCount(frame.count)}</span>
        <button class="tool" aria-label="The next repetition" @click=${() => show(frame.index + 1)}>›</button>
      </div>`;
    });
  }

  /** @param {PlacedEdge} placed @param {Step | null} step */
  #edge({ edge, index, path, label }, step) {
    const forward = step?.phase === 'forward' && step.node === edge.to;
    const backward = step?.phase === 'backward' && step.edge === index;
    const lit = this.selected !== null && (edge.from === this.selected || edge.to === this.selected);
    const text = formatShort(edge.local, 3);
    return svg`<g class="graph-edge ${forward ? 'is-forward' : ''} ${backward ? 'is-backward' : ''} ${lit ? 'is-lit' : ''} ${this.#constant(edge.from) ? 'is-constant' : ''}">
      <path class="edge-line" d=${path} />
      ${forward || backward ? svg`<path class="edge-pulse" pathLength="100" d=${path} />` : nothing}
      ${this.#constant(edge.from) ? nothing : svg`<text class="edge-local" x=${label.x} y=${label.y} dy="-0.35em" text-anchor="middle">${text}</text>`}
      <title>local gradient ∂${this.names.get(edge.to)}/∂${this.names.get(edge.from)} = ${format(edge.local, 6)}</title>
    </g>`;
  }

  /** @param {string} id */
  #constant(id) {
    return this.graph?.nodes.find((n) => n.id === id)?.kind === 'constant';
  }

  /** @param {PlacedNode} placed @param {Step | null} step @param {ReturnType<typeof known>} state */
  #node({ node, x, y, width, height }, step, state) {
    const chosen = node.id === this.selected;
    const current = step?.node === node.id;
    const hasValue = state.values.has(node.id);
    const hasGradient = node.gradient !== null && state.gradients.has(node.id);
    const round = node.kind === 'operation' ? height / 2 : node.kind === 'leaf' ? 3 : 8;
    const name = this.names.get(node.id) ?? '';
    const symbol = node.kind === 'operation' ? node.symbol : name;
    const value = hasValue ? formatShort(node.value) : '·';
    const gradient = hasGradient ? formatShort(node.gradient ?? NaN) : '·';
    const constant = node.kind === 'constant';
    return svg`<g class="graph-node is-${node.kind} ${chosen ? 'is-selected' : ''} ${current ? 'is-current' : ''}"
        transform=${`translate(${x - width / 2} ${y - height / 2})`} tabindex="0" role="button" data-node=${node.id}
        aria-pressed=${chosen} aria-label=${`${plainSymbol(symbol)} ${value}${constant ? '' : ` ${gradient}`}: ${this.#words(node, name)}`}
        @click=${() => this.emit('select', chosen ? null : node.id)} @keydown=${(/** @type {KeyboardEvent} */ e) => this.#key(e, node.id)}
        @pointerenter=${() => this.emit('point', node.id)} @pointerleave=${() => this.emit('point', null)}>
      ${node.output ? svg`<rect class="node-double" x="-4" y="-4" width=${width + 8} height=${height + 8} rx=${round + 4} />` : nothing}
      <rect class="node-box" width=${width} height=${height} rx=${round} />
      <text class="node-symbol" x=${width / 2} y=${constant ? 17 : 18} text-anchor="middle">${symbolText(symbol)}</text>
      <text class="node-value" x=${width / 2} y=${constant ? 33 : 34} text-anchor="middle">${value}</text>
      ${constant ? nothing : svg`<text class="node-gradient" x=${width / 2} y="49" text-anchor="middle">${gradient}</text>`}
    </g>`;
  }

  /** What the numbers are, after the numbers themselves. @param {import('../../shared/protocol.js').GraphNode} node @param {string} name */
  #words(node, name) {
    if (node.kind === 'constant') return `constant ${name}, its value`;
    return `${node.kind === 'operation' ? `operation ${node.op}, called ${name}` : 'parameter'}, its value and its gradient`;
  }

  /** Arrows walk the graph: left to an operand, right to a use, up and down within a column. @param {KeyboardEvent} event @param {string} id */
  #key(event, id) {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.emit('select', this.selected === id ? null : id);
      return;
    }
    const next = this.#neighbour(event.key, id);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    /** @type {SVGElement | null} */ (this.querySelector(`[data-node="${CSS.escape(next)}"]`))?.focus();
    this.emit('select', next);
  }

  /** @param {string} key @param {string} id @returns {string | undefined} */
  #neighbour(key, id) {
    const edges = this.graph?.edges ?? [];
    if (key === 'ArrowLeft') return edges.find((e) => e.to === id)?.from;
    if (key === 'ArrowRight') return edges.find((e) => e.from === id)?.to;
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
    const nodes = this.layout?.nodes ?? [];
    const here = nodes.find((n) => n.node.id === id);
    if (!here) return undefined;
    const sign = key === 'ArrowDown' ? 1 : -1;
    const column = nodes.filter((n) => Math.abs(n.x - here.x) < 30 && (n.y - here.y) * sign > 0);
    return column.sort((a, b) => (a.y - b.y) * sign)[0]?.node.id;
  }

  /** @param {number} factor */
  #zoomBy(factor) {
    if (this.layout) this.zoomed = Math.min(4, Math.max(0.1, this.#scale(this.layout) * factor));
  }

  /** Ctrl and the wheel, or a pinch on a touch pad. @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#zoomBy(1.0018 ** -(event.deltaY * (event.deltaMode ? 20 : 1)));
  }

  /** Fingers scroll by themselves; a mouse drags. @param {PointerEvent} event */
  #press(event) {
    const busy = /** @type {Element} */ (event.target).closest('.graph-node, .frame-stepper');
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

/** What symbolText shows, as text. @param {string} text */
function plainSymbol(text) {
  return text.replace(/^(\p{L}+)_(\w+)$/u, '$1$2').replace(/^\^(.+)$/, '( )$1');
}

/** `x_i` and `^2` as one writes them by hand. @param {string} text */
function symbolText(text) {
  const index = /^(\p{L}+)_(\w+)$/u.exec(text);
  if (index) return svg`${index[1]}<tspan class="subscript" dy="3">${index[2]}</tspan>`;
  const power = /^\^(.+)$/.exec(text);
  return power ? svg`<tspan class="base">( )</tspan><tspan class="superscript" dx="1" dy="-4">${power[1]}</tspan>` : text;
}

customElements.define('graph-view', GraphView);
