/**
 * The settings of a descent. A change that can be understood takes effect at once.
 *
 * @module descent-controls
 */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { DEFAULT_DESCENT, MAX_STEPS, choiceOf, rateAt, ratePosition, readBatchSize, readRate, readSeed, readStart, readSteps } from '../model/descent-settings.js';
import { formatShort, raisePowers } from '../model/numbers.js';
import { OPTIMIZERS } from '../model/optimizers.js';
import { withCode } from './code-words.js';
import { View } from './view.js';

/** @typedef {import('../model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('../model/descent-settings.js').Entry} Entry */

const SLIDER_STOPS = 200;
const WARNING = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1.8 15 14H1zM8 6.2v3.9M8 11.7v.9" /></svg>`;
/** More fields for the start would crowd out everything else. */
const START_FIELDS = 3;

/**
 * Events: `configure` (detail: the settings that changed); `keep` the descent that is shown; `live`
 * (detail: whether changes take effect at once) and `descend`, where they do not.
 */
export class DescentControls extends View {
  static properties = {
    settings: { attribute: false },
    parameters: { attribute: false },
    axes: { attribute: false },
    full: { type: Boolean },
    live: { attribute: false },
    end: { attribute: false },
    refusal: { attribute: false },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {DescentSettings} */
    this.settings = DEFAULT_DESCENT;
    /** @type {{name: string, value: number}[]} */
    this.parameters = [];
    /** Which parameters the map shows. @type {[number, number]} */
    this.axes = [0, 1];
    /** With batches, and the switch for live changes. */
    this.full = false;
    this.live = true;
    /** Of the descent that is shown. @type {import('../../shared/protocol.js').DescentEnd | null} */
    this.end = null;
    /** Why Python does not descend. @type {import('../../shared/protocol.js').LearnerError | null} */
    this.refusal = null;
    /** @type {{field: string, entered: string, text: string} | null} */
    this.problem = null;
    /** What is being typed: results that arrive meanwhile do not write over it. @type {{field: string, text: string} | null} */
    this.typing = null;
  }

  render() {
    return html`
      <div class="controls" role="group" aria-label="Descent">
        ${this.#optimizer()} ${choiceOf(this.settings.optimizer).hasRate ? this.#rate() : nothing} ${this.#steps()}
        ${this.#startFields().map((index) => this.#start(this.parameters[index], index))}
        ${this.full ? this.#batches() : nothing}
        <span class="controls-end">
          ${this.full ? this.#liveSwitch() : nothing}
          <button class="button small" data-testid="keep" title="Keep this descent on the map, to compare others with it" @click=${() => this.emit('keep')}>Keep</button>
        </span>
      </div>
      ${this.#word()}
    `;
  }

  /** What is wrong with an entry, with the settings, or with how the descent went: one at a time. */
  #word() {
    if (this.problem) return html`<p class="field-problem" id="descent-problem" role="alert">${this.problem.text}</p>`;
    if (this.refusal) return html`<p class="descent-word" role="alert" data-testid="descent-problem">${WARNING}<span>${withCode(this.refusal.message)} ${withCode(this.refusal.hint ?? '')}</span></p>`;
    const { end } = this;
    if (!this.full || (end?.reason !== 'diverged' && end?.reason !== 'not finite')) return nothing;
    return html`<p class="descent-word" role="status" data-testid="divergence">${WARNING}<span>${raisePowers(end.message)}</span>
      ${choiceOf(this.settings.optimizer).hasRate ? html`<button class="button small" data-testid="halve" @click=${() => this.emit('configure', { rate: this.settings.rate / 2 })}>Halve the rate</button>` : nothing}</p>`;
  }

  /** Fields for all parameters where they are few, else for those of the map. */
  #startFields() {
    const all = this.parameters.map((_, index) => index);
    return all.length <= START_FIELDS ? all : all.filter((index) => this.axes.includes(index));
  }

  #liveSwitch() {
    return html`<label class="check" title="Changes here, and a start that is dragged, take effect at once. Code runs when you press Run.">
        <input type="checkbox" role="switch" data-testid="live" .checked=${live(this.live)} @change=${() => this.emit('live', !this.live)} /> Live</label>
      ${this.live ? nothing : html`<button class="button small primary" data-testid="descend" @click=${() => this.emit('descend')}>Descend</button>`}`;
  }

  #batches() {
    const { batches = null } = this.settings;
    const seed = batches?.seed ?? 1;
    return html`<label class="field field-batch" title="How many of the data each step sees: fewer are quicker, and noisier">
      <span>Batch</span>
      ${this.#number('batch', 'batch-number', batches ? String(batches.size) : 'all', (text) =>
        this.#read('batch', text, readBatchSize(text), (size) => ({ batches: size === 0 ? null : { size, seed } })))}
    </label>
    ${batches ? html`<label class="field field-batch" title="Which batches are drawn">
      <span>Seed</span>
      ${this.#number('seed', 'seed-number', String(seed), (text) =>
        this.#read('seed', text, readSeed(text), (value) => ({ batches: { size: batches.size, seed: value } })))}
    </label>` : nothing}`;
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
    const typed = this.typing?.field === testId ? this.typing.text : null;
    const text = typed ?? (wrong ? (this.problem?.entered ?? '') : shown);
    const valueOf = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;
    const entered = (/** @type {Event} */ event) => {
      this.typing = null;
      read(valueOf(event));
    };
    // After Enter the browser tells of the change once more, when what was shown before may stand there again.
    const left = (/** @type {Event} */ event) => (wrong || valueOf(event) !== shown) && entered(event);
    return html`<input type="text" inputmode="decimal" autocomplete="off" spellcheck="false" id=${id} data-testid=${testId}
      aria-invalid=${wrong ? 'true' : 'false'} aria-describedby=${wrong ? 'descent-problem' : nothing}
      .value=${live(text)} @input=${(/** @type {Event} */ e) => (this.typing = { field: testId, text: valueOf(e) })} @change=${left} @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Enter' && entered(e)} />`;
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
