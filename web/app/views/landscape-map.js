/**
 * The landscape of a loss over two of its parameters, with the data and the way of the descent.
 *
 * @module landscape-map
 */

import { html, nothing, svg } from 'lit';
import { SQUARE } from '../model/contours.js';
import { datumShown, litParameters } from '../model/map-attention.js';
import { around, fit, include, pan, projection, zoom } from '../model/map-window.js';
import { format, formatShort } from '../model/numbers.js';
import { withCode } from './code-words.js';
import { axisMarks } from './map-axes.js';
import { MapBands } from './map-bands.js';
import { bandColour, mapLegend } from './map-legend.js';
import { arrowMark, bestMark, datumMark, keptMarks, pathMarks, pointMarks, shareMark } from './map-marks.js';
import { MapPointing } from './map-pointing.js';
import { PaneSize } from './pane-size.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../../shared/protocol.js').LandscapeArgs} LandscapeArgs */
/** @typedef {import('../model/lab-state.js').Terrain} Terrain */
/** @typedef {import('../model/lab-state.js').Descent} Descent */
/** @typedef {import('./map-marks.js').Place} Place */
/** @typedef {import('../model/map-window.js').MapWindow} MapWindow */

const SAMPLES = 120;
const KEY_PAN = 0.1;

/**
 * Events: `explore` (detail: LandscapeArgs) when another part of the plane is to be shown;
 * `start` (detail: number[]) when the start is put elsewhere; `probe` (detail: number[] or null) when
 * the reader points somewhere; `drop` (detail: Descent) when a kept descent is to go. Where `lit` is
 * given: `point` (detail: Lit or null) when the reader points at an axis, the start or the data;
 * `instance` (detail: frame and index) when a point of the data is chosen.
 */
export class LandscapeMap extends View {
  static properties = {
    result: { attribute: false },
    descent: { attribute: false },
    terrain: { attribute: false },
    problem: { attribute: false },
    exploring: { type: Boolean },
    axes: { attribute: false },
    start: { attribute: false },
    probe: { attribute: false },
    kept: { attribute: false },
    here: { attribute: false },
    step: { attribute: false },
    lowest: { attribute: false },
    lit: { attribute: false },
    moved: { state: true },
  };

  constructor() {
    super();
    /** @type {RunResult | null} */
    this.result = null;
    /** @type {Descent | null} */
    this.descent = null;
    /** @type {Terrain | null} */
    this.terrain = null;
    /** @type {string | null} */
    this.problem = null;
    this.exploring = false;
    /** @type {[number, number]} */
    this.axes = [0, 1];
    /** Where the descent starts. @type {number[]} */
    this.start = [];
    /** @type {import('../model/lab-state.js').Probe | null} */
    this.probe = null;
    /** @type {Descent[]} */
    this.kept = [];
    /** The start, where it has moved on from the result. @type {import('../model/lab-state.js').LabState['here']} */
    this.here = null;
    /** The step of the descent that the reader looks at. @type {number | null} */
    this.step = null;
    /** @type {import('../model/lab-state.js').Probe | null} */
    this.lowest = null;
    /** What is lit in all views; null where this is the only one. @type {import('../model/selection.js').Lit | null} */
    this.lit = null;
    /** The window that the reader chose by zooming or panning. @type {MapWindow | null} */
    this.moved = null;
    this.pane = new PaneSize(this, '.map-pane');
    this.pointing = new MapPointing(this);
    this.drawn = new MapBands(() => this.requestUpdate());
    this.asked = '';
    /** @type {{x: number, y: number} | null} where the pane was pressed */
    this.grip = null;
    this.draggingStart = false;
    /** Where a press began that may yet be a choice. @type {{x: number, y: number} | null} */
    this.pressed = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const earlier = /** @type {RunResult | null | undefined} */ (changed.get('result'));
    if (changed.has('axes') || (changed.has('result') && !sameView(earlier, this.result))) this.moved = null;
  }

  /** The part of the plane to show now. @returns {MapWindow | null} */
  get window() {
    const { width, height } = this.pane.size;
    const view = this.result?.view;
    if (!view || !view.y || width < 40 || height < 40) return null;
    if (this.moved) return this.moved;
    const [i, j] = this.axes;
    /** @type {[number, number][]} */
    const start = this.start.length ? [[this.start[i], this.start[j]]] : [];
    const holding = include({ x: view.x, y: view.y }, start);
    return fit(holding, this.pane.size, around([...start, ...this.#landmarks()]) ?? holding);
  }

  /** What the first picture must show, besides the start. @returns {[number, number][]} */
  #landmarks() {
    const [i, j] = this.axes;
    const { best, data } = /** @type {RunResult} */ (this.result);
    /** @type {[number, number][]} */
    const found = best ? [[best.point[i], best.point[j]]] : [];
    if (data?.plane === 'parameters') data.x.forEach((x, k) => found.push([x, data.y[k]]));
    return found.length > 0 || !this.result?.view.y ? found : corners(this.result.view.x, this.result.view.y);
  }

  render() {
    return html`
      <div class="map-pane" @wheel=${this.#wheel}>${this.#picture()}</div>
      ${this.result ? mapLegend({ result: this.result, best: this.best, bands: this.drawn.bands, kept: this.kept, descent: this.descent, probe: this.probe, axes: this.axes, onDrop: (descent) => this.emit('drop', descent) }) : nothing}
    `;
  }

  #picture() {
    const window = this.window;
    const { width, height } = this.pane.size;
    if (!this.result) return html`<p class="empty">The landscape of your loss appears here after a run.</p>`;
    if (!window) return nothing;
    this.drawn.follow(this.terrain, window);
    const to = projection(window, this.pane.size);
    const place = this.#placer(to);
    return html`
      <svg class="map-ground" viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
        ${this.#terrain(to)} ${this.#data(to)} ${this.#axes(window, to)} ${this.#datum(to)}
      </svg>
      <svg class="map-over" viewBox=${`0 0 ${width} ${height}`} tabindex="0" role="application" data-testid="map"
        aria-label=${this.#words()} aria-roledescription="map"
        @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release} @pointerleave=${this.#leave}
        @keydown=${this.#key} @focus=${this.#focused} @blur=${() => this.pointing.at(null)}>
        ${keptMarks(this.kept, place)} ${pathMarks(this.descent, place)} ${bestMark(this.best, place)} ${this.#gradients(place)} ${pointMarks(this.descent, this.step, this.start, place)}
      </svg>
      ${this.#notes()}
      <div class="map-tools">
        <button class="tool" title="Zoom in" aria-label="Zoom in" @click=${() => this.#zoomBy(0.7)}>+</button>
        <button class="tool" title="Zoom out" aria-label="Zoom out" @click=${() => this.#zoomBy(1 / 0.7)}>−</button>
        ${this.moved ? html`<button class="tool" title="Show the first view again" aria-label="Reset the view" @click=${() => (this.moved = null)}>⟲</button>` : nothing}
      </div>
    `;
  }

  #notes() {
    if (this.problem) return html`<p class="map-note is-problem">The landscape is not drawn here: ${withCode(this.problem)}</p>`;
    if (!this.terrain && this.exploring) return html`<p class="map-note">Drawing the landscape…</p>`;
    return nothing;
  }

  /** @typedef {ReturnType<typeof projection>} Projection */

  /** @param {Projection} to */
  #terrain(to) {
    const { of } = this.drawn;
    if (!of || !of.args.yRange) return nothing;
    const { xRange, yRange } = of.args;
    const [left, top] = [to.x(xRange[0]), to.y(yRange[1])];
    const [width, height] = [to.x(xRange[1]) - left, to.y(yRange[0]) - top];
    return svg`<svg x=${left} y=${top} width=${width} height=${height} viewBox=${`0 0 ${SQUARE} ${SQUARE}`} preserveAspectRatio="none">
      ${this.drawn.bands.map(
        (band) => svg`<path class="band" d=${band.path}
          fill=${bandColour(band)} />`,
      )}
    </svg>`;
  }

  /** @param {Projection} to */
  #data(to) {
    const data = this.result?.data;
    if (!data || data.plane !== 'parameters') return nothing;
    let d = '';
    for (let k = 0; k < data.x.length; k += 1) d += `M${to.x(data.x[k]).toFixed(1)},${to.y(data.y[k]).toFixed(1)}h0`;
    return svg`<path class="map-data" d=${d} />`;
  }

  /** The point of the data that the graph shows, where the reader looks at it or has chosen it. @param {Projection} to */
  #datum(to) {
    const { result, lit } = this;
    const shown = result?.data?.plane === 'parameters' && lit && datumShown(result.graph, result.data, lit.nodes);
    if (!shown || !(shown.lit || shown.index > 0)) return nothing;
    const { x, y } = /** @type {import('../../shared/protocol.js').DataPoints} */ (result.data);
    return datumMark([to.x(x[shown.index]), to.y(y[shown.index])], shown.index, shown.lit);
  }

  /** Which of the two axes are lit. @returns {Set<number>} */
  get #litAxes() {
    const { result, lit } = this;
    const found = result && lit ? litParameters(result.graph, lit.nodes) : new Set();
    return new Set([0, 1].filter((axis) => found.has(this.axes[axis])));
  }

  /** @param {MapWindow} window @param {Projection} to */
  #axes(window, to) {
    const lit = this.#litAxes;
    const name = (/** @type {0 | 1} */ axis) => ({ text: this.result?.parameters[this.axes[axis]]?.name ?? '', lit: lit.has(axis) });
    return axisMarks(window, to, this.pane.size, { x: name(0), y: name(1) });
  }

  /** @param {Projection} to @returns {Place} */
  #placer(to) {
    const [i, j] = this.axes;
    return (point) => [to.x(point[i]), to.y(point[j])];
  }

  /** The gradient at the start, and where the reader points. @param {Place} place */
  #gradients(place) {
    const { here, result, probe, axes } = this;
    const parameters = result?.parameters ?? [];
    const known = here ?? { point: parameters.map((p) => p.value), gradient: parameters.map((p) => p.gradient) };
    const atStart = 'gradient' in known && known.point.every((value, k) => value === (this.start[k] ?? value));
    const shares = atStart ? [...this.#litAxes].map((axis) => shareMark(/** @type {0 | 1} */ (axis), known.point, known.gradient, axes, place)) : [];
    return [shares, atStart ? arrowMark(known.point, known.gradient, axes, place) : nothing, probe ? arrowMark(probe.point, probe.gradient, axes, place) : nothing];
  }

  /** What is the lowest that anyone knows of? */
  get best() {
    if (!this.result) return null;
    return this.result.best ?? (this.lowest && { ...this.lowest, name: 'The lowest end of a descent so far' });
  }

  #words() {
    const { result, descent } = this;
    if (!result) return 'Map of the loss';
    const end = descent?.end;
    const ending = end ? ` The descent went from ${this.start.map((v) => formatShort(v)).join(', ')} to ${end.point.map((v) => formatShort(v)).join(', ')}, loss ${format(end.loss)}.` : '';
    return `Map of the loss over ${this.axes.map((k) => result.parameters[k]?.name).join(' and ')}.${ending} Arrow keys move the start, Shift and arrow keys move the map, plus and minus zoom.`;
  }

  updated() {
    const window = this.window;
    const { result } = this;
    if (!window || !result) return;
    const args = this.#argsFor(window);
    const asked = JSON.stringify([args, result.view]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.emit('explore', args);
  }

  /** @param {MapWindow} window @returns {LandscapeArgs} */
  #argsFor(window) {
    const { width, height } = this.pane.size;
    const shape = Math.sqrt(width / height);
    return {
      x: this.axes[0],
      y: this.axes[1],
      held: this.#held.map((value, k) => (this.axes.includes(k) ? 0 : value)),
      xRange: window.x,
      yRange: window.y,
      width: Math.round(SAMPLES * shape),
      height: Math.round(SAMPLES / shape),
    };
  }

  /** @param {number} factor */
  #zoomBy(factor) {
    const window = this.window;
    if (window) this.moved = zoom(window, [(window.x[0] + window.x[1]) / 2, (window.y[0] + window.y[1]) / 2], factor);
  }

  /** Ctrl and the wheel, or a pinch on a touch pad; the wheel alone scrolls the page. @param {WheelEvent} event */
  #wheel(event) {
    const window = this.window;
    if (!window || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.moved = zoom(window, this.#pointOf(event, window), 1.0018 ** (event.deltaY * (event.deltaMode ? 20 : 1)));
  }

  /** @param {MouseEvent} event @param {MapWindow} window */
  #pointOf(event, window) {
    const box = /** @type {Element} */ (this.querySelector('.map-over')).getBoundingClientRect();
    return projection(window, this.pane.size).invert(event.clientX - box.left, event.clientY - box.top);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    this.pressed = { x: event.clientX, y: event.clientY };
    const target = /** @type {Element} */ (event.target);
    this.draggingStart = target.closest('.map-start') !== null;
    if (!this.draggingStart && event.pointerType === 'touch') return;
    this.grip = { x: event.clientX, y: event.clientY };
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    if (this.draggingStart) event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const window = this.window;
    if (!window) return;
    if (!this.grip) {
      this.emit('probe', this.#wholePoint(this.#pointOf(event, window)));
      this.pointing.at(this.pointing.under(event, window));
      return;
    }
    if (this.draggingStart) {
      this.moved = window; // the map stays still under the point that is dragged
      this.#putStart(this.#pointOf(event, window));
      return;
    }
    const kx = (window.x[1] - window.x[0]) / this.pane.size.width;
    const ky = (window.y[1] - window.y[0]) / this.pane.size.height;
    this.moved = pan(window, (this.grip.x - event.clientX) * kx, (event.clientY - this.grip.y) * ky);
    this.grip = { x: event.clientX, y: event.clientY };
  }

  /** Where the parameters that are not shown are held: at the start. */
  get #held() {
    return (this.result?.parameters ?? []).map((p, k) => this.start[k] ?? p.value);
  }

  /** With the parameters that are not shown where they are held. @param {[number, number]} point */
  #wholePoint([x, y]) {
    const whole = this.#held;
    [whole[this.axes[0]], whole[this.axes[1]]] = [x, y];
    return whole;
  }

  /** A press that did not move, on a point of the data, is a choice. @param {PointerEvent} event */
  #release(event) {
    const { pressed, draggingStart } = this;
    this.grip = null;
    this.draggingStart = false;
    this.pressed = null;
    const window = this.window;
    if (!window || draggingStart || event.type !== 'pointerup' || !pressed) return;
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 4) return;
    const instance = this.pointing.instanceUnder(event, window);
    if (instance) this.emit('instance', instance);
  }

  /** By the keyboard, the map is the place of the start. @param {FocusEvent} event */
  #focused(event) {
    if (/** @type {Element} */ (event.target).matches(':focus-visible')) this.pointing.at(this.pointing.axes([0, 1]));
  }

  #leave() {
    this.emit('probe', null);
    this.pointing.at(null);
  }

  /** @param {[number, number]} point */
  #putStart(point) {
    const window = /** @type {MapWindow} */ (this.window);
    const start = [...this.start];
    start[this.axes[0]] = rounded(point[0], window.x);
    start[this.axes[1]] = rounded(point[1], window.y);
    this.emit('start', start);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const window = this.window;
    if (!window) return;
    if (event.key === '+' || event.key === '-') {
      event.preventDefault();
      this.#zoomBy(event.key === '+' ? 0.7 : 1 / 0.7);
      return;
    }
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!direction) return;
    event.preventDefault();
    const [dx, dy] = [direction[0] * (window.x[1] - window.x[0]), direction[1] * (window.y[1] - window.y[0])];
    if (event.shiftKey) this.moved = pan(window, dx * KEY_PAN, dy * KEY_PAN);
    else if (this.start.length) this.#putStart([this.start[this.axes[0]] + dx / 50, this.start[this.axes[1]] + dy / 50]);
  }
}

/** @param {[number, number]} x @param {[number, number]} y @returns {[number, number][]} */
function corners(x, y) {
  return [[x[0], y[0]], [x[1], y[1]]];
}

/** A coordinate to about a pixel, so that the start's fields stay short. @param {number} value @param {[number, number]} range */
function rounded(value, [low, high]) {
  const digits = Math.max(0, Math.ceil(-Math.log10((high - low) / 1000)));
  return Number(value.toFixed(Math.min(12, digits)));
}

/** @param {RunResult | null | undefined} a @param {RunResult | null} b */
function sameView(a, b) {
  return JSON.stringify(a?.view) === JSON.stringify(b?.view);
}

customElements.define('landscape-map', LandscapeMap);
