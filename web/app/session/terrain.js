/**
 * The landscape of the window that the reader looks at.
 *
 * @module session/terrain
 */

import { covered } from '../model/map-window.js';
import { LearnerFault } from '../python-errors.js';

/** @typedef {import('./ground.js').Ground} Ground */
/** @typedef {import('../../shared/protocol.js').Landscape} Landscape */
/** @typedef {import('../../shared/protocol.js').LandscapeArgs} LandscapeArgs */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */

/** A whole picture that shows so much of what is wanted is better than a coarse one. */
const ENOUGH = 0.6;

export class Terrains {
  /** @type {Ground} */
  #ground;
  /** @type {LandscapeArgs | null} what the reader looks at */
  wanted = null;
  /** What was asked for since the code was run, and the answer to it. @type {{what: string, answer: Promise<void>} | null} */
  #asked = null;

  /** @param {Ground} ground */
  constructor(ground) {
    this.#ground = ground;
  }

  /** The code is run again: what was found before may not hold. */
  forget() {
    this.#asked = null;
  }

  /** Have the landscape that is wanted; once, for a run. */
  async explore() {
    const args = this.wanted;
    if (!args || args.held.length !== this.#ground.state().result?.parameters.length) return;
    const what = JSON.stringify(args);
    if (this.#asked?.what !== what) this.#asked = { what, answer: this.#explore(args) };
    await this.#asked.answer;
  }

  /** @param {LandscapeArgs} args */
  async #explore(args) {
    const { update, client, begin } = this.#ground;
    const doing = begin('explore');
    /** @param {Landscape} landscape @param {boolean} whole */
    const show = (landscape, whole) => {
      if (doing.signal.aborted || (!whole && this.#alreadyShows(args))) return;
      update({ terrain: { args, landscape, whole }, terrainProblem: null });
    };
    /** @param {StreamEvent} event */
    const onEvent = (event) => (event.event === 'landscape' ? show(event.landscape, false) : undefined);
    try {
      const whole = await client.call('landscape', args, { onEvent, signal: doing.signal });
      if (whole) show(/** @type {Landscape} */ (whole), true);
    } catch (fault) {
      if (!(fault instanceof LearnerFault)) {
        this.forget();
        throw fault;
      }
      if (!doing.signal.aborted) update({ terrainProblem: fault.data.message });
    }
  }

  /** @param {LandscapeArgs} args */
  #alreadyShows(args) {
    const { terrain } = this.#ground.state();
    return terrain !== null && terrain.whole && covered(terrain.args, args) > ENOUGH;
  }
}
