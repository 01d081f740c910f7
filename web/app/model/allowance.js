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

/** `later`: calls when two more frames have been drawn; it may never do so. @typedef {{now: () => number, later: (told: () => void) => void}} Clock */

/** In milliseconds: what two frames take in which nothing is to do. */
const TWO_FRAMES = 34;

/** Work that may take no more than a fifth of the time, with what the browser has to draw for it, however often it is wanted. */
export class Pace {
  #free = 0;

  /** How long it is to wait, in milliseconds. @param {number} now */
  wait(now) {
    return Math.max(0, this.#free - now);
  }

  /** @template T @param {() => T} work @param {Clock} clock @returns {T} */
  time(work, { now, later }) {
    const began = now();
    const done = work();
    this.#rest(now(), now() - began);
    later(() => this.#rest(now(), now() - began - TWO_FRAMES));
    return done;
  }

  /** @param {number} now @param {number} taken */
  #rest(now, taken) {
    this.#free = Math.max(this.#free, now + 4 * taken);
  }
}

/** @param {unknown} value  whose form is known: lists and objects within bounds @returns {number} */
export function lettersIn(value) {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return 0;
  return Object.values(value).reduce((sum, each) => sum + lettersIn(each), 0);
}
