/**
 * One loss being studied: its code, what Python said about it, and what the reader is looking at.
 *
 * Holds no DOM. Views draw `state`, and are told of a change by the event 'change'. The Lab has one
 * session, and so has each live figure of the course.
 *
 *     edit -> run -> result -> descend (streams) -> path, end
 *                       |  `-> explore (streams)  -> landscape of the window
 *                       `----> point, step, select, instance
 *
 * @module lab-session
 */

import { startPoint, DEFAULT_DESCENT } from './model/descent-settings.js';
import { emptyPath, extend } from './model/descent-path.js';
import { withInstance } from './model/instance.js';
import { covered } from './model/map-window.js';
import { stepsOf } from './model/steps.js';
import { append, EMPTY_LOG } from './model/text-log.js';
import { BootError, LearnerFault, Stopped } from './python-client.js';

/** @typedef {import('./python-client.js').PythonClient} PythonClient */
/** @typedef {import('./model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('./model/descent-path.js').Path} Path */
/** @typedef {import('./model/map-window.js').MapWindow} MapWindow */
/** @typedef {import('./model/steps.js').Step} Step */
/** @typedef {import('./model/text-log.js').TextLog} TextLog */
/** @typedef {import('../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../shared/protocol.js').LearnerError} LearnerError */
/** @typedef {import('../shared/protocol.js').Landscape} Landscape */
/** @typedef {import('../shared/protocol.js').LandscapeArgs} LandscapeArgs */
/** @typedef {import('../shared/protocol.js').DescentEnd} DescentEnd */
/** @typedef {import('../shared/protocol.js').Explanation} Explanation */
/** @typedef {import('../shared/protocol.js').InstanceValues} InstanceValues */
/** @typedef {import('../shared/protocol.js').RaceLap} RaceLap */
/** @typedef {import('../shared/protocol.js').StreamEvent} StreamEvent */

/** @typedef {{args: LandscapeArgs, landscape: Landscape, whole: boolean}} Terrain a landscape, and where it lies */
/** @typedef {{path: Path, end: DescentEnd | null, settings: DescentSettings}} Descent */
/** @typedef {{point: number[], loss: number, gradient: number[]}} Probe the loss where the reader points */

/**
 * @typedef {object} LabState
 * @property {string} code       what stands in the editor
 * @property {string | null} ranCode  the code that `result` is about
 * @property {boolean} busy      a run, or what follows from it, is going on
 * @property {boolean} exploring  a landscape is being computed, behind everything else
 * @property {RunResult | null} result
 * @property {LearnerError | null} error
 * @property {string | null} notice  one sentence on what happened: "Stopped."
 * @property {TextLog} log
 * @property {DescentSettings} settings
 * @property {Descent | null} descent
 * @property {Terrain | null} terrain
 * @property {string | null} terrainProblem
 * @property {[number, number]} axes  which parameters the map shows
 * @property {Step[]} steps      of the graph
 * @property {number} position   in `steps`
 * @property {string | null} selected  a node of the graph
 * @property {Explanation | null} explanation
 * @property {Probe | null} probe
 * @property {Descent[]} kept    earlier descents, to compare with
 * @property {RaceLap[] | null} race
 */

/** @typedef {Pick<LabState, 'code' | 'settings'> & Partial<LabState>} Beginning */

/** More paths than this cannot be told apart. */
const MOST_KEPT = 4;

export class LabSession extends EventTarget {
  /** @type {LabState} */
  state;
  /** @type {PythonClient} */
  #client;
  /** @type {string | null} the code that the worker has run, if it has */
  #loaded = null;
  /** @type {Promise<void> | null} the run that is going on */
  #loading = null;
  /** Pieces of work under way. */
  #pending = { busy: 0, exploring: 0 };
  /** Grows with each interruption: what an earlier era brings is dropped. */
  #era = 0;
  /** @type {Map<string, AbortController>} what is going on, by kind: a later one replaces it */
  #underway = new Map();

  /** Source of the engine that stands in for ours; null for ours. @type {() => string | null} */
  #engine;

  /** @param {PythonClient} client @param {Beginning} beginning @param {{engine?: () => string | null}} [options] */
  constructor(client, beginning, { engine = () => null } = {}) {
    super();
    this.#client = client;
    this.#engine = engine;
    this.state = {
      ranCode: null,
      busy: false,
      exploring: false,
      result: null,
      error: null,
      notice: null,
      log: EMPTY_LOG,
      descent: null,
      terrain: null,
      terrainProblem: null,
      axes: [0, 1],
      steps: [],
      position: 0,
      selected: null,
      explanation: null,
      probe: null,
      kept: [],
      race: null,
      ...beginning,
    };
    if (this.state.result) this.#studyGraph(this.state.result);
  }

  /** @param {Partial<LabState>} patch */
  #update(patch) {
    this.state = { ...this.state, ...patch };
    this.dispatchEvent(new Event('change'));
  }

  /** Say something to the reader. @param {string} notice */
  tell(notice) {
    this.#update({ notice });
  }

  /** @param {string} code */
  edit(code) {
    this.#update({ code });
  }

  /** Other code, with settings that suit it. @param {string} code @param {DescentSettings} [settings] */
  open(code, settings = DEFAULT_DESCENT) {
    this.#update({ code, settings, selected: null });
  }

  /** Run the code in the editor; what was going on is given up. */
  async run() {
    if (this.#loading) this.#interrupt();
    this.#abandon();
    this.#update({ error: null, notice: null, log: EMPTY_LOG });
    const { code } = this.state;
    await this.#work(async () => {
      await this.#load(code);
      await Promise.all([this.#descendNow(), this.#explainNow()]);
    });
    if (this.#loaded === code) await this.#again(() => this.#exploreNow(), { behind: true });
  }

  /** End whatever Python is doing. What had arrived stays. */
  stop() {
    if (!this.state.busy && !this.state.exploring) return;
    this.#interrupt();
    this.#update({ notice: 'Stopped. What had arrived is kept.' });
  }

  #interrupt() {
    this.#era += 1;
    this.#pending = { busy: 0, exploring: 0 };
    this.#loading = null;
    this.#loaded = null;
    this.#abandon();
    this.#client.stop();
    this.#update({ busy: false, exploring: false });
  }

  #abandon() {
    for (const doing of this.#underway.values()) doing.abort();
  }

  /**
   * Do something with Python; the state says so meanwhile, and how it failed if it does.
   * @param {() => Promise<void>} work
   * @param {'busy' | 'exploring'} [as]
   */
  async #work(work, as = 'busy') {
    const era = this.#era;
    this.#pending[as] += 1;
    this.#update({ [as]: true });
    try {
      await work();
    } catch (fault) {
      if (era === this.#era) this.#report(fault);
    }
    if (era !== this.#era) return;
    this.#pending[as] -= 1;
    if (this.#pending[as] === 0) this.#update({ [as]: false });
  }

  /** Give the worker the code; those who ask meanwhile wait for the same answer. @param {string} code */
  #load(code) {
    const era = this.#era;
    this.#loading = this.#runCode(code).finally(() => {
      if (era === this.#era) this.#loading = null;
    });
    return this.#loading;
  }

  /** @param {string} code */
  async #runCode(code) {
    this.#loaded = null;
    const era = this.#era;
    await this.#client.renew();
    if (era !== this.#era) throw new Stopped();
    const result = /** @type {RunResult} */ (
      await this.#client.call('run', { code, engine: this.#engine() }, { onEvent: this.#hear })
    );
    if (era !== this.#era) throw new Stopped();
    this.#loaded = code;
    const changed = code !== this.state.ranCode;
    const anew = { terrain: null, axes: /** @type {[number, number]} */ ([0, 1]), selected: null, descent: null, kept: [], race: null, probe: null };
    this.#update({ result, ranCode: code, explanation: null, terrainProblem: null, ...(changed ? anew : {}) });
    this.#studyGraph(result);
  }

  /** @param {RunResult} result */
  #studyGraph(result) {
    const steps = stepsOf(result.graph);
    this.#update({ steps, position: steps.length });
  }

  /** @param {Partial<DescentSettings>} change */
  configure(change) {
    this.#update({ settings: { ...this.state.settings, ...change } });
    void this.#again(() => this.#descendNow());
  }

  /** Ask for the landscape of another part of the plane. @param {LandscapeArgs} args */
  explore(args) {
    this.#wanted = args;
    void this.#again(() => this.#exploreNow(), { behind: true });
  }

  /** @param {[number, number]} axes */
  showAxes(axes) {
    this.#update({ axes, terrain: null });
  }

  /** @type {LandscapeArgs | null} */
  #wanted = null;

  /**
   * More about the result that is shown. A worker that has not run its code (after a stop, at the
   * opening) is given it first; where a run is about to do the same work, there is nothing to do.
   * @param {() => Promise<void>} more
   * @param {{behind: boolean}} [how]  `behind`: Python counts as free meanwhile
   */
  async #again(more, { behind } = { behind: false }) {
    const { result, ranCode } = this.state;
    if (!result || ranCode === null || this.#loading || this.#client.state === 'failed') return;
    if (this.#loaded === null && this.#client.state === 'loading') return;
    await this.#work(async () => {
      if (this.#loaded !== ranCode) await this.#load(ranCode);
      await more();
    }, behind ? 'exploring' : 'busy');
  }

  async #descendNow() {
    const { result, settings } = this.state;
    if (!result || result.parameters.length === 0) return;
    const doing = this.#begin('descend');
    const start = startPoint(settings.start, result.parameters);
    const { optimizer, rate, steps, batches = null } = settings;
    const args = { start, optimizer, rate, steps, batches };
    let path = emptyPath(start.length);
    /** @param {StreamEvent} event */
    const onEvent = (event) => {
      if (doing.signal.aborted) return;
      if (event.event === 'steps') {
        path = extend(path, event);
        this.#update({ descent: { path, end: null, settings } });
      } else this.#hear(event);
    };
    const end = /** @type {DescentEnd} */ (await this.#client.call('descend', args, { onEvent, signal: doing.signal }));
    if (!doing.signal.aborted) this.#update({ descent: { path, end, settings } });
  }

  async #exploreNow() {
    const args = this.#wanted;
    if (!args || !this.state.result) return;
    if (args.held.length !== this.state.result.parameters.length) return;
    const doing = this.#begin('explore');
    /** @param {Landscape} landscape @param {boolean} whole */
    const show = (landscape, whole) => {
      if (doing.signal.aborted || (!whole && this.#alreadyShows(args))) return;
      this.#update({ terrain: { args, landscape, whole }, terrainProblem: null });
    };
    /** @param {StreamEvent} event */
    const onEvent = (event) => (event.event === 'landscape' ? show(event.landscape, false) : undefined);
    try {
      const whole = await this.#client.call('landscape', args, { onEvent, signal: doing.signal });
      if (whole) show(/** @type {Landscape} */ (whole), true);
    } catch (fault) {
      if (!(fault instanceof LearnerFault)) throw fault;
      if (!doing.signal.aborted) this.#update({ terrainProblem: fault.data.message });
    }
  }

  /** A whole picture of about the same place is better than a coarse one. @param {LandscapeArgs} args */
  #alreadyShows(args) {
    const { terrain } = this.state;
    return terrain !== null && terrain.whole && covered(terrain.args, args) > 0.6;
  }

  async #explainNow() {
    const era = this.#era;
    const explanation = /** @type {Explanation} */ (await this.#client.call('explain', {}));
    if (era === this.#era) this.#update({ explanation });
  }

  /** Show another repetition of what the graph draws once. @param {string} frame @param {number} index */
  showInstance(frame, index) {
    void this.#again(async () => {
      const doing = this.#begin('instance');
      const values = /** @type {InstanceValues} */ (await this.#client.call('instance', { template: frame, index }));
      const result = this.state.result;
      if (doing.signal.aborted || !result) return;
      const graph = withInstance(result.graph, frame, index, values);
      const steps = stepsOf(graph);
      this.#update({ result: { ...result, graph }, steps, position: Math.min(this.state.position, steps.length) });
    });
  }

  /** Keep the descent that is shown, to compare others with it. */
  keepDescent() {
    const { descent, kept } = this.state;
    if (descent?.end && !kept.includes(descent)) this.#update({ kept: [...kept, descent].slice(-MOST_KEPT) });
  }

  /** @param {Descent} descent */
  dropDescent(descent) {
    this.#update({ kept: this.state.kept.filter((one) => one !== descent) });
  }

  /** The four ways to the same gradient, timed on this machine. */
  startRace() {
    void this.#again(async () => {
      const doing = this.#begin('race');
      this.#update({ race: [] });
      /** @param {StreamEvent} event */
      const onEvent = (event) => {
        if (event.event === 'lap' && !doing.signal.aborted) this.#update({ race: [...(this.state.race ?? []), event.lap] });
      };
      const whole = await this.#client.call('race', {}, { onEvent, signal: doing.signal });
      if (whole && !doing.signal.aborted) this.#update({ race: whole.laps });
    });
  }

  /** @type {number[] | null} the point that is asked about next; those in between are passed over */
  #asked = null;
  #probing = false;

  /** What are the loss and its gradient here? @param {number[] | null} point  null: the reader points nowhere */
  probe(point) {
    this.#asked = point;
    if (!point && this.state.probe) this.#update({ probe: null });
    if (point && !this.#probing && !this.state.busy && this.#loaded !== null && this.#loaded === this.state.ranCode) void this.#answer();
  }

  async #answer() {
    const era = this.#era;
    this.#probing = true;
    try {
      while (this.#asked && era === this.#era) {
        const point = this.#asked;
        this.#asked = null;
        const { loss, gradient } = await this.#client.call('evaluate', { point });
        if (era === this.#era) this.#update({ probe: { point, loss, gradient } });
      }
    } catch (fault) {
      // No gradient at that point, or Python was stopped: there is nothing to show there.
      if (!(fault instanceof LearnerFault || fault instanceof Stopped)) throw fault;
      this.#update({ probe: null });
    } finally {
      this.#probing = false;
    }
  }

  /** @param {string | null} node */
  select(node) {
    if (node !== this.state.selected) this.#update({ selected: node });
  }

  /** @param {number} position */
  stepTo(position) {
    const at = Math.min(this.state.steps.length, Math.max(0, position));
    if (at !== this.state.position) this.#update({ position: at });
  }

  /** A new piece of work of a kind, for which the one before it is given up. @param {string} kind */
  #begin(kind) {
    this.#underway.get(kind)?.abort();
    const doing = new AbortController();
    this.#underway.set(kind, doing);
    return doing;
  }

  /** @param {StreamEvent} event */
  #hear = (event) => {
    if (event.event === 'stdout') this.#update({ log: append(this.state.log, event.text) });
  };

  /** @param {unknown} fault */
  #report(fault) {
    if (fault instanceof LearnerFault) this.#update({ error: fault.data });
    else if (fault instanceof Stopped) this.#update({ notice: fault.message });
    else if (fault instanceof BootError) return; // the client's state tells it
    else throw fault;
  }
}
