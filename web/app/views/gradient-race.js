/**
 * A race of the ways to one gradient, timed on the reader's own machine.
 *
 * @module gradient-race
 */

import { html, nothing, svg } from 'lit';
import { formatShort } from '../model/numbers.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').RaceLap} RaceLap */

/** Event: `race` when it is to start. */
export class GradientRace extends View {
  static properties = { laps: { attribute: false }, busy: { type: Boolean }, ready: { type: Boolean } };

  constructor() {
    super();
    /** @type {RaceLap[] | null} */
    this.laps = null;
    this.busy = false;
    this.ready = false;
  }

  render() {
    return html`<div class="race">
      <p class="race-head">
        <button class="button small" data-testid="race" ?disabled=${this.busy || !this.ready} @click=${() => this.emit('race')}>${this.laps ? 'Race again' : 'Start the race'}</button>
        <span>Every way gives the same gradient. How long does one take on your machine?</span>
      </p>
      ${this.laps ? this.#table(this.laps) : nothing}
    </div>`;
  }

  /** @param {RaceLap[]} laps */
  #table(laps) {
    const slowest = Math.max(...laps.map((lap) => lap.seconds), 1e-12);
    return html`<table class="traversal race-table" data-testid="race-laps">
      <caption class="visually-hidden">Time for one gradient</caption>
      <thead><tr><th scope="col">Way</th><th scope="col" class="is-right">One gradient</th><th scope="col" class="is-right">Times faster</th><th scope="col"><span class="visually-hidden">As a bar</span></th></tr></thead>
      <tbody>${laps.map((lap) => html`<tr>
        <th scope="row">${lap.name}</th>
        <td class="is-right number">${duration(lap.seconds)}</td>
        <td class="is-right number">${formatShort(slowest / lap.seconds, 1)}</td>
        <td class="race-bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${svg`<rect width=${Math.max(0.4, (100 * lap.seconds) / slowest)} height="8" rx="0.6" />`}</svg></td>
      </tr>`)}</tbody>
    </table>`;
  }
}

/** @param {number} seconds */
function duration(seconds) {
  if (seconds >= 1) return `${formatShort(seconds, 2)} s`;
  return seconds >= 1e-3 ? `${formatShort(seconds * 1e3, 2)} ms` : `${formatShort(seconds * 1e6, 1)} µs`;
}

customElements.define('gradient-race', GradientRace);
