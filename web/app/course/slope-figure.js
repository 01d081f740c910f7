/**
 * A curve with its tangent at a point; or with the line through two of its points, which becomes the
 * tangent as the second is dragged to the first.
 *
 * @module slope-figure
 */

import { html, nothing, svg } from 'lit';
import { projection } from '../model/map-window.js';
import { formatShort } from '../model/numbers.js';
import { axisMarks } from '../views/map-axes.js';
import { PaneSize } from '../views/pane-size.js';
import { View } from '../views/view.js';

const SAMPLES = 400;
const CLOSEST = 0.001;
/** What is shown on both sides of the point, as a multiple of the secant's step. */
export const SECANT_ROOM = 1.6;

/** Events: `explore` (detail: LandscapeArgs), `point` (detail: number) when the only point is dragged. */
export class SlopeFigure extends View {
  static properties = { result: { attribute: false }, terrain: { attribute: false }, at: { attribute: false }, gradient: { attribute: false }, distance: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../shared/protocol.js').RunResult | null} */
    this.result = null;
    /** @type {import('../lab-session.js').Terrain | null} */
    this.terrain = null;
    /** The first point. */
    this.at = 0;
    /** The slope at the first point, as the engine gives it. */
    this.gradient = 0;
    /** From the first point to the second: h; null where there is only one. @type {number | null} */
    this.distance = null;
    this.pane = new PaneSize(this, '.map-pane');
    this.asked = '';
    this.dragging = false;
  }

  render() {
    return html`<div class="figure-pane is-slope"><div class="map-pane">${this.#picture()}</div></div>${this.#reading()}`;
  }

  /** @returns {((x: number) => number) | null} the curve, between the samples that Python gave */
  get curve() {
    const { terrain } = this;
    if (!terrain || terrain.args.yRange) return null;
    const [low, high] = terrain.args.xRange;
    const { values } = terrain.landscape;
    return (x) => between(values, ((x - low) / (high - low)) * (values.length - 1));
  }

  #picture() {
    const { result, curve, terrain } = this;
    const { width, height } = this.pane.size;
    if (!result || !curve || !terrain || width < 40) return nothing;
    const x = terrain.args.xRange;
    const finite = terrain.landscape.values.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    const window = { x, y: /** @type {[number, number]} */ ([low - 0.15 * (high - low), high + 0.1 * (high - low)]) };
    const to = projection(window, this.pane.size);
    const at = this.at;
    const moving = at + (this.distance ?? 0);
    const line = (/** @type {number} */ k) => `M${to.x(x[0])},${to.y(curve(at) + k * (x[0] - at))}L${to.x(x[1])},${to.y(curve(at) + k * (x[1] - at))}`;
    const one = this.distance === null;
    return html`<svg class="map-ground" viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
        ${axisMarks(window, to, this.pane.size, { x: { text: result.parameters[0].name, lit: false } })}
        <path class="line-loss" d=${path(terrain, to)} />
      </svg>
      <svg class="map-over" viewBox=${`0 0 ${width} ${height}`} tabindex="0" role="slider" aria-label=${one ? 'Where the tangent touches' : 'Distance h of the second point'}
        aria-valuemin=${one ? x[0] : CLOSEST} aria-valuemax=${one ? x[1] : x[1] - at} aria-valuenow=${this.distance ?? at} aria-valuetext=${this.#words(curve)}
        data-testid="slope" @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release} @keydown=${this.#key}>
        <path class="line-tangent" d=${line(this.gradient)} />
        ${one ? nothing : svg`<path class="line-secant" d=${line(this.#secant(curve))} /><circle class="line-point" r="5" cx=${to.x(at)} cy=${to.y(curve(at))} />`}
        <g class="map-start" transform=${`translate(${to.x(moving)} ${to.y(curve(moving))})`}><title>Drag the point</title><circle class="map-grip" r="18" /><circle r="7" /></g>
      </svg>`;
  }

  /** @param {(x: number) => number} curve */
  #secant(curve) {
    const h = this.distance ?? CLOSEST;
    return (curve(this.at + h) - curve(this.at)) / h;
  }

  /** @param {(x: number) => number} curve */
  #words(curve) {
    if (this.distance === null) return `at ${formatShort(this.at)} the slope is ${formatShort(this.gradient)}`;
    return `h = ${formatShort(this.distance)}, slope ${formatShort(this.#secant(curve))}`;
  }

  #reading() {
    const { curve, at, distance, result } = this;
    if (!curve || !result) return nothing;
    const tangent = html`<span class="number is-gradient" data-testid="tangent-slope" data-value=${this.gradient}>${formatShort(this.gradient)}</span>`;
    if (distance === null) return html`<p class="figure-reading"><span>${result.parameters[0].name} <span class="number is-value">${formatShort(at)}</span></span><span>slope ${tangent}</span></p>`;
    const slope = this.#secant(curve);
    return html`<p class="figure-reading"><span>h <span class="number">${formatShort(distance)}</span></span>
      <span>slope through both points <span class="number is-gradient" data-testid="secant-slope" data-value=${slope}>${formatShort(slope)}</span></span>
      <span class="is-quiet">tangent ${tangent}</span></p>`;
  }

  updated() {
    const { result } = this;
    if (!result) return;
    const args = { x: 0, y: null, held: result.parameters.map((p) => p.value), xRange: this.#range(result.view.x), yRange: null, width: SAMPLES, height: 1 };
    const asked = JSON.stringify(args);
    if (asked === this.asked) return;
    this.asked = asked;
    this.emit('explore', args);
  }

  /** @param {[number, number]} view @returns {[number, number]} with room for both points */
  #range([low, high]) {
    if (this.distance === null) return [low, high];
    const reach = SECANT_ROOM * Math.max(1, this.distance);
    return [Math.min(low, this.at - reach), Math.max(high, this.at + reach)];
  }

  /** @param {PointerEvent} event */
  #press(event) {
    this.dragging = /** @type {Element} */ (event.target).closest('.map-start') !== null;
    if (this.dragging) /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (!this.dragging || !this.terrain) return;
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const [low, high] = this.terrain.args.xRange;
    this.#put(low + ((event.clientX - box.left) / box.width) * (high - low));
  }

  #release() {
    this.dragging = false;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step || !this.terrain) return;
    event.preventDefault();
    const [low, high] = this.terrain.args.xRange;
    if (this.distance === null) this.#put(this.at + (step * (high - low)) / 40);
    else this.#put(this.at + this.distance * 1.25 ** step);
  }

  /** Bring the point that can be moved to x. @param {number} x */
  #put(x) {
    const [low, high] = this.terrain?.args.xRange ?? [x, x];
    const inside = Math.min(high, Math.max(low, x));
    if (this.distance === null) this.emit('point', Number(inside.toPrecision(3)));
    else this.distance = Number(Math.max(CLOSEST, inside - this.at).toPrecision(3));
  }
}

/** The cubic through four neighbours: exact for a parabola. @param {Float64Array} values @param {number} place */
function between(values, place) {
  const k = Math.min(values.length - 3, Math.max(1, Math.floor(place)));
  const t = place - k;
  const [a, b, c, d] = values.slice(k - 1, k + 3);
  return (
    (-a * t * (t - 1) * (t - 2)) / 6 + (b * (t + 1) * (t - 1) * (t - 2)) / 2 - (c * (t + 1) * t * (t - 2)) / 2 + (d * (t + 1) * t * (t - 1)) / 6
  );
}

/** @param {import('../lab-session.js').Terrain} terrain @param {ReturnType<typeof projection>} to */
function path({ args, landscape: { values } }, to) {
  const [low, high] = args.xRange;
  return Array.from(values, (value, k) => `${k ? 'L' : 'M'}${to.x(low + ((high - low) * k) / (values.length - 1)).toFixed(1)},${to.y(value).toFixed(1)}`).join('');
}

customElements.define('slope-figure', SlopeFigure);
