/**
 * How much of something may come: so much at once, and so much more in each second.
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
