/**
 * Loss, gradient norm and parameters against the step, one above the other over one axis.
 *
 * @module descent-curves
 */

import { html, nothing, svg } from 'lit';
import { panels, stepTicks } from '../model/curve.js';
import { seriesOf } from '../model/descent-path.js';
import { format, formatCount } from '../model/numbers.js';
import { PaneSize } from './pane-size.js';
import { View } from './view.js';

/** @typedef {import('../model/curve.js').Panel} Panel */

const MARGIN = { left: 62, right: 58, top: 18, bottom: 26 };

/** Event: `look` (detail: the step under the pointer, null where there is none). */
export class DescentCurves extends View {
  static properties = { descent: { attribute: false }, step: { attribute: false }, names: { attribute: false }, log: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/lab-state.js').Descent | null} */
    this.descent = null;
    /** @type {number | null} */
    this.step = null;
    /** @type {number | null} */
    this.pointed = null;
    /** Of the parameters. @type {string[]} */
    this.names = [];
    this.log = false;
    this.pane = new PaneSize(this, '.curve-pane');
    /** @type {{of: import('../model/descent-path.js').Path | null, width: number, height: number, log: boolean, panels: Panel[]}} */
    this.drawn = { of: null, width: 0, height: 0, log: false, panels: [] };
  }

  render() {
    return html`
      <div class="curve-pane" data-testid="curve">${this.#picture()}</div>
      <div class="curve-foot">
        <span>${this.descent?.settings.batches ? 'Each step sees one batch, so its loss jumps.' : 'Point at a step, or drag the slider below.'}</span>
        <label class="check"><input type="checkbox" data-testid="log-scale" .checked=${this.log} @change=${() => (this.log = !this.log)} /> Log scale</label>
      </div>
    `;
  }

  /** @param {number} step */
  #point(step) {
    this.pointed = step;
    this.emit('look', step);
  }

  /** A step that was chosen otherwise since, with the slider's keys, stays. */
  #leave() {
    if (this.step === this.pointed) this.emit('look', null);
  }

  #picture() {
    const path = this.descent?.path;
    const { width, height } = this.pane.size;
    if (!path || path.count === 0) return html`<p class="empty">Loss, gradient norm and parameters at each step appear here after a descent.</p>`;
    if (width < 120 || height < 120) return nothing;
    const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
    const drawn = this.#panels(path, inner);
    const at = this.step === null ? null : Math.min(this.step, path.count - 1);
    const axis = stepTicks(path.count, inner.width);
    return html`<svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${this.#words()}
      @pointermove=${(/** @type {PointerEvent} */ e) => this.#point(axis.stepAt(e.offsetX - MARGIN.left))}
      @pointerdown=${(/** @type {PointerEvent} */ e) => this.#point(axis.stepAt(e.offsetX - MARGIN.left))}
      @pointerleave=${(/** @type {PointerEvent} */ e) => e.pointerType === 'mouse' && this.#leave()}>
      <g transform=${`translate(${MARGIN.left} ${MARGIN.top})`}>
        ${drawn.map((panel) => this.#panel(panel, inner.width, at))}
        <g class="curve-axes" transform=${`translate(0 ${inner.height})`}>
          ${axis.ticks.map((t) => svg`<path d=${`M${t.at},0v4`} /><text x=${t.at} y="17" text-anchor="middle">${t.label}</text>`)}
          <text x="-8" y="17" text-anchor="end">step</text>
        </g>
        ${at === null ? nothing : svg`<path class="curve-cursor" d=${`M${axis.placeX(at)},0V${inner.height}`} />`}
      </g>
    </svg>`;
  }

  /** Once for each path and size: a moving cursor then draws nothing anew. @param {import('../model/descent-path.js').Path} path @param {import('../model/curve.js').Size} inner */
  #panels(path, inner) {
    const { of, width, height, log } = this.drawn;
    if (of !== path || width !== inner.width || height !== inner.height || log !== this.log) {
      this.drawn = { of: path, ...inner, log: this.log, panels: panels(seriesOf(path, this.names), path.count, inner, this.log) };
    }
    return this.drawn.panels;
  }

  /** @param {Panel} panel @param {number} width @param {number | null} at */
  #panel({ title, role, top, height, lines, ticks }, width, at) {
    return svg`<g transform=${`translate(0 ${top})`} class="curve-panel is-${role}">
      <g class="curve-axes">
        ${ticks.map((t) => svg`<path class="grid" d=${`M0,${t.at}H${width}`} /><text x="-8" y=${t.at} dy="0.34em" text-anchor="end">${t.label}</text>`)}
        <path d=${`M0,${height}H${width}`} />
        ${lines.length === 0 ? svg`<text x=${width / 2} y=${height / 2} text-anchor="middle">none above 0 to draw on a log scale</text>` : nothing}
      </g>
      ${lines.map((line, k) => svg`<path class="curve-line line-${k % 4}" d=${line.d} />
        ${line.name && line.labelY !== null ? svg`<text class="curve-name" x=${width + 6} y=${line.labelY} dy="0.34em">${line.name}</text>` : nothing}
        ${at !== null && line.placeAt(at) ? svg`<circle class="curve-dot" r="3.5" cx=${line.placeAt(at)?.[0]} cy=${line.placeAt(at)?.[1]} />` : nothing}`)}
      <text class="curve-title" x=${width - 4} y="-5" text-anchor="end">${title}</text>
    </g>`;
  }

  #words() {
    const path = /** @type {import('../model/descent-path.js').Path} */ (this.descent?.path);
    const last = path.count - 1;
    return `Loss against step: from ${format(path.losses[0])} at step 0 to ${format(path.losses[last])} at step ${formatCount(last)}. Gradient norm: from ${format(path.norms[0])} to ${format(path.norms[last])}.`;
  }
}

customElements.define('descent-curves', DescentCurves);
