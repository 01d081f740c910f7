/**
 * Ticks and names along the left and lower edge of a map.
 *
 * @module map-axes
 */

import { nothing, svg } from 'lit';
import { formatShort } from '../model/numbers.js';
import { axisTicks } from '../model/ticks.js';

/** @typedef {import('../model/map-window.js').MapWindow} MapWindow */
/** @typedef {import('../model/map-window.js').Size} Size */
/** @typedef {{text: string, lit: boolean}} AxisName */

/** Pixels: room at the corners, so that no number meets another or a name. */
const CORNER = { left: 34, right: 40, top: 26, bottom: 26 };

/**
 * @param {MapWindow} window
 * @param {ReturnType<typeof import('../model/map-window.js').projection>} to
 * @param {Size} size
 * @param {{x?: AxisName, y?: AxisName}} [names]  the axes that are named
 */
export function axisMarks(window, to, { width, height }, names = {}) {
  const x = axisTicks(window.x, width / 90).filter((v) => to.x(v) > CORNER.left && to.x(v) < width - CORNER.right);
  const y = axisTicks(window.y, height / 60).filter((v) => to.y(v) > CORNER.top && to.y(v) < height - CORNER.bottom);
  const look = (/** @type {AxisName} */ { lit }) => `axis-name ${lit ? 'is-lit' : ''}`;
  return svg`<g class="map-axes">
    ${x.map((v) => svg`<path d=${`M${to.x(v)},${height}v-5`} /><text x=${to.x(v)} y=${height - 9} text-anchor="middle">${formatShort(v)}</text>`)}
    ${y.map((v) => svg`<path d=${`M0,${to.y(v)}h5`} /><text x="9" y=${to.y(v)} dy="0.34em">${formatShort(v)}</text>`)}
    ${names.x ? svg`<text class=${look(names.x)} x=${width - 10} y=${height - 9} text-anchor="end">${names.x.text}</text>` : nothing}
    ${names.y ? svg`<text class=${look(names.y)} x="9" y="17">${names.y.text}</text>` : nothing}
  </g>`;
}
