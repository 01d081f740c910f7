/**
 * Loss against step.
 *
 * @module loss-curve
 */

import { html, nothing, svg } from 'lit';
import { curve } from '../model/curve.js';
import { format, formatCount } from '../model/numbers.js';
import { PaneSize } from './pane-size.js';
import { View } from './view.js';

const MARGIN = { left: 62, right: 16, top: 14, bottom: 30 };

export class LossCurve extends View {
  static properties = { descent: { attribute: false }, log: { state: true }, cursor: { state: true } };

  constructor() {
    super();
    /** @type {import('../lab-session.js').Descent | null} */
    this.descent = null;
    this.log = false;
    /** The step under the pointer. @type {number | null} */
    this.cursor = null;
    this.pane = new PaneSize(this, '.curve-pane');
  }

  render() {
    return html`
      <div class="curve-pane" data-testid="curve">${this.#picture()}</div>
      <div class="curve-foot">
        <span class="curve-reading" aria-live="polite">${this.#reading()}</span>
        <label class="check"><input type="checkbox" data-testid="log-scale" .checked=${this.log} @change=${() => (this.log = !this.log)} /> Log scale</label>
      </div>
    `;
  }

  #picture() {
    const path = this.descent?.path;
    const { width, height } = this.pane.size;
    if (!path || path.count === 0) return html`<p class="empty">The loss at each step appears here after a descent.</p>`;
    if (width < 120 || height < 80) return nothing;
    const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
    const drawn = curve(path.losses, path.count, inner, { log: this.log });
    if (!drawn) return html`<p class="empty">No loss here can be drawn${this.log ? ' on a log scale: none is above 0' : ''}.</p>`;
    const at = this.cursor !== null && this.cursor < path.count ? this.cursor : null;
    return html`<svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${this.#words()}
      @pointermove=${(/** @type {PointerEvent} */ e) => (this.cursor = drawn.stepAt(e.offsetX - MARGIN.left))}
      @pointerleave=${() => (this.cursor = null)}>
      <g transform=${`translate(${MARGIN.left} ${MARGIN.top})`}>
        <g class="curve-axes">
          ${drawn.y.map((t) => svg`<path class="grid" d=${`M0,${t.at}H${inner.width}`} /><text x="-10" y=${t.at} dy="0.34em" text-anchor="end">${t.label}</text>`)}
          ${drawn.x.map((t) => svg`<path d=${`M${t.at},${inner.height}v5`} /><text x=${t.at} y=${inner.height + 20} text-anchor="middle">${t.label}</text>`)}
          <path d=${`M0,${inner.height}H${inner.width}`} />
        </g>
        <path class="curve-line" d=${drawn.d} />
        ${at === null || !Number.isFinite(path.losses[at]) ? nothing : svg`<path class="curve-cursor" d=${`M${drawn.placeX(at)},0V${inner.height}`} /><circle class="curve-dot" r="4" cx=${drawn.placeX(at)} cy=${drawn.placeY(path.losses[at])} />`}
      </g>
    </svg>`;
  }

  #reading() {
    const path = this.descent?.path;
    if (!path || path.count === 0) return nothing;
    const at = this.cursor !== null && this.cursor < path.count ? this.cursor : path.count - 1;
    return html`step ${formatCount(at)}: loss <span class="number is-value">${format(path.losses[at], 6)}</span>,
      gradient norm <span class="number is-gradient">${format(path.norms[at], 4)}</span>`;
  }

  #words() {
    const path = /** @type {import('../model/descent-path.js').Path} */ (this.descent?.path);
    const last = path.count - 1;
    return `Loss against step: from ${format(path.losses[0])} at step 0 to ${format(path.losses[last])} at step ${formatCount(last)}.`;
  }
}

customElements.define('loss-curve', LossCurve);
