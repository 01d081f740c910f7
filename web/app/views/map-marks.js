/**
 * What lies over a landscape: the path from light to dark, its ends, the gradient, the minimum.
 *
 * @module map-marks
 */

import { nothing, svg } from 'lit';
import { pointAt, strokes } from '../model/descent-path.js';
import { format } from '../model/numbers.js';
import { settingsInWords } from './map-legend.js';

/** @typedef {import('../model/lab-state.js').Descent} Descent */
/** @typedef {(point: number[]) => [number, number]} Place  a point of the loss, in pixels */

const ARROW = 44;

/** @param {Descent | null} descent @param {Place} place */
export function pathMarks(descent, place) {
  const path = descent?.path;
  if (!path || path.count === 0) return nothing;
  const drawn = strokes(path, place);
  return [svg`<path class="map-halo" d=${drawn.map(({ d }) => d).join('')} />`, ...drawn.map(
    ({ d, age }) => svg`<path class="map-path" d=${d}
      stroke=${`color-mix(in oklab, var(--path-late) ${(age * 100).toFixed(0)}%, var(--path-early))`} />`,
  )];
}

/** @param {Descent[]} kept @param {Place} place */
export function keptMarks(kept, place) {
  return kept.map((descent, k) => svg`<path class="map-kept kept-${k}" d=${strokes(descent.path, place, 1).map(({ d }) => d).join('')}>
    <title>${settingsInWords(descent)}</title></path>`);
}

/** The best that is known: a solver's minimum, or the lowest that any descent came to. @param {{point: number[], loss: number, name: string} | null} best @param {Place} place */
export function bestMark(best, place) {
  if (!best || !best.point.every(Number.isFinite)) return nothing;
  const [x, y] = place(best.point);
  return svg`<g class="map-best" data-testid="best" transform=${`translate(${x} ${y})`}><title>${best.name}: loss ${format(best.loss, 6)}</title>
    <path d="M-7,0H7M0,-7V7" /></g>`;
}

/**
 * An arrow uphill, of one length: its direction on the screen.
 * @param {number[]} point
 * @param {number[]} gradient
 * @param {[number, number]} axes
 * @param {Place} place
 */
export function arrowMark(point, gradient, axes, place) {
  const tip = arrowTip(point, gradient, axes, place);
  if (!tip) return nothing;
  const { x, y, ux, uy } = tip;
  const [tx, ty] = [x + ux * ARROW, y + uy * ARROW];
  const head = `M${tx - ux * 8 - uy * 4.5},${ty - uy * 8 + ux * 4.5}L${tx},${ty}L${tx - ux * 8 + uy * 4.5},${ty - uy * 8 - ux * 4.5}`;
  return svg`<g class="map-arrow"><title>The gradient: uphill</title><path d=${`M${x},${y}L${tx},${ty}${head}`} /></g>`;
}

/**
 * The arrow's share along one axis: what one parameter's gradient does to it.
 * @param {0 | 1} axis
 * @param {number[]} point
 * @param {number[]} gradient
 * @param {[number, number]} axes
 * @param {Place} place
 */
export function shareMark(axis, point, gradient, axes, place) {
  const tip = arrowTip(point, gradient, axes, place);
  if (!tip) return nothing;
  const { x, y, ux, uy } = tip;
  const d = axis === 0 ? `M${x},${y}h${ux * ARROW}` : `M${x},${y}v${uy * ARROW}`;
  return svg`<g data-testid=${`map-share-${axis}`}><path class="map-share-ground" d=${d} /><path class="map-share" d=${d} /></g>`;
}

/** Where an arrow starts, in pixels, and its direction. @param {number[]} point @param {number[]} gradient @param {[number, number]} axes @param {Place} place */
function arrowTip(point, gradient, [i, j], place) {
  const tip = [...point];
  tip[i] += gradient[i];
  tip[j] += gradient[j];
  const [x, y] = place(point);
  const [px, py] = place(tip);
  const length = Math.hypot(px - x, py - y);
  if (!(length > 0) || !Number.isFinite(length)) return null;
  return { x, y, ux: (px - x) / length, uy: (py - y) / length };
}

/** The point of the data that the graph shows. @param {[number, number]} at @param {number} index @param {boolean} lit */
export function datumMark([x, y], index, lit) {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return nothing;
  return svg`<circle class="map-datum ${lit ? 'is-lit' : ''}" data-testid="map-datum" data-index=${index} r="5.5" cx=${x} cy=${y}><title>Point ${index + 1} of the data: the graph shows this one</title></circle>`;
}

/** Where the descent ended, the step that is looked at, and the start. @param {Descent | null} descent @param {number | null} step @param {number[]} start @param {Place} place */
export function pointMarks(descent, step, start, place) {
  const path = descent?.path;
  const known = (/** @type {number} */ k) => {
    const at = path && path.count > 0 ? place(pointAt(path, Math.min(k, path.count - 1))) : null;
    return at?.every(Number.isFinite) ? at : null;
  };
  const last = known(Infinity);
  const looked = step === null ? null : known(step);
  const first = start.length ? place(start) : null;
  return svg`
    ${last ? svg`<circle class="map-end" r="5" cx=${last[0]} cy=${last[1]}><title>Where the descent ended</title></circle>` : nothing}
    ${first ? svg`<g class="map-start" data-testid="start" transform=${`translate(${first[0]} ${first[1]})`}><title>The start: drag it</title><circle r="16" class="map-grip" /><circle r="7" /></g>` : nothing}
    ${looked ? svg`<circle class="map-step" data-testid="map-step" r="6" cx=${looked[0]} cy=${looked[1]}><title>Step ${step}</title></circle>` : nothing}
  `;
}
