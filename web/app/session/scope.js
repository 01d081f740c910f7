/**
 * Work that can be given up: it asks Python, and changes the state, as long as its signal is not aborted.
 *
 *     run ---- descend        each has a signal within the run's, and gives way to a newer one of its kind
 *         |--- landscape      (session/latest.js)
 *         `--- witness, nudge, ...
 *
 * What comes too late is not heard, and needs no other rule than this one.
 *
 * @module session/scope
 */

import { LearnerFault } from '../python-errors.js';

/** @typedef {import('../model/lab-state.js').LabState} LabState */
/** @typedef {import('../python-client.js').PythonClient} PythonClient */
/** @typedef {import('../../shared/protocol.js').LearnerError} LearnerError */
/** @typedef {import('../../shared/protocol.js').Method} Method */
/** @typedef {import('../../shared/protocol.js').Remark} Remark */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */

/**
 * @template {unknown[]} Facts
 * @typedef {(state: LabState, ...facts: Facts) => LabState} Transition  see model/lab-run.js and its neighbours
 */

/**
 * What all work stands on.
 * @typedef {object} Context
 * @property {Pick<PythonClient, 'call' | 'renew' | 'state' | 'about'>} client
 * @property {() => LabState} state
 * @property {<Facts extends unknown[]>(transition: Transition<Facts>, ...facts: Facts) => void} become
 * @property {() => void} over  the run is: Python ended by itself
 */

/**
 * What a run hears of, whoever in it was asking.
 * @typedef {object} Watch
 * @property {(fault: Remark) => void} wrong  our compiler was
 * @property {(fault: unknown) => void} lost  Python ended: another has taken its place, which holds nothing
 */

export class Scope {
  #context;
  #watch;

  /**
   * @param {Context} context
   * @param {AbortSignal} signal
   * @param {Watch} watch
   */
  constructor(context, signal, watch) {
    this.#context = context;
    this.signal = signal;
    this.#watch = watch;
  }

  get state() {
    return this.#context.state();
  }

  /** @template {unknown[]} Facts @param {Transition<Facts>} transition @param {Facts} facts */
  become(transition, ...facts) {
    if (!this.signal.aborted) this.#context.become(transition, ...facts);
  }

  /**
   * @template Answer
   * @param {() => Promise<Answer>} work
   * @returns {Promise<Answer>}
   * @throws the signal's reason, whatever the work brings, when it has been given up
   */
  async until(work) {
    this.signal.throwIfAborted();
    try {
      return await work();
    } finally {
      this.signal.throwIfAborted();
    }
  }

  /**
   * Ask Python.
   * @param {Method} method
   * @param {object} [args]
   * @param {(event: StreamEvent) => void} [onEvent]
   * @returns {Promise<any>}
   */
  ask(method, args = {}, onEvent = () => {}) {
    const { client } = this.#context;
    const { about } = client;
    /** @param {StreamEvent} event */
    const hear = (event) => {
      if (event.event === 'fault') this.#watch.wrong(event.remark);
      else onEvent(event);
    };
    return this.until(async () => {
      try {
        return await client.call(method, args, { onEvent: hear, signal: this.signal });
      } catch (fault) {
        if (client.about !== about) this.#watch.lost(fault);
        throw fault;
      }
    });
  }

  /**
   * Do something to its end, or until it is given up.
   * @template {unknown[]} Facts
   * @param {() => Promise<unknown>} work
   * @param {Transition<[LearnerError, ...Facts]>} [otherwise]  what it means that the learner's code raised, where that is no failure
   * @param {Facts} facts
   */
  async attempt(work, otherwise, ...facts) {
    try {
      await work();
    } catch (fault) {
      if (this.signal.aborted) return;
      if (!otherwise || !(fault instanceof LearnerFault)) throw fault;
      this.become(otherwise, fault.data, ...facts);
    }
  }

  /** @param {AbortSignal} signal */
  within(signal) {
    return new Scope(this.#context, AbortSignal.any([this.signal, signal]), this.#watch);
  }
}
