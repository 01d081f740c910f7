/**
 * Work of which only the newest order counts: one at a time, and what is overtaken is passed over.
 *
 * @module session/latest
 */

/** @template T */
export class Latest {
  /** @type {{order: T} | null} */
  #next = null;
  /** @type {Promise<void> | null} */
  #going = null;

  /** @param {(order: T) => Promise<void>} work */
  constructor(work) {
    this.work = work;
  }

  /** Whether something newer waits for what is being done now. */
  get overtaken() {
    return this.#next !== null;
  }

  /** @param {T} order @returns {Promise<void>} when this order, or a newer one, is done */
  ask(order) {
    this.#next = { order };
    this.#going ??= this.#go().finally(() => (this.#going = null));
    return this.#going;
  }

  /** What waits is not done any more. */
  forget() {
    this.#next = null;
  }

  async #go() {
    while (this.#next) {
      const { order } = this.#next;
      this.#next = null;
      await this.work(order);
    }
  }
}
