/**
 * The learner's data, with what their model says about it: a fitted curve, or a decision boundary.
 *
 * @module data-fit
 */

import { html, nothing, svg } from 'lit';
import { contourPath, SQUARE } from '../model/contours.js';
import { datumShown } from '../model/map-attention.js';
import { around, projection } from '../model/map-window.js';
import { formatShort } from '../model/numbers.js';
import { NOTHING_LIT } from '../model/selection.js';
import { axisMarks } from './map-axes.js';
import { datumMark } from './map-marks.js';
import { PaneSize } from './pane-size.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').DataPoints} DataPoints */
/** @typedef {import('../../shared/protocol.js').Prediction} Prediction */
/** @typedef {import('../model/map-window.js').MapWindow} MapWindow */
/** @typedef {ReturnType<typeof projection>} Projection */

/** Of the height: room for the numbers of the axis below the lowest point. */
const FOOT = 0.06;

export class DataFit extends View {
  static properties = { data: { attribute: false }, graph: { attribute: false }, lit: { attribute: false }, prediction: { attribute: false } };

  constructor() {
    super();
    /** @type {DataPoints | null} */
    this.data = null;
    /** The graph, one of whose repetitions is a point of the data. @type {import('../../shared/protocol.js').Graph | null} */
    this.graph = null;
    /** What is lit in all views. @type {import('../model/selection.js').Lit} */
    this.lit = NOTHING_LIT;
    /** @type {Prediction | null} */
    this.prediction = null;
    this.pane = new PaneSize(this, '.map-pane');
  }

  render() {
    return html`<div class="map-pane">${this.#picture()}</div>
      <p class="map-legend">${this.#legend()}</p>`;
  }

  #picture() {
    const { data, prediction } = this;
    const { width, height } = this.pane.size;
    if (!data || width < 40 || height < 40) return nothing;
    const window = windowOf(data, prediction);
    const to = projection(window, this.pane.size);
    return html`<svg class="map-ground" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${this.#words()} data-testid="data-fit">
      ${prediction?.inputs === 2 ? boundary(prediction, to) : nothing}
      ${axisMarks(window, to, this.pane.size)}
      ${prediction?.inputs === 1 ? svg`<path class="fit-line" data-testid="fit-line" d=${linePath(prediction, to)} />` : nothing}
      ${points(data, to)} ${this.#datum(data, to)}
    </svg>`;
  }

  /** The point that the graph shows, where the reader looks at it or has chosen it. @param {DataPoints} data @param {Projection} to */
  #datum(data, to) {
    const shown = this.graph && datumShown(this.graph, data, this.lit.nodes);
    if (!shown || !(shown.lit || shown.index > 0)) return nothing;
    return datumMark([to.x(data.x[shown.index]), to.y(data.y[shown.index])], shown.index, shown.lit);
  }

  #legend() {
    const { data, prediction } = this;
    if (!prediction) return html`<span>Define <code>predict(datum, *parameters)</code> beside <code>loss</code>, and what it says is drawn here.</span>`;
    if (prediction.inputs === 1) return html`<span><svg class="key" viewBox="0 0 14 14" aria-hidden="true"><path class="fit-line" d="M1,12L13,2" /></svg>predict</span>`;
    const [low, high] = kinds(data);
    return html`<span>${sign(false)}label ${formatShort(low)}</span><span>${sign(true)}label ${formatShort(high)}</span>
      <span><svg class="key" viewBox="0 0 14 14" aria-hidden="true"><path class="fit-boundary" d="M1,7H13" /></svg>boundary: predict = ${formatShort(prediction.boundary ?? 0)}</span>`;
  }

  #words() {
    const { data, prediction } = this;
    const count = data?.x.length ?? 0;
    if (!prediction) return `${count} data points.`;
    return prediction.inputs === 1 ? `${count} data points, and the curve that the model predicts.` : `${count} data points of two labels, and the model’s boundary between them.`;
  }
}

/** @param {DataPoints | null} data @returns {[number, number]} the two labels */
function kinds(data) {
  const label = data?.label ?? [0, 1];
  return [Math.min(...label), Math.max(...label)];
}

/** Discs and squares: told apart without their colours. @param {boolean} high */
function sign(high) {
  return html`<svg class="key" viewBox="0 0 14 14" aria-hidden="true"><path class=${high ? 'fit-high' : 'fit-low'} d=${mark(7, 7, high)} /></svg>`;
}

/** @param {number} x @param {number} y @param {boolean} high */
function mark(x, y, high) {
  return high ? `M${x - 4},${y}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0` : `M${x - 3.5},${y - 3.5}h7v7h-7z`;
}

/** @param {DataPoints} data @param {Prediction | null} prediction @returns {MapWindow} */
function windowOf(data, prediction) {
  const all = Array.from(data.x, (x, k) => /** @type {[number, number]} */ ([x, data.y[k]]));
  const found = around(all) ?? { x: [0, 1], y: [0, 1] };
  const foot = FOOT * (found.y[1] - found.y[0]);
  return { x: prediction?.xRange ?? found.x, y: prediction?.yRange ?? [found.y[0] - foot, found.y[1]] };
}

/** @param {DataPoints} data @param {Projection} to */
function points({ x, y, label }, to) {
  const middle = label ? (Math.min(...label) + Math.max(...label)) / 2 : 0;
  const place = (/** @type {boolean} */ high) =>
    Array.from(x, (value, k) => (!label || label[k] > middle) === high ? mark(Math.round(to.x(value) * 10) / 10, Math.round(to.y(y[k]) * 10) / 10, high) : '').join('');
  return [svg`<path class="fit-low" d=${place(false)} />`, svg`<path class="fit-high" d=${place(true)} />`];
}

/** @param {Prediction} prediction @param {Projection} to */
function boundary({ xRange, yRange, width, height, values, boundary: level }, to) {
  if (!yRange || level === null) return nothing;
  const [left, top] = [to.x(xRange[0]), to.y(yRange[1])];
  const box = [to.x(xRange[1]) - left, to.y(yRange[0]) - top];
  const d = contourPath({ width, height, values }, level);
  return svg`<rect class="fit-ground" x=${left} y=${top} width=${box[0]} height=${box[1]} />
    <svg x=${left} y=${top} width=${box[0]} height=${box[1]} viewBox=${`0 0 ${SQUARE} ${SQUARE}`} preserveAspectRatio="none">
      <path class="fit-above" data-testid="boundary" d=${d} /><path class="fit-boundary" d=${d} />
    </svg>`;
}

/** @param {Prediction} prediction @param {Projection} to */
function linePath({ xRange: [low, high], values }, to) {
  let d = '';
  values.forEach((value, k) => {
    if (!Number.isFinite(value)) return;
    const x = low + ((high - low) * k) / (values.length - 1);
    d += `${d ? 'L' : 'M'}${to.x(x).toFixed(1)},${to.y(value).toFixed(1)}`;
  });
  return d;
}

customElements.define('data-fit', DataFit);
