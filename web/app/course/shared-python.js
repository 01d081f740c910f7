/**
 * One Python for all that lives on a page: every figure and every check has its turn.
 *
 * Python speaks of the loss that it ran last. So a figure whose turn it is first has its own code
 * run again, where another figure's, or a new interpreter, has come between.
 *
 *     figure A -- share --.
 *     figure B -- share --+-- turns --> PythonClient
 *     checks ---- share --'
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
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {PythonClient} client */
  constructor(client) {
    this.client = client;
  }

  share() {
    return new PythonShare(this);
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  take(work) {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {}); // told to whoever asked
    return done;
  }

  /** @param {PythonShare} share */
  holds(share) {
    return this.#holds?.share === share && this.#holds.about === this.client.about;
  }

  /** @param {PythonShare | null} share */
  hold(share) {
    this.#holds = share && { share, about: this.client.about };
  }
}

/** What a figure or a card uses as if it were a client of its own. */
export class PythonShare extends EventTarget {
  #shared;
  #waiting = 0;
  #working = false;
  #stops = 0;
  /** @type {object | null} of the last `run` that succeeded */
  #ran = null;

  /** @param {SharedPython} shared */
  constructor(shared) {
    super();
    this.#shared = shared;
    shared.client.addEventListener('state', () => this.dispatchEvent(new Event('state')));
  }

  /** Ready for this share's next call, whatever others are doing. */
  get state() {
    const { state } = this.#shared.client;
    return state === 'running' && this.#waiting === 0 ? 'ready' : state;
  }

  get error() {
    return this.#shared.client.error;
  }

  start() {
    return this.#shared.client.start();
  }

  /** Ends what this share is having done; others' calls go on. */
  stop() {
    this.#stops += 1;
    if (this.#working) this.#shared.client.stop();
  }

  /**
   * @param {Method} method
   * @param {object} [args]
   * @param {Parameters<PythonClient['call']>[2]} [options]
   * @returns {Promise<any>}
   */
  call(method, args = {}, options = {}) {
    const stops = this.#stops;
    this.#waiting += 1;
    return this.#shared
      .take(() => {
        if (stops !== this.#stops) return Promise.reject(new Stopped());
        if (options.signal?.aborted) return Promise.resolve(null);
        return this.#work(method, args, options);
      })
      .finally(() => (this.#waiting -= 1));
  }

  /** @param {Method} method @param {object} args @param {Parameters<PythonClient['call']>[2]} options */
  async #work(method, args, options) {
    const shared = this.#shared;
    this.#working = true;
    try {
      await shared.client.start();
      if (!FRESH.includes(method) && this.#ran && !shared.holds(this)) {
        await shared.client.call('run', this.#ran);
        shared.hold(this);
      }
      if (FRESH.includes(method)) shared.hold(null);
      const answer = await shared.client.call(method, args, options);
      if (method === 'run') {
        this.#ran = args;
        shared.hold(this);
      }
      return answer;
    } finally {
      this.#working = false;
    }
  }
}
