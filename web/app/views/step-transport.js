/**
 * The transport bar of the stepper, and the sentence of the step that is being looked at.
 *
 * @module step-transport
 */

import { html, nothing } from 'lit';
import { words } from '../model/steps.js';
import { View } from './view.js';

/** @typedef {import('../model/steps.js').Step} Step */

const PACE = 900;

/** Event: `step` (detail: position). */
export class StepTransport extends View {
  static properties = { steps: { attribute: false }, position: { attribute: false }, playing: { state: true } };

  constructor() {
    super();
    /** @type {Step[]} */
    this.steps = [];
    this.position = 0;
    this.playing = false;
    this.timer = 0;
  }

  render() {
    const last = this.steps.length;
    const at = this.position;
    if (last === 0) return nothing;
    const go = (/** @type {number} */ to) => () => this.#go(to);
    const forward = this.steps.filter((s) => s.phase === 'forward').length;
    return html`
      <div class="transport" role="group" aria-label="Step through" @keydown=${this.#key}>
        <button class="tool" aria-label="To the beginning" title="To the beginning" data-testid="step-first" ?disabled=${at === 0} @click=${go(0)}>${icon('M4 3v10M13 3 6 8l7 5z')}</button>
        <button class="tool" aria-label="One step back" title="One step back" data-testid="step-back" ?disabled=${at === 0} @click=${go(at - 1)}>${icon('M11 3 4.5 8 11 13z')}</button>
        <button class="tool" aria-label=${this.playing ? 'Pause' : 'Play'} title=${this.playing ? 'Pause' : 'Play'} data-testid="step-play" @click=${this.#toggle}>
          ${this.playing ? icon('M4.5 3h2.5v10H4.5zM9 3h2.5v10H9z') : icon('M4.5 2.8v10.4L13 8z')}
        </button>
        <button class="tool" aria-label="One step on" title="One step on" data-testid="step-on" ?disabled=${at === last} @click=${go(at + 1)}>${icon('M5 3l6.5 5L5 13z')}</button>
        <button class="tool" aria-label="To the end" title="To the end" data-testid="step-last" ?disabled=${at === last} @click=${go(last)}>${icon('M3 3l7 5-7 5zM12 3v10')}</button>
        <input type="range" min="0" max=${last} step="1" .value=${String(at)} aria-label="Step" aria-valuetext=${this.#words()}
          data-testid="step-scrub" @input=${(/** @type {Event} */ e) => this.#go(Number(/** @type {HTMLInputElement} */ (e.target).value))} />
        <span class="transport-phase">${this.#phase(at, forward, last)}</span>
      </div>
      <p class="sentence" aria-live="polite" data-testid="sentence">${this.#sentence()}</p>
    `;
  }

  /** @param {number} at @param {number} forward @param {number} last */
  #phase(at, forward, last) {
    if (at === 0) return 'start';
    if (at === last) return 'done';
    return at <= forward ? html`<span class="is-value">forward</span> ${at}/${forward}` : html`<span class="is-gradient">backward</span> ${at - forward}/${last - forward}`;
  }

  #sentence() {
    const { position, steps } = this;
    if (position === 0) return 'Nothing is computed yet. The first step takes the parameters and goes forward.';
    if (position === steps.length) return 'Each value came forward, each gradient back. Press play to watch it happen.';
    return steps[position - 1].sentence.map((piece) => (piece.role === 'plain' ? piece.text : html`<span class="number is-${piece.role}">${piece.text}</span>`));
  }

  #words() {
    const { position, steps } = this;
    return position > 0 && position < steps.length ? words(steps[position - 1].sentence) : position === 0 ? 'start' : 'done';
  }

  /** Shown at once, so that a second press counts from here: the page follows with its next frame. @param {number} position */
  #go(position) {
    this.#pause();
    this.position = position;
    this.emit('step', position);
  }

  #toggle() {
    if (this.playing) return this.#pause();
    this.playing = true;
    if (this.position === this.steps.length) this.emit('step', 0);
    this.timer = window.setInterval(() => this.#tick(), PACE);
  }

  #tick() {
    if (this.position >= this.steps.length) this.#pause();
    else this.emit('step', this.position + 1);
  }

  #pause() {
    this.playing = false;
    window.clearInterval(this.timer);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (/** @type {Element} */ (event.target).matches('input')) return;
    const to = { ArrowLeft: this.position - 1, ArrowRight: this.position + 1, Home: 0, End: this.steps.length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#go(Math.max(0, Math.min(this.steps.length, to)));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#pause();
  }
}

/** @param {string} d */
function icon(d) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${d} /></svg>`;
}

customElements.define('step-transport', StepTransport);
