/**
 * Whether Python works for the reader: what the status says, and what Stop can end. A landscape is made
 * behind everything else: one that is there in a moment is not worth a word.
 *
 * @module occupied
 */

/** In milliseconds. */
const MOMENT = 500;

export class Occupied {
  now = false;
  #told;
  /** @type {ReturnType<typeof setTimeout> | undefined} since a landscape alone is made */
  #since = undefined;

  /** @param {() => void} told  `now` has changed */
  constructor(told) {
    this.#told = told;
  }

  /** @param {{busy: number, exploring: number}} work  that is under way */
  follow({ busy, exploring }) {
    const alone = busy === 0 && exploring > 0;
    if (alone && this.#since !== undefined) return; // it is told already, or will be
    clearTimeout(this.#since);
    this.#since = alone ? setTimeout(() => this.#become(true), MOMENT) : undefined;
    this.#become(busy > 0);
  }

  /** @param {boolean} now */
  #become(now) {
    if (this.now === now) return;
    this.now = now;
    this.#told();
  }
}
