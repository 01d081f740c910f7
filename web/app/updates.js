/**
 * Keep the site for use without a network, and tell when a newer release is here.
 *
 *     (new) --start()--> keeping --------> kept           the whole site is on this device
 *                           |                |
 *                           `-> not kept     |-> waiting  a newer release is too: accept() takes it
 *                                            `-> replaced  another tab has taken it
 *
 * Nothing is forced: a release that waits is taken by `accept()`, by closing the site's tabs, or by
 * reloading its only tab. A tab of the replaced release keeps its files. Events: `state`.
 */

import { trusted } from '../shared/trusted.js';

const rule = trusted('service-worker', { createScriptURL: (address) => address });

/** @typedef {'new' | 'keeping' | 'kept' | 'not kept' | 'waiting' | 'replaced'} State */

export class Updates extends EventTarget {
  /** @type {State} */
  state = 'new';
  /** Why the site is not kept, where it is not. */
  reason = '';
  /** @type {ServiceWorkerRegistration | null} */
  #registration = null;
  #accepted = false;
  #container;
  #reload;

  /**
   * @param {ServiceWorkerContainer | undefined} [container]  absent on http, and where it is forbidden
   * @param {() => void} [reload]
   */
  constructor(container = globalThis.navigator?.serviceWorker, reload = () => location.reload()) {
    super();
    this.#container = container;
    this.#reload = reload;
  }

  /** @param {string | URL} script */
  async start(script) {
    if (!this.#container) return this.#enter('not kept', 'this browser keeps no sites here');
    const { href } = new URL(script, globalThis.document?.baseURI);
    const own = () => this.#container?.controller?.scriptURL === href; // not of a copy of the site that this one lies beneath
    let controlled = own();
    this.#container.addEventListener('controllerchange', () => {
      if (this.#accepted) this.#reload();
      else if (controlled) this.#enter('replaced');
      controlled = own();
    });
    this.#container.addEventListener('message', ({ data }) => {
      if (data?.kind === 'not kept' && this.state !== 'kept') this.#enter('not kept', String(data.reason));
    });
    this.#enter('keeping');
    try {
      this.#registration = await this.#container.register(rule.createScriptURL(String(script)), { updateViaCache: 'none' });
    } catch (error) {
      return this.#enter('not kept', String(/** @type {Error} */ (error).message ?? error));
    }
    this.#registration.addEventListener('updatefound', () => this.#follow());
    this.#follow();
    this.#registration.active?.postMessage({ kind: 'calm' });
  }

  /** Take the release that waits; the page loads again from it. */
  accept() {
    this.#accepted = true;
    this.#registration?.waiting?.postMessage({ kind: 'take over' });
  }

  /** Ask the host whether there is news; the browser itself asks at each visit. */
  async check() {
    await this.#registration?.update();
  }

  #follow() {
    const { installing, waiting, active } = /** @type {ServiceWorkerRegistration} */ (this.#registration);
    for (const worker of [installing, waiting]) {
      worker?.addEventListener('statechange', () => this.#follow(), { once: true });
    }
    if (this.state === 'replaced') return;
    if (waiting && active) this.#enter('waiting');
    else if (active) this.#enter('kept');
  }

  /** @param {State} state  @param {string} [reason] */
  #enter(state, reason = '') {
    if (state === this.state) return;
    this.state = state;
    this.reason = reason;
    this.dispatchEvent(new Event('state'));
  }
}
