/**
 * One run, until the next one or a stop: the code is given to Python, and more is asked about it.
 *
 *     empty --load--> loading --result--> ready
 *       ^               |
 *       `---- fault ----'        given up in any state, and for good: its signal
 *
 * @module session/run
 */

import { startPoint } from '../model/descent-settings.js';
import { failed, faultFound, glimpsed, interrupted, loaded, printed, settingsFor, workBegun, workEnded } from '../model/lab-run.js';
import { BootError, LearnerFault, Stopped } from '../python-errors.js';
import { Descents } from './descents.js';
import { Details } from './details.js';
import { Points } from './points.js';
import { Scope } from './scope.js';
import { Terrains } from './terrain.js';

/** @typedef {import('../model/lab-state.js').Nowhere} Nowhere */
/** @typedef {import('../model/lab-run.js').Kind} Kind */
/** @typedef {import('../../shared/protocol.js').Remark} Remark */
/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../../shared/protocol.js').Sight} Sight */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */

/**
 * @typedef {object} Options
 * @property {() => string | null} engine  source of the engine that stands in for ours; null for ours
 * @property {boolean} follow  all numbers are those of the start, wherever it is put
 * @property {(code: string) => import('../model/examples.js').Known | undefined} known
 */

export class Run {
  #client;
  #options;
  #given = new AbortController();
  #scope;
  /** @type {Promise<void> | null} */
  #loading = null;
  /** Whatever Python was when it was given the code: another has not run it. @type {{about: unknown} | null} */
  #holder = null;
  /** Whether compiled code was found to be wrong: it is not used after that. */
  #faulted = false;

  /** @param {import('./scope.js').Context} context @param {Options} options */
  constructor(context, options) {
    this.#client = context.client;
    this.#options = options;
    this.#scope = new Scope(context, this.#given.signal, {
      wrong: (fault) => void this.#drawAgain(fault),
      lost: (fault) => {
        if (this.#given.signal.aborted) return;
        this.#report(fault);
        context.over();
      },
    });
    this.descents = new Descents(this.#scope);
    this.details = new Details(this.#scope);
    this.points = new Points(this.#scope);
    this.terrains = new Terrains(this.#scope);
  }

  /** Whether Python is being given the code. */
  get loading() {
    return this.#loading !== null;
  }

  /** Whether Python has run the code that the result is about. */
  get ready() {
    return !this.loading && this.#holder !== null && this.#holder.about === this.#client.about;
  }

  /** What is going on is given up, and what it still brings is not heard. */
  giveUp() {
    this.#given.abort();
  }

  /** @param {string} code */
  async start(code) {
    await this.#finish(async () => {
      await this.#load(code);
      const { beside = [] } = this.#options.known(code) ?? {};
      if (this.#scope.state.kept.length === 0) await this.descents.compare(beside);
      await together(this.descents.descend(), this.details.explain(), this.points.witness());
    }, 'busy');
    if (this.ready) await this.more(() => this.terrains.explore(), 'exploring');
  }

  /**
   * More about the result that is shown. Python that has not run its code (after a stop, at the
   * opening) is given it first; where it is being given some, what is wanted is about to be done.
   * @param {(run: Run) => Promise<unknown>} work
   * @param {Kind} [kind]  'exploring': Python counts as free meanwhile
   */
  async more(work, kind = 'busy') {
    const { result, ranCode } = this.#scope.state;
    const { state } = this.#client;
    if (!result || ranCode === null || this.loading || state === 'failed') return;
    if (!this.ready && state === 'loading') return;
    await this.#work(async () => {
      if (!this.ready) await this.#load(ranCode);
      await work(this);
    }, kind);
  }

  /** What is looked at in passing: where Python would have to be given the code first, it is left. @param {(run: Run) => Promise<unknown>} work */
  async inPassing(work) {
    if (this.ready) await this.#scope.attempt(() => work(this)).catch((fault) => this.#report(fault));
  }

  /** The state says so meanwhile. @param {() => Promise<void>} work @param {Kind} kind */
  #work(work, kind) {
    this.#scope.become(workBegun, kind);
    return this.#finish(work, kind);
  }

  /** However it ends, the state says so, and how it failed if it did. @param {() => Promise<void>} work @param {Kind} kind */
  async #finish(work, kind) {
    try {
      await this.#scope.attempt(work);
    } catch (fault) {
      this.#report(fault);
    } finally {
      this.#scope.become(workEnded, kind);
    }
  }

  /** @param {string} code */
  #load(code) {
    this.#holder = null;
    this.#loading = this.#runCode(code).finally(() => (this.#loading = null));
    return this.#loading;
  }

  /** @param {string} code */
  async #runCode(code) {
    const scope = this.#scope;
    const { engine, follow, known } = this.#options;
    /** @param {StreamEvent} event */
    const onEvent = (event) => {
      if (event.event === 'numbers') scope.become(glimpsed, event, follow);
      if (event.event === 'stdout') scope.become(printed, event.text);
    };
    await scope.until(() => this.#client.renew());
    const result = /** @type {RunResult} */ (await scope.ask('run', { code, engine: engine() }, onEvent));
    const seen = follow ? await this.#lookAtStart(result) : {};
    this.#holder = { about: this.#client.about };
    scope.become(loaded, { code, result: { ...result, view: known(code)?.view ?? result.view }, ...seen });
  }

  /** Where the start was put elsewhere: all numbers are those of there. @param {RunResult} result @returns {Promise<{sight?: Sight, nowhere?: Nowhere}>} */
  async #lookAtStart(result) {
    const point = startPoint(settingsFor(this.#scope.state, result).start, result.parameters);
    if (point.every((value, k) => value === result.parameters[k].value)) return {};
    try {
      return { sight: await this.#scope.ask('look', { point }) };
    } catch (fault) {
      if (!(fault instanceof LearnerFault)) throw fault;
      return { nowhere: { point, problem: fault.data } };
    }
  }

  /** Compiled code was wrong, and is not used any more: what came of it is asked for again. @param {Remark} fault */
  async #drawAgain(fault) {
    if (this.#faulted || this.#given.signal.aborted) return;
    this.#faulted = true; // what is asked for again must not ask for more by a further one
    console.error(fault.report); // whoever watches over the site, our tests among them, sees it there
    await this.#loading?.catch(() => {});
    this.terrains.forget();
    this.#scope.become(faultFound, fault);
    await this.more(() => together(this.descents.descend(), this.details.explain()));
    await this.more(() => this.terrains.explore(), 'exploring');
  }

  /** @param {unknown} fault */
  #report(fault) {
    if (fault instanceof LearnerFault) this.#scope.become(failed, fault.data);
    else if (fault instanceof Stopped) this.#scope.become(interrupted, fault.message);
    else if (!(fault instanceof BootError)) throw fault; // else the client's state tells it
  }
}

/** All of it to its end, whatever fails meanwhile. @param {Promise<void>[]} works */
async function together(...works) {
  const ends = await Promise.allSettled(works);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
