/**
 * The loss of one parameter as a curve, with its tangent at the start and the way of the descent.
 *
 * @module landscape-line
 */

import { html, nothing, svg } from 'lit';
import { pointAt, sampleSteps } from '../model/descent-path.js';
import { leafIds } from '../model/map-attention.js';
import { include, projection } from '../model/map-window.js';
import { formatShort } from '../model/numbers.js';
import { only } from '../model/selection.js';
import { axisMarks } from './map-axes.js';
import { PaneSize } from './pane-size.js';
import { View } from './view.js';

/** @typedef {import('../model/map-window.js').MapWindow} MapWindow */
/** @typedef {import('../model/map-window.js').Range} Range */

const SAMPLES = 400;

/**
 * Events: `explore` (detail: LandscapeArgs); `start` (detail: number[]) when the start is dragged;
 * where `lit` is given, `point` (detail: Lit or null) when the reader points at the curve.
 */
export class LandscapeLine extends View {
  static properties = {
    result: { attribute: false },
    descent: { attribute: false },
    terrain: { attribute: false },
    start: { attribute: false },
    here: { attribute: false },
    step: { attribute: false },
    lit: { attribute: false },
  };

  constructor() {
    super();
    /** @type {import('../../shared/protocol.js').RunResult | null} */
    this.result = null;
    /** @type {import('../model/lab-state.js').Descent | null} */
    this.descent = null;
    /** @type {import('../model/lab-state.js').Terrain | null} */
    this.terrain = null;
    /** @type {number[]} */
    this.start = [];
    /** The start, where it has moved on from the result. @type {import('../model/lab-state.js').LabState['here']} */
    this.here = null;
    /** The step of the descent that the reader looks at. @type {number | null} */
    this.step = null;
    /** What is lit in all views; null where this is the only one. @type {import('../model/selection.js').Lit | null} */
    this.lit = null;
    this.pane = new PaneSize(this, '.map-pane');
    this.asked = '';
    this.dragging = false;
  }

  /** @returns {Range | null} */
  get range() {
    const view = this.result?.view;
    if (!view) return null;
    return include({ x: view.x, y: [0, 0] }, this.start.map((x) => [x, 0])).x;
  }

  render() {
    return html`<div class="map-pane">${this.#picture()}</div>`;
  }

  #picture() {
    const { result, terrain, range } = this;
    const { width, height } = this.pane.size;
    if (!result || !range || width < 40) return nothing;
    const values = terrain && !terrain.args.yRange ? terrain.landscape.values : new Float64Array(0);
    const window = { x: range, y: heightOf(values, result.loss) };
    const to = projection(window, this.pane.size);
    const [parameter] = result.parameters;
    return html`<svg class="map-ground" viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
        ${axisMarks(window, to, this.pane.size, { x: { text: parameter.name, lit: this.#isLit }, y: { text: 'loss', lit: false } })}
        <path class="line-loss" d=${terrain ? linePath(values, terrain.args.xRange, to) : ''} />
      </svg>
      <svg class="map-over" viewBox=${`0 0 ${width} ${height}`} tabindex="0" role="application" data-testid="map"
        aria-label=${`The loss over ${parameter.name}. Arrow keys move the start.`}
        @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release} @keydown=${this.#key}
        @pointerenter=${() => this.#point(true)} @pointerleave=${() => this.#point(false)} @blur=${() => this.#point(false)}
        @focus=${(/** @type {FocusEvent} */ e) => this.#point(/** @type {Element} */ (e.target).matches(':focus-visible'))}>
        ${this.#tangent(to, window)} ${this.#path(to)}
      </svg>`;
  }

  /** Whether the parameter is looked at, in whichever view. */
  get #isLit() {
    const [leaf] = this.result ? leafIds(this.result.graph) : [];
    return leaf !== undefined && Boolean(this.lit?.nodes.has(leaf));
  }

  /** The line is about its one parameter. @param {boolean} at */
  #point(at) {
    if (this.lit && this.result) this.emit('point', at ? only(leafIds(this.result.graph)) : null);
  }

  /** @param {ReturnType<typeof projection>} to @param {MapWindow} window */
  #tangent(to, window) {
    const known = this.#known();
    if (!known) return nothing;
    const [value, gradient, loss] = known;
    const reach = (window.x[1] - window.x[0]) / 6;
    return svg`<path class="line-tangent ${this.#isLit ? 'is-lit' : ''}" d=${`M${to.x(value - reach)},${to.y(loss - gradient * reach)}L${to.x(value + reach)},${to.y(loss + gradient * reach)}`}>
      <title>The tangent: its slope is the gradient, ${formatShort(gradient)}</title></path>
      <circle class="line-point" r="4" cx=${to.x(value)} cy=${to.y(loss)} />`;
  }

  /** Parameter, gradient and loss at the start. @returns {[number, number, number] | null} */
  #known() {
    const { parameters, loss } = /** @type {import('../../shared/protocol.js').RunResult} */ (this.result);
    if (!this.here) return [parameters[0].value, parameters[0].gradient, loss];
    return 'loss' in this.here ? [this.here.point[0], this.here.gradient[0], this.here.loss] : null;
  }

  /** @param {ReturnType<typeof projection>} to */
  #path(to) {
    const path = this.descent?.path;
    if (!path || path.count === 0) return nothing;
    const at = (/** @type {number} */ k) => [to.x(pointAt(path, k)[0]), to.y(path.losses[k])];
    const steps = sampleSteps(path.count, 300).map(at).filter((p) => p.every(Number.isFinite));
    if (steps.length === 0) return nothing;
    const [[x0, y0], [x1, y1]] = [steps[0], steps[steps.length - 1]];
    return svg`${steps.map(([x, y]) => svg`<circle class="line-step" r="2" cx=${x} cy=${y} />`)}
      <circle class="map-end" r="5" cx=${x1} cy=${y1} />
      ${this.step === null ? nothing : this.#looked(at)}
      <g class="map-start" data-testid="start" transform=${`translate(${x0} ${y0})`}><title>The start: drag it</title><circle class="map-grip" r="16" /><circle r="7" /></g>`;
  }

  /** @param {(step: number) => number[]} at */
  #looked(at) {
    const path = /** @type {import('../model/descent-path.js').Path} */ (this.descent?.path);
    const [x, y] = at(Math.min(this.step ?? 0, path.count - 1));
    return Number.isFinite(x) && Number.isFinite(y) ? svg`<circle class="map-step" data-testid="map-step" r="6" cx=${x} cy=${y} />` : nothing;
  }

  updated() {
    const { result, range } = this;
    if (!result || !range || this.pane.size.width < 40) return;
    const args = { x: 0, y: null, held: [0], xRange: range, yRange: null, width: SAMPLES, height: 1 };
    const asked = JSON.stringify([args, result.view]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.emit('explore', args);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    this.dragging = /** @type {Element} */ (event.target).closest('.map-start') !== null;
    if (this.dragging) /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const { range } = this;
    if (!this.dragging || !range) return;
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const x = range[0] + ((event.clientX - box.left) / box.width) * (range[1] - range[0]);
    this.emit('start', [Number(x.toPrecision(4))]);
  }

  #release() {
    this.dragging = false;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction || !this.range || this.start.length === 0) return;
    event.preventDefault();
    this.emit('start', [Number((this.start[0] + (direction * (this.range[1] - this.range[0])) / 50).toPrecision(4))]);
  }
}

/** @param {Float64Array} values @param {number} loss @returns {Range} */
function heightOf(values, loss) {
  const finite = [...values.filter(Number.isFinite), loss];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const margin = 0.12 * (high - low || 1);
  return [low - margin, high + margin];
}

/** @param {Float64Array} values @param {Range} range @param {ReturnType<typeof projection>} to */
function linePath(values, [low, high], to) {
  let d = '';
  let drawing = false;
  values.forEach((value, k) => {
    const known = Number.isFinite(value);
    if (known) d += `${drawing ? 'L' : 'M'}${to.x(low + ((high - low) * k) / (values.length - 1)).toFixed(1)},${to.y(value).toFixed(1)}`;
    drawing = known;
  });
  return d;
}

customElements.define('landscape-line', LandscapeLine);
