/**
 * A curve with the line through two of its points, and the tangent that it becomes.
 *
 * @module slope-figure
 */

import { html, nothing, svg } from 'lit';
import { projection } from '../model/map-window.js';
import { formatShort } from '../model/numbers.js';
import { axisTicks } from '../model/ticks.js';
import { PaneSize } from '../views/pane-size.js';
import { View } from '../views/view.js';

const SAMPLES = 400;
const CLOSEST = 0.001;

/** Event: `explore` (detail: LandscapeArgs). */
export class SlopeFigure extends View {
  static properties = { result: { attribute: false }, terrain: { attribute: false }, at: { attribute: false }, distance: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../shared/protocol.js').RunResult | null} */
    this.result = null;
    /** @type {import('../lab-session.js').Terrain | null} */
    this.terrain = null;
    /** The first point. */
    this.at = 0;
    /** From the first point to the second: h. */
    this.distance = 1;
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
    const [a, b] = [this.at, this.at + this.distance];
    const slope = (curve(b) - curve(a)) / this.distance;
    const tangent = (curve(a + CLOSEST) - curve(a - CLOSEST)) / (2 * CLOSEST);
    const line = (/** @type {number} */ k) => `M${to.x(x[0])},${to.y(curve(a) + k * (x[0] - a))}L${to.x(x[1])},${to.y(curve(a) + k * (x[1] - a))}`;
    return html`<svg class="map-ground" viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
        ${ticks(window, to, width, height, result.parameters[0].name)}
        <path class="line-loss" d=${path(terrain, to)} />
      </svg>
      <svg class="map-over" viewBox=${`0 0 ${width} ${height}`} tabindex="0" role="slider" aria-label="Distance h of the second point"
        aria-valuemin=${CLOSEST} aria-valuemax=${x[1] - a} aria-valuenow=${this.distance} aria-valuetext=${`h = ${formatShort(this.distance)}, slope ${formatShort(slope)}`}
        data-testid="slope" @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release} @keydown=${this.#key}>
        <path class="line-tangent" d=${line(tangent)} /><path class="line-secant" d=${line(slope)} />
        <circle class="line-point" r="5" cx=${to.x(a)} cy=${to.y(curve(a))} />
        <g class="map-start" transform=${`translate(${to.x(b)} ${to.y(curve(b))})`}><title>The second point: drag it</title><circle class="map-grip" r="18" /><circle r="7" /></g>
      </svg>`;
  }

  #reading() {
    const { curve, at, distance, result } = this;
    if (!curve || !result) return nothing;
    const slope = (curve(at + distance) - curve(at)) / distance;
    return html`<p class="figure-reading"><span>h <span class="number">${formatShort(distance)}</span></span>
      <span>slope through both points <span class="number is-gradient" data-testid="secant-slope" data-value=${slope}>${formatShort(slope)}</span></span>
      <span class="is-quiet">tangent <span class="number is-gradient">${formatShort(tangentAt(result, at))}</span></span></p>`;
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
    const reach = Math.max(1, Math.abs(this.distance)) * 1.6;
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
    this.#put(low + ((event.clientX - box.left) / box.width) * (high - low) - this.at);
  }

  #release() {
    this.dragging = false;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const factor = { ArrowLeft: 0.8, ArrowDown: 0.8, ArrowRight: 1.25, ArrowUp: 1.25 }[event.key];
    if (!factor) return;
    event.preventDefault();
    this.#put(this.distance * factor);
  }

  /** @param {number} distance */
  #put(distance) {
    const high = this.terrain?.args.xRange[1] ?? this.at + 1;
    this.distance = Number(Math.min(high - this.at, Math.max(CLOSEST, distance)).toPrecision(3));
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

/** The gradient is Python's, where it was taken at this point. @param {import('../../shared/protocol.js').RunResult} result @param {number} at */
function tangentAt({ parameters: [{ value, gradient }] }, at) {
  return value === at ? gradient : NaN;
}

/** @param {import('../lab-session.js').Terrain} terrain @param {ReturnType<typeof projection>} to */
function path({ args, landscape: { values } }, to) {
  const [low, high] = args.xRange;
  return Array.from(values, (value, k) => `${k ? 'L' : 'M'}${to.x(low + ((high - low) * k) / (values.length - 1)).toFixed(1)},${to.y(value).toFixed(1)}`).join('');
}

/** @param {import('../model/map-window.js').MapWindow} window @param {ReturnType<typeof projection>} to @param {number} width @param {number} height @param {string} name */
function ticks(window, to, width, height, name) {
  const x = axisTicks(window.x, width / 90).filter((v) => to.x(v) > 34 && to.x(v) < width - 40);
  const y = axisTicks(window.y, height / 60).filter((v) => to.y(v) > 26 && to.y(v) < height - 26);
  return svg`<g class="map-axes">
    ${x.map((v) => svg`<path d=${`M${to.x(v)},${height}v-5`} /><text x=${to.x(v)} y=${height - 9} text-anchor="middle">${formatShort(v)}</text>`)}
    ${y.map((v) => svg`<path d=${`M0,${to.y(v)}h5`} /><text x="9" y=${to.y(v)} dy="0.34em">${formatShort(v)}</text>`)}
    <text class="axis-name" x=${width - 10} y=${height - 9} text-anchor="end">${name}</text>
  </g>`;
}

customElements.define('slope-figure', SlopeFigure);
