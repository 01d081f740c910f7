/**
 * One step of the descent, chosen on a slider: the same one on the map and on the curves.
 *
 * @module step-scrubber
 */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { pointAt } from '../model/descent-path.js';
import { format, formatCount } from '../model/numbers.js';
import { View } from './view.js';

/** More parameters than this would crowd out the loss. */
const MOST_PARAMETERS = 3;

/** Event: `look` (detail: the step, or null for the end). */
export class StepScrubber extends View {
  static properties = { descent: { attribute: false }, step: { attribute: false }, parameters: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../model/lab-state.js').Descent | null} */
    this.descent = null;
    /** @type {number | null} */
    this.step = null;
    /** @type {{name: string}[]} */
    this.parameters = [];
  }

  render() {
    const path = this.descent?.path;
    const last = path ? Math.max(0, path.count - 1) : 0;
    const at = Math.min(this.step ?? last, last);
    return html`<div class="scrubber">
      <label class="scrubber-label" for="scrub">Step</label>
      <input id="scrub" type="range" min="0" max=${last} step="1" data-testid="scrub" ?disabled=${last === 0}
        aria-valuetext=${`step ${formatCount(at)} of ${formatCount(last)}`} .value=${live(String(at))}
        @input=${(/** @type {Event} */ e) => this.#put(Number(/** @type {HTMLInputElement} */ (e.target).value), last)} />
      <span class="scrubber-step number">${formatCount(at)}<span class="is-quiet"> / ${formatCount(last)}</span></span>
      <span class="scrubber-reading" data-testid="at-step">${path && path.count > 0 ? this.#reading(path, at) : nothing}</span>
    </div>`;
  }

  /** @param {number} step @param {number} last */
  #put(step, last) {
    this.emit('look', step === last ? null : step);
  }

  /** @param {import('../model/descent-path.js').Path} path @param {number} at */
  #reading(path, at) {
    const point = pointAt(path, at);
    const value = (/** @type {number} */ number) => html`<span class="number is-value">${format(number)}</span>`;
    return html`<span>${this.descent?.settings.batches ? 'batch loss' : 'loss'} ${value(path.losses[at])}</span>
      <span title="The length of the gradient">|∇| <span class="number is-gradient">${format(path.norms[at])}</span></span>
      ${point.length <= MOST_PARAMETERS ? point.map((p, k) => html`<span>${this.parameters[k]?.name} ${value(p)}</span>`) : nothing}`;
  }
}

customElements.define('step-scrubber', StepScrubber);
