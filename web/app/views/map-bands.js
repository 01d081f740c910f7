/**
 * The bands of the landscape that a map shows: made once for each that comes, so that panning only
 * moves the drawing. Of those that are on their way to a whole one, as many as there is time for, and
 * none that is too ragged to be read.
 *
 * @module map-bands
 */

import { Pace } from '../model/allowance.js';
import { bands, isRagged } from '../model/contours.js';
import { shares } from '../model/map-window.js';
import { frameClock } from './frame-clock.js';

/** @typedef {import('../model/lab-state.js').Terrain} Terrain */
/** @typedef {import('../model/map-window.js').MapWindow} MapWindow */

export class MapBands {
  /** The landscape that is drawn. @type {Terrain | null} */
  of = null;
  /** @type {import('../model/contours.js').Band[]} */
  bands = [];
  #changed;
  #pace = new Pace();
  /** The last that came. @type {Terrain | null} */
  #seen = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later = undefined;

  /** @param {() => void} changed  there is another to be drawn */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {Terrain | null} terrain @param {MapWindow} window  the part of the plane that is looked at */
  follow(terrain, window) {
    if (terrain === this.#seen) return;
    const wait = this.#pace.wait(frameClock.now());
    if (wait > 0 && terrain && !terrain.whole) return void (this.#later ??= setTimeout(() => this.#again(), wait));
    this.#seen = terrain;
    this.#pace.time(() => this.#draw(terrain, window), frameClock);
  }

  #again() {
    this.#later = undefined;
    this.#changed();
  }

  /** @param {Terrain | null} terrain @param {MapWindow} window */
  #draw(terrain, window) {
    if (terrain && !terrain.whole && isRagged(terrain.landscape)) return;
    const yRange = terrain?.args.yRange;
    const seen = terrain && yRange ? { x: shares(window.x, terrain.args.xRange), y: shares(window.y, yRange) } : undefined;
    this.of = terrain;
    this.bands = terrain ? bands(terrain.landscape, seen) : [];
  }
}
