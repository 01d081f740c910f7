/**
 * Questions of one kind, of which the newest counts: one at a time, and what is overtaken is passed over.
 *
 * @module session/latest
 */

/** @typedef {import('./scope.js').Scope} Scope */
/** @typedef {import('../../shared/protocol.js').LearnerError} LearnerError */

/** @template Order */
export class Latest {
  #scope;
  #work;
  #otherwise;
  /** @type {{order: Order} | null} */
  #next = null;
  /** @type {Promise<void> | null} */
  #going = null;
  #doing = new AbortController();

  /**
   * @param {Scope} scope
   * @param {(scope: Scope, order: Order) => Promise<void>} work  in a scope of its own
   * @param {import('./scope.js').Transition<[LearnerError, Order]>} [otherwise]  what it means that the learner's code raised, where that is no failure
   */
  constructor(scope, work, otherwise) {
    this.#scope = scope;
    this.#work = work;
    this.#otherwise = otherwise;
  }

  /** Whether something newer waits for what is being done now. */
  get overtaken() {
    return this.#next !== null;
  }

  /** @param {Order} order @returns {Promise<void>} when this order, or a newer one, is done */
  ask(order) {
    this.#next = { order };
    this.#going ??= this.#go().finally(() => {
      this.#going = null;
      this.#next = null;
    });
    return this.#going;
  }

  /** What is being done is given up for it. @param {Order} order */
  askInstead(order) {
    this.#doing.abort();
    return this.ask(order);
  }

  /** Neither what is being done nor what waits is wanted any more. */
  forget() {
    this.#doing.abort();
    this.#next = null;
  }

  async #go() {
    while (this.#next) {
      const { order } = this.#next;
      this.#next = null;
      this.#doing = new AbortController();
      const scope = this.#scope.within(this.#doing.signal);
      await scope.attempt(() => this.#work(scope, order), this.#otherwise, order);
    }
  }
}
