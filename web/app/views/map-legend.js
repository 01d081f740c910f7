/**
 * What stands under the map: the meaning of its signs, the descents that are kept, or the numbers
 * at the point that the reader points at.
 *
 * @module map-legend
 */

import { html, nothing, svg } from 'lit';
import { choiceOf } from '../model/descent-settings.js';
import { format, formatShort } from '../model/numbers.js';

/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../model/lab-state.js').Descent} Descent */
/** @typedef {import('../model/lab-state.js').Probe} Probe */
/** @typedef {import('../model/contours.js').Band} Band */

/**
 * @param {object} shown
 * @param {RunResult} shown.result
 * @param {{name: string} | null} shown.best
 * @param {Band[]} shown.bands
 * @param {Descent[]} shown.kept
 * @param {Descent | null} shown.descent  whose start and end are on the map
 * @param {Probe | null} shown.probe
 * @param {[number, number]} shown.axes
 * @param {(descent: Descent) => void} shown.onDrop
 */
export function mapLegend({ result, best, bands, kept, descent, probe, axes, onDrop }) {
  return html`${keptList(kept, onDrop)}${probe ? reading(probe, result, axes) : keys(result, best, bands, descent)}`;
}

/** @param {Descent} descent */
export function settingsInWords({ settings }) {
  const { label, hasRate } = choiceOf(settings.optimizer);
  return hasRate ? `${label}, rate ${formatShort(settings.rate, 6)}` : label;
}

/** @param {Descent[]} kept @param {(descent: Descent) => void} onDrop */
function keptList(kept, onDrop) {
  if (kept.length === 0) return nothing;
  return html`<ul class="kept-list" data-testid="kept">
    ${kept.map(
      (descent, k) => html`<li>
        <svg class="kept-key" viewBox="0 0 26 6" aria-hidden="true"><path class="map-kept kept-${k}" d="M0,3H26" /></svg>
        ${settingsInWords(descent)}: loss <span class="number is-value">${format(descent.end?.loss ?? NaN)}</span>
        <button class="link" aria-label=${`Forget ${settingsInWords(descent)}`} @click=${() => onDrop(descent)}>×</button>
      </li>`,
    )}
  </ul>`;
}

/** @param {Probe} probe @param {RunResult} result @param {[number, number]} axes */
function reading({ point, loss, gradient }, { parameters }, [i, j]) {
  return html`<div class="map-legend" data-testid="probe">
    <span>${parameters[i]?.name} = ${format(point[i], 3)}, ${parameters[j]?.name} = ${format(point[j], 3)}</span>
    <span>loss <span class="number is-value">${format(loss)}</span></span>
    <span>gradient <span class="number is-gradient">(${format(gradient[i])}, ${format(gradient[j])})</span></span>
  </div>`;
}

/** @param {RunResult} result @param {{name: string} | null} best @param {Band[]} bands @param {Descent | null} descent */
function keys({ data }, best, bands, descent) {
  const sign = (/** @type {unknown} */ drawing) => html`<svg class="key" viewBox="0 0 14 14" aria-hidden="true">${drawing}</svg>`;
  return html`<div class="map-legend">
    ${data?.plane === 'parameters' ? html`<span>${sign(svg`<path class="map-data" d="M3,9h0M7,4h0M11,10h0" />`)}data</span>` : nothing}
    <span>${sign(svg`<circle class="key-start" r="4" cx="7" cy="7" />`)}${descent ? 'start' : 'point'}</span>
    ${descent ? html`<span>${sign(svg`<circle class="map-end" r="4" cx="7" cy="7" />`)}end</span>` : nothing}
    ${best ? html`<span title=${best.name}>${sign(svg`<path class="key-best" d="M1,7H13M7,1V13" />`)}best known</span>` : nothing}
    ${bands.length > 1 ? scale(bands) : nothing}
  </div>`;
}

/** Characters of a level that has room beside the next named one. */
const SHORT = 7;

/** The levels, by their colours; every fourth one has its number, as far as there is room. @param {Band[]} bands */
function scale(bands) {
  const width = 13;
  const last = bands.length - 1;
  const reach = Math.max(...bands.map(({ level }) => Math.abs(level)));
  const label = (/** @type {number} */ k) => levelText(bands[k].level, reach);
  const fourths = bands.map((_, k) => k).filter((k) => k % 4 === 0);
  const short = fourths.every((k) => k === 0 || label(k).length <= SHORT);
  const named = short ? fourths.filter((k) => k !== 4 || label(0).length <= SHORT) : [0, last];
  const anchor = (/** @type {number} */ k) => (k === 0 ? 'start' : k === last ? 'end' : 'middle');
  return html`<span class="map-scale" role="img" aria-label=${`Levels of the loss: ${bands.map((_, k) => label(k)).join(', ')}`}>
    <span class="scale-name" aria-hidden="true">loss</span>
    <svg class="key-ramp" viewBox=${`0 0 ${bands.length * width} 22`} aria-hidden="true">
      ${bands.map((band, k) => svg`<path d=${`M${k * width},0h${width + 0.3}v9h${-width - 0.3}z`} fill=${bandColour(band)} />`)}
      ${named.map((k) => svg`<path class="key-tick" d=${`M${(k + 0.5) * width},6v5`} /><text x=${k === 0 ? 0 : k === last ? (k + 1) * width : (k + 0.5) * width} y="20" text-anchor=${anchor(k)}>${label(k)}</text>`)}
    </svg></span>`;
}

/** Short enough to stand beside its neighbours. @param {number} level @param {number} reach  the largest magnitude */
function levelText(level, reach) {
  const magnitude = Math.abs(level);
  return formatShort(magnitude < 1e-6 * reach ? 0 : level, magnitude < 10 ? 3 : 1);
}

/** From the pool at the bottom to the heights. @param {Band} band */
export function bandColour({ share }) {
  return `color-mix(in oklab, var(--map-high) ${(share * 100).toFixed(1)}%, var(--map-low))`;
}
