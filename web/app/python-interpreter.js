/**
 * The page's end of one Python worker: calls out, events and answers in.
 *
 *     booting --ready--> idle <--call/answer--> busy
 *        `---- failed, died, ended: from any state, for good; what is pending is rejected
 *
 * Whatever comes through the port may have been written by a learner's code: it settles or feeds
 * calls that are pending here and does nothing else, and only where gate.js finds that it can be
 * believed. What cannot, and what is more than the page can show, ends the interpreter. Events:
 * `busy`, `idle`, `over`.
 */
import { Allowance, lettersIn } from './model/allowance.js';
import { problemOf } from './model/gate.js';
import { BootError, LearnerFault, notUnderstood, Stopped } from './python-errors.js';

/** @typedef {import('../shared/frame-protocol.js').Boot} Boot */
/** @typedef {import('../shared/protocol.js').Method} Method */
/** @typedef {import('../shared/protocol.js').StreamEvent} StreamEvent */
/** @typedef {import('../shared/protocol.js').ReadyMessage} ReadyMessage */
/** @typedef {import('../shared/protocol.js').WorkerMessage} WorkerMessage */
/** @typedef {(event: StreamEvent) => void} OnEvent */
/** @typedef {import('./model/gate.js').Asked & {resolve: (value: any) => void, reject: (error: Error) => void, onEvent: OnEvent}} Pending */

/** Messages that answer no call, and letters in them, that may come at once, and in each second after that: ours are below half of it. */
const MESSAGES = { most: 2000, perSecond: 250 };
const LETTERS = { most: 2_000_000, perSecond: 400_000 };

export class Interpreter extends EventTarget {
  /** What it said when it was ready. @type {ReadyMessage | null} */
  about = null;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #lastId = 0;
  #messages = new Allowance(MESSAGES);
  #letters = new Allowance(LETTERS);
  #port;
  /** @type {(message: ReadyMessage) => void} */
  #isReady = () => {};
  /** @type {(error: Error) => void} */
  #isNotReady = () => {};
  /** @type {Error | null} */
  #over = null;

  /** @param {MessagePort} port  @param {Boot} boot  how it is being started */
  constructor(port, boot) {
    super();
    this.boot = boot;
    this.#port = port;
    /** @type {Promise<ReadyMessage>} */
    this.ready = new Promise((resolve, reject) => {
      this.#isReady = resolve;
      this.#isNotReady = reject;
    });
    this.ready.catch(() => {}); // whoever needs it awaits it; a standby that fails is no one's error
    port.onmessage = ({ data }) => this.#receive(data);
  }

  /** Whether anything has run in it. */
  get used() {
    return this.#lastId > 0;
  }

  get busy() {
    return this.#pending.size > 0;
  }

  /**
   * @param {Method} method
   * @param {object} args
   * @param {{onEvent?: OnEvent, signal?: AbortSignal}} [options]
   * @returns {Promise<any>}
   */
  call(method, args, { onEvent = () => {}, signal } = {}) {
    if (this.#over) return Promise.reject(this.#over);
    const id = ++this.#lastId;
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { method, args, resolve, reject, onEvent }));
    const cancel = () => {
      Object.assign(this.#pending.get(id) ?? {}, { cancelled: true });
      this.#port.postMessage({ kind: 'cancel', id });
    };
    this.#port.postMessage({ kind: 'call', id, method, args });
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    if (this.#pending.size === 1) this.dispatchEvent(new Event('busy'));
    return answer.finally(() => signal?.removeEventListener('abort', cancel));
  }

  /**
   * Nothing comes through after this; what is pending, and each later call, is rejected.
   * @param {Error} [error]
   */
  end(error = new Stopped()) {
    if (this.#over) return;
    this.#over = error;
    this.#port.close();
    this.#isNotReady(error);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.dispatchEvent(new Event('over'));
  }

  /** The worker broke down without a word of its own. @param {string} message */
  die(message) {
    const what = this.about ? 'Python ended unexpectedly' : 'Python could not be started';
    const Fault = this.about ? Stopped : BootError;
    this.end(new Fault(`${what}: ${message}`));
  }

  /** It said itself that it broke down. @param {LearnerFault} fault */
  #fail(fault) {
    this.end(this.about ? fault : new BootError(fault.message));
  }

  /** @param {unknown} data */
  #receive(data) {
    const problem = problemOf(data, (id) => this.#pending.get(id));
    if (problem) return this.#refuse(problem);
    const message = /** @type {WorkerMessage} */ (data);
    if (!this.#allows(message)) return this.#refuse('more than the page can show');
    switch (message.kind) {
      case 'ready':
        if (this.about) return this.#refuse('ready: once more');
        this.about = message;
        return this.#isReady(message);
      case 'failed':
        return this.#fail(new LearnerFault(message.error));
      case 'event':
        return this.#pending.get(message.id)?.onEvent(message.event);
      case 'result':
        return this.#settle(message.id, ({ resolve }) => resolve(message.value));
      case 'error':
        return this.#settle(message.id, ({ reject }) => reject(new LearnerFault(message.error)));
    }
  }

  /** Each call may be answered; of all else there is a limit. @param {WorkerMessage} message */
  #allows(message) {
    const answers = message.kind !== 'event' && 'id' in message && this.#pending.has(message.id);
    if (answers) return true;
    const now = performance.now();
    const letters = message.kind === 'event' ? lettersIn(message.event) : 0;
    return this.#messages.take(1, now) && this.#letters.take(letters, now);
  }

  /** @param {string} problem */
  #refuse(problem) {
    this.#fail(new LearnerFault(notUnderstood(problem)));
  }

  /** @param {number} id  @param {(pending: Pending) => void} answer */
  #settle(id, answer) {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    answer(pending);
    if (!this.busy) this.dispatchEvent(new Event('idle'));
  }
}
