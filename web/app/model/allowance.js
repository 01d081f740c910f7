/**
 * How much of something may come: so much at once, and so much more in each second. And how much of
 * the page's time the drawing of it may take.
 *
 * @module allowance
 */

export class Allowance {
  #left;
  #at = 0;

  /** @param {{most: number, perSecond: number}} bounds */
  constructor({ most, perSecond }) {
    this.most = most;
    this.perSecond = perSecond;
    this.#left = most;
  }

  /** @param {number} amount @param {number} now  in milliseconds @returns {boolean} whether there was as much left */
  take(amount, now) {
    const since = Math.max(0, now - this.#at) / 1000;
    this.#left = Math.min(this.most, this.#left + since * this.perSecond) - amount;
    this.#at = now;
    return this.#left >= 0;
  }
}

/** Work that may take no more than a fifth of the time, however often it is wanted. */
export class Pace {
  #free = 0;

  /** How long it is to wait, in milliseconds. @param {number} now */
  wait(now) {
    return Math.max(0, this.#free - now);
  }

  /** @template T @param {() => T} work @param {{now: () => number}} clock @returns {T} */
  time(work, clock) {
    const began = clock.now();
    const done = work();
    const now = clock.now();
    this.#free = now + 4 * (now - began);
    return done;
  }
}

/** @param {unknown} value  whose form is known: lists and objects within bounds @returns {number} */
export function lettersIn(value) {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return 0;
  return Object.values(value).reduce((sum, each) => sum + lettersIn(each), 0);
}
