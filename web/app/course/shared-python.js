/**
 * One Python for all that lives on a page.
 *
 * Python speaks of the loss that it ran last. So a figure whose question comes after another's has
 * its own code run again first: both messages are sent in one go, and answered in that order. When
 * someone stops Python, what the others were having done is asked again. A figure that comes alive by
 * itself waits for what a person has asked for, such as a check.
 *
 *     figure A -- share --.
 *     figure B -- share --+-- calls --> PythonClient
 *     a check --- share --'
 *
 * @module shared-python
 */

import { Stopped } from '../python-errors.js';

/** @typedef {import('../python-client.js').PythonClient} PythonClient */
/** @typedef {import('../../shared/protocol.js').Method} Method */

/** Methods that need nothing of what was run before. @type {Method[]} */
const FRESH = ['run', 'check'];

export class SharedPython {
  /** @type {{share: PythonShare, about: unknown} | null} whose loss Python holds, and in which interpreter */
  #holds = null;
  /** Who stopped Python last. @type {PythonShare | null} */
  stopper = null;
  /** What a person waits for. @type {Set<Promise<unknown>>} */
  #urgent = new Set();

  /** @param {PythonClient} client */
  constructor(client) {
    this.client = client;
  }

  /** @param {{patient?: boolean}} [how]  patient: what is urgent to others comes first */
  share({ patient = false } = {}) {
    return new PythonShare(this, patient);
  }

  /** @template T @param {Promise<T>} call @returns {Promise<T>} */
  urgently(call) {
    const done = call.catch(() => {}).finally(() => this.#urgent.delete(done));
    this.#urgent.add(done);
    return call;
  }

  /** When nobody waits for anything urgent. */
  async nothingUrgent() {
    while (this.#urgent.size > 0) await Promise.all(this.#urgent);
  }

  /** @param {PythonShare} share */
  holds(share) {
    return this.#holds?.share === share && this.#holds.about === this.client.about;
  }

  /** @param {PythonShare} share */
  hold(share) {
    this.#holds = { share, about: this.client.about };
  }
}

/** What a figure or a card uses as if it were a client of its own. */
export class PythonShare extends EventTarget {
  #shared;
  #patient;
  #working = 0;
  #stops = 0;
  /** Arguments of the `run` that this share's other calls are about. @type {object | null} */
  #ran = null;

  /** @param {SharedPython} shared @param {boolean} patient */
  constructor(shared, patient) {
    super();
    this.#shared = shared;
    this.#patient = patient;
    shared.client.addEventListener('state', () => this.dispatchEvent(new Event('state')));
  }

  /** Ready for this share's next call, whatever others are doing. */
  get state() {
    const { state } = this.#shared.client;
    return state === 'running' && this.#working === 0 ? 'ready' : state;
  }

  get error() {
    return this.#shared.client.error;
  }

  start() {
    return this.#shared.client.start();
  }

  /**
   * Have an interpreter in which nothing has run, for what is judged: an answer may have changed it
   * for those after it. What is urgent to others is waited for; the rest of what they have done is
   * asked again.
   */
  async fresh() {
    const { client } = this.#shared;
    await client.start();
    await this.#shared.nothingUrgent();
    this.#shared.stopper = this;
    await client.renew();
  }

  /** Figures run the site's own code, which leaves nothing behind: the interpreter stays. */
  renew() {
    return this.start();
  }

  /** End what this share is having done. */
  stop() {
    this.#stops += 1;
    if (this.#working === 0) return;
    this.#shared.stopper = this;
    this.#shared.client.stop();
  }

  /**
   * @param {Method} method
   * @param {object} [args]
   * @param {Parameters<PythonClient['call']>[2]} [options]
   * @returns {Promise<any>}
   */
  async call(method, args = {}, options = {}) {
    const stops = this.#stops;
    this.#working += 1;
    try {
      const asked = this.#ask(method, args, options);
      return await (this.#patient ? asked : this.#shared.urgently(asked));
    } catch (fault) {
      const byAnother = fault instanceof Stopped && stops === this.#stops && this.#shared.stopper !== null && this.#shared.stopper !== this;
      if (!byAnother) throw fault;
      return await this.#ask(method, args, options);
    } finally {
      this.#working -= 1;
    }
  }

  /** @param {Method} method @param {object} args @param {Parameters<PythonClient['call']>[2]} options */
  async #ask(method, args, options) {
    const shared = this.#shared;
    const { client } = shared;
    await client.start();
    if (this.#patient) await shared.nothingUrgent();
    if (options?.signal?.aborted) return null;
    if (!FRESH.includes(method) && this.#ran && !shared.holds(this)) {
      client.call('run', this.#ran).catch(() => {}); // the call that follows meets the same fault
      shared.hold(this);
    }
    if (method === 'run') {
      this.#ran = args;
      shared.hold(this);
    }
    return client.call(method, args, options);
  }
}
