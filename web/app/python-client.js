/**
 * Python, as the page sees it: start it, call it, stop it.
 *
 *                start()            call()
 *     (new) ----> loading ----> ready <----> running
 *                   |  ^          ^             |
 *                   v  | start()  `--- stop() --'   at once where a standby is ready,
 *                 failed                            else through loading
 *
 * A ready one that nobody looks at is let go after a while, and starts anew when it is seen.
 *
 * Events: `state` (see {@link PythonClient.state}) and `progress` (`event.detail` is a
 * {@link Progress}). Errors: see python-errors.js.
 */
import { idle } from './idle.js';
import { BootError, LearnerFault, Restart, Stopped } from './python-errors.js';
import { openFrame } from './python-frame.js';
import { PythonHost, readyWithin } from './python-host.js';

export { BootError, LearnerFault, Stopped };

/** @typedef {import('../shared/frame-protocol.js').Boot} Boot */
/** @typedef {import('../shared/frame-protocol.js').PythonSite} PythonSite */
/** @typedef {import('../shared/protocol.js').Method} Method */
/** @typedef {import('./python-frame.js').Frame} Frame */
/** @typedef {import('./python-interpreter.js').Interpreter} Interpreter */
const PAUSE_OF_A_RUN = 60; // milliseconds between two calls that still belong together
/** Milliseconds that a run has the machine to itself, before a standby that may stop it is made beside it. */
const LONG_RUN = 1500;

/** @typedef {'loading' | 'ready' | 'running' | 'failed'} State */
/** @typedef {{stage: 'download' | 'wait' | 'start', loaded: number, total: number}} Progress  in bytes; `wait`: for a line that is down */

/**
 * What a test may hand in; the page needs none of it.
 * @typedef {object} Options
 * @property {PythonSite} [site]
 * @property {string} [base]
 * @property {typeof globalThis.fetch} [fetch]
 * @property {(srcdoc: string) => Promise<Frame>} [openFrame]
 * @property {Boot} [boot]      how to start, whatever the link; 'snapshot' falls back to 'plain' where it fails
 * @property {boolean} [standby]  keep a second interpreter ready, so that Stop costs nothing
 * @property {number} [calm]  milliseconds without a call, after which what can wait is done
 * @property {{spare: number, all: number}} [away]  milliseconds of a page that is not seen, and asks for nothing, until the spare is let go, and from then on until all is
 * @property {number} [patience]  milliseconds of silence before a start is made anew, and then before it is given up
 */

/** Gigabytes, as browsers tell it; a second interpreter costs about a tenth of one. */
const MEMORY_FOR_STANDBY = 4;

function hasMemoryForStandby() {
  const { deviceMemory } = /** @type {{deviceMemory?: number}} */ (globalThis.navigator ?? {});
  return (deviceMemory ?? MEMORY_FOR_STANDBY) >= MEMORY_FOR_STANDBY;
}

/** `?boot=plain` in the address starts Python without the memory snapshot, `?boot=snapshot` with it however slow the link. @returns {Boot | null} */
function bootFromAddress() {
  const asked = new URLSearchParams(globalThis.location?.search).get('boot');
  return asked === 'plain' || asked === 'snapshot' ? asked : null;
}

class SlowLink extends Error {}

export class PythonClient extends EventTarget {
  /** @type {State} */
  #state = 'loading';
  /** @type {Boot} */
  #boot = 'snapshot';
  #options;
  /** @type {PythonHost | null} */
  #host = null;
  /** @type {Interpreter | null} */
  #active = null;
  /** @type {Interpreter | null} */
  #standby = null;
  /** @type {Promise<void> | null} */
  #starting = null;
  #renewing = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #calming;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #leaving;
  #letGo = false;
  /** @type {Error | null} */
  #error = null;
  /** @type {Error | null} */
  #fallback = null;

  /** @param {Options} [options] */
  constructor(options = {}) {
    super();
    this.#options = {
      fetch: /** @type {typeof globalThis.fetch} */ ((...args) => globalThis.fetch(...args)),
      openFrame: /** @param {string} srcdoc */ (srcdoc) => openFrame(srcdoc),
      standby: hasMemoryForStandby(),
      calm: 1000,
      away: { spare: 10_000, all: 300_000 },
      patience: 60_000,
      ...options,
    };
    document.addEventListener('visibilitychange', () => {
      this.#watchAbsence();
      if (document.hidden) return;
      if (this.#letGo) this.start().catch(() => {}); // the state tells it
      else if (this.#state === 'ready') void this.#rested();
    });
  }

  get state() {
    return this.#state;
  }

  /** Why Python failed, while the state is 'failed'. */
  get error() {
    return this.#error;
  }

  /** How Python was started and which versions answer; null until it is ready. */
  get about() {
    return this.#active?.about ?? null;
  }

  /** Why the snapshot was not used, where it was to be. */
  get fallback() {
    return this.#fallback;
  }

  /** Whether a Stop would be answered by an interpreter that is ready. */
  get standbyReady() {
    return Boolean(this.#standby?.about);
  }

  /** When a worker has all that the start needs, or cannot have it: the rest is done there. */
  get begun() {
    return this.#host?.begun ?? Promise.resolve();
  }

  /**
   * Start Python, or start it again after a failure.
   * @returns {Promise<void>} when it is ready
   * @throws {BootError}
   */
  start() {
    this.#starting ??= this.#load(() => this.#patiently(() => this.#startAnew()));
    return this.#starting;
  }

  /**
   * Call a method of the classroom; waits for Python where it is still loading.
   *
   * Aborting the signal ends a streaming call early: it is answered with what the method makes of
   * that (a descent: how far it came), or with null.
   * @param {Method} method
   * @param {object} [args]
   * @param {{onEvent?: import('./python-interpreter.js').OnEvent, signal?: AbortSignal}} [options]
   * @returns {Promise<any>}
   * @throws {LearnerFault | Stopped | BootError}
   */
  async call(method, args = {}, options = {}) {
    await this.start();
    if (options.signal?.aborted) return null;
    if (!this.#active) throw new Stopped();
    return this.#active.call(method, args, options);
  }

  /**
   * Have an interpreter in which nothing has run yet, whatever an earlier run did to modules,
   * builtins or the worker's own JavaScript. At once where the spare is ready; what still runs in
   * the one before is given up.
   * @returns {Promise<void>}
   * @throws {BootError}
   */
  async renew() {
    await this.start();
    if (!this.#active?.used) return;
    this.#renewing = true;
    this.#enter('running');
    try {
      this.#active.end(new Stopped('A newer run took its place.'));
      await this.start();
    } finally {
      this.#renewing = false;
    }
  }

  /** End what runs, whatever it does; its calls are rejected with {@link Stopped}. */
  stop() {
    this.#active?.end(new Stopped());
  }

  /**
   * At times an engine loses a worker, a file or a frame, and says nothing, or what it kept is
   * damaged: then all is made anew, once. @param {() => Promise<void>} first
   */
  async #patiently(first) {
    try {
      await first();
    } catch (error) {
      if (!(error instanceof Restart)) throw error;
      await this.#startAnew();
    }
  }

  async #startAnew() {
    this.#letGo = false;
    const suspect = this.#host?.missing;
    this.#host?.close();
    this.#error = null;
    const asked = this.#options.boot ?? bootFromAddress();
    this.#boot = asked ?? 'snapshot'; // what failed once is tried again
    this.#host = new PythonHost({
      site: this.#options.site ?? PYTHON_SITE,
      base: this.#options.base ?? document.baseURI,
      boot: this.#boot,
      fetch: this.#options.fetch,
      openFrame: this.#options.openFrame,
      onProgress: (bytes) => this.#progress(bytes),
      suspect,
    });
    try {
      if (asked) await this.#adopt(this.#host.spawn(asked));
      else await this.#bootSooner(this.#host);
    } catch (error) {
      if (this.#boot === 'plain' || error instanceof Restart) throw error;
      this.#fallback = /** @type {Error} */ (error);
      this.#boot = 'plain';
      this.#host.loadLibrary();
      await this.#adopt(this.#host.spawn('plain'));
    }
    this.#host.loadLibrary();
  }

  /** Start the first interpreter, in the way that turns out to be ready sooner. @param {PythonHost} host */
  async #bootSooner(host) {
    const first = host.spawn('snapshot');
    const watch = setInterval(() => {
      if (!host.plainIsSooner) return;
      clearInterval(watch);
      host.leaveSnapshot();
      first.end(new SlowLink());
    }, 100);
    try {
      await this.#adopt(first);
    } catch (error) {
      if (!(error instanceof SlowLink)) throw error;
      host.loadLibrary();
      await this.#adopt(host.spawn('plain'));
      void host.resumeSnapshot(); // for the interpreters after this one
    } finally {
      clearInterval(watch);
    }
  }

  /** @param {Interpreter} interpreter  booting or ready */
  async #adopt(interpreter) {
    const host = /** @type {PythonHost} */ (this.#host);
    await readyWithin(host, interpreter, this.#options.patience);
    this.#activate(interpreter);
  }

  /** @param {Interpreter} interpreter  ready */
  #activate(interpreter) {
    this.#active = interpreter;
    interpreter.addEventListener('busy', () => this.#enter('running'));
    interpreter.addEventListener('idle', () => this.#rest());
    interpreter.addEventListener('over', () => this.#replace(interpreter), { once: true });
    if (this.#renewing) this.#rest();
    else this.#enter('ready');
    setTimeout(() => this.#prepareNext(), LONG_RUN);
  }

  /** The interpreter in use has ended: stopped, crashed, or closed for a new start. */
  #replace(/** @type {Interpreter} */ ended) {
    if (this.#active !== ended) return;
    this.#active = null;
    const next = this.#standby;
    this.#standby = null;
    if (next?.about) return this.#activate(next);
    this.#starting = this.#load(() => this.#patiently(() => this.#adopt(next ?? this.#spawnAnother())));
  }

  #spawnAnother() {
    return /** @type {PythonHost} */ (this.#host).spawn(this.#boot);
  }

  /** What takes the place of the one in use, or as much of it as there is memory for. */
  #prepareNext() {
    if (this.#standby || !this.#active || document.hidden) return;
    if (!this.#options.standby) return this.#boot === 'snapshot' && this.#host?.beginAhead();
    const standby = this.#spawnAnother();
    this.#standby = standby;
    standby.addEventListener('over', () => {
      if (this.#standby === standby) this.#standby = null;
    });
  }

  /** Nothing is asked of Python: now what was put off is done, one after the other. */
  async #rested() {
    const putOff = [
      () => this.#prepareNext(),
      () => this.#standby?.ready.catch(() => {}),
      () => this.#host?.keepSnapshot(),
      () => document.dispatchEvent(new Event('python-settled')), // others may load now
    ];
    for (const each of putOff) {
      await idle();
      if (this.#state !== 'ready') return; // there will be another rest
      await each();
    }
  }

  /** What nobody looks at and nobody asks takes less memory, the longer the less. */
  #watchAbsence() {
    clearTimeout(this.#leaving);
    if (!document.hidden || this.#state !== 'ready') return;
    const { spare, all } = this.#options.away;
    this.#leaving = setTimeout(() => {
      this.#standby?.end();
      this.#leaving = setTimeout(() => this.#letAllGo(), all);
    }, spare);
  }

  #letAllGo() {
    this.#letGo = true;
    this.#active = null; // and none takes its place
    this.#starting = null;
    this.#host?.close();
    this.#host = null;
    this.#enter('loading');
  }

  /** @param {() => Promise<void>} work */
  #load(work) {
    if (!this.#renewing) this.#enter('loading');
    const done = work().catch((error) => {
      const fault = error instanceof BootError ? error : new BootError(String(error?.message ?? error), { cause: error });
      this.#error = fault;
      this.#starting = null; // start() may be tried again
      this.#enter('failed');
      throw fault;
    });
    done.catch(() => {}); // the state tells it, to those who do not await it
    return done;
  }

  /** Be ready soon: calls that follow one another are one run, and the state does not flicker. */
  #rest() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#enter('ready'), PAUSE_OF_A_RUN);
  }

  /** @param {State} state */
  #enter(state) {
    clearTimeout(this.#resting);
    if (this.#state === state) return;
    this.#state = state;
    clearTimeout(this.#calming);
    this.#watchAbsence();
    this.dispatchEvent(new Event('state'));
    if (state === 'ready') this.#calming = setTimeout(() => void this.#rested(), this.#options.calm);
    if (state === 'failed') document.dispatchEvent(new Event('python-settled'));
  }

  /** @param {import('./python-host.js').Bytes} bytes */
  #progress({ loaded, total, waiting }) {
    /** @type {Progress} */
    const detail = { stage: waiting ? 'wait' : loaded < total ? 'download' : 'start', loaded, total };
    this.dispatchEvent(new CustomEvent('progress', { detail }));
  }
}
