/**
 * The settings of a descent. A change that can be understood takes effect at once.
 *
 * @module descent-controls
 */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { DEFAULT_DESCENT, MAX_STEPS, OPTIMIZERS, rateAt, ratePosition, readRate, readStart, readSteps } from '../model/descent-settings.js';
import { formatShort } from '../model/numbers.js';
import { View } from './view.js';

/** @typedef {import('../model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('../model/descent-settings.js').Entry} Entry */

const SLIDER_STOPS = 200;
/** More fields for the start would crowd out everything else. */
const START_FIELDS = 3;

/** Events: `configure` (detail: the settings that changed), `keep` the descent that is shown. */
export class DescentControls extends View {
  static properties = {
    settings: { attribute: false },
    parameters: { attribute: false },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {DescentSettings} */
    this.settings = DEFAULT_DESCENT;
    /** @type {{name: string, value: number}[]} */
    this.parameters = [];
    /** @type {{field: string, entered: string, text: string} | null} */
    this.problem = null;
  }

  render() {
    return html`
      <div class="controls" role="group" aria-label="Descent">
        ${this.#optimizer()} ${this.#rate()} ${this.#steps()}
        ${this.parameters.slice(0, START_FIELDS).map((parameter, index) => this.#start(parameter, index))}
        <button class="button small" data-testid="keep" title="Keep this descent on the map, to compare others with it" @click=${() => this.emit('keep')}>Keep</button>
      </div>
      ${this.problem ? html`<p class="field-problem" id="descent-problem" role="alert">${this.problem.text}</p>` : nothing}
    `;
  }

  #optimizer() {
    return html`<label class="field">
      <span>Optimizer</span>
      <select data-testid="optimizer" .value=${live(this.settings.optimizer)} @change=${this.#chooseOptimizer}>
        ${OPTIMIZERS.map(({ id, label }) => html`<option value=${id} ?selected=${id === this.settings.optimizer}>${label}</option>`)}
      </select>
    </label>`;
  }

  /** @param {Event} event */
  #chooseOptimizer(event) {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    this.emit('configure', { optimizer: select.value });
  }

  #rate() {
    const { rate } = this.settings;
    return html`<div class="field field-rate">
      <label for="rate-number">Learning rate</label>
      <div class="rate">
        <input type="range" min="0" max=${SLIDER_STOPS} step="1" aria-label="Learning rate, on a logarithmic scale"
          aria-valuetext=${formatShort(rate, 6)} data-testid="rate-slider"
          .value=${live(String(Math.round(ratePosition(rate) * SLIDER_STOPS)))} @input=${this.#slide} />
        ${this.#number('rate', 'rate-number', String(rate), (text) => this.#read('rate', text, readRate(text), (value) => ({ rate: value })))}
      </div>
    </div>`;
  }

  /** @param {Event} event */
  #slide(event) {
    const position = Number(/** @type {HTMLInputElement} */ (event.target).value) / SLIDER_STOPS;
    this.problem = null;
    this.emit('configure', { rate: rateAt(position) });
  }

  #steps() {
    return html`<label class="field field-steps" title=${`At most ${MAX_STEPS.toLocaleString('en')}`}>
      <span>Steps</span>
      ${this.#number('steps', 'steps-number', String(this.settings.steps), (text) =>
        this.#read('steps', text, readSteps(text), (value) => ({ steps: value })))}
    </label>`;
  }

  /** @param {{name: string, value: number}} parameter @param {number} index */
  #start({ name, value }, index) {
    const shown = formatShort(this.settings.start[index] ?? value, 6).replaceAll('−', '-');
    return html`<label class="field field-start">
      <span>Start ${name}</span>
      ${this.#number(`start-${name}`, `start-${name}`, shown, (text) =>
        this.#read(`start-${name}`, text, readStart(name, text), (start) => ({ start: this.#startWith(index, start) })))}
    </label>`;
  }

  /** @param {number} index @param {number} value */
  #startWith(index, value) {
    const start = this.parameters.map((_, k) => this.settings.start[k] ?? null);
    start[index] = value;
    return start;
  }

  /**
   * @param {string} testId
   * @param {string} id
   * @param {string} shown
   * @param {(text: string) => void} read
   */
  #number(testId, id, shown, read) {
    const wrong = this.problem?.field === testId;
    const text = wrong ? (this.problem?.entered ?? '') : shown;
    const entered = (/** @type {Event} */ event) => read(/** @type {HTMLInputElement} */ (event.target).value);
    return html`<input type="text" inputmode="decimal" autocomplete="off" spellcheck="false" id=${id} data-testid=${testId}
      aria-invalid=${wrong ? 'true' : 'false'} aria-describedby=${wrong ? 'descent-problem' : nothing}
      .value=${live(text)} @change=${entered} @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Enter' && entered(e)} />`;
  }

  /**
   * @param {string} field
   * @param {string} entered
   * @param {Entry} entry
   * @param {(value: number) => Partial<DescentSettings>} change
   */
  #read(field, entered, entry, change) {
    if (entry.problem !== null) {
      this.problem = { field, entered, text: entry.problem };
      return;
    }
    this.problem = null;
    this.emit('configure', change(entry.value));
  }
}

customElements.define('descent-controls', DescentControls);
