/**
 * One loss being studied: its code, what Python said about it, and what the reader is looking at.
 *
 * Holds no DOM. Views draw `state`, and are told of a change by the event 'change'; 'run' comes before a run. The Lab has one
 * session, and so has each live figure of the course. Its parts are in session/.
 *
 *     edit -> run -> result -> descend (streams) -> path, end
 *                       |  `-> explore (streams)  -> landscape of the window
 *                       `----> point, step, select, instance
 *
 * @module lab-session
 */

import { NOTHING_FOUND, stateFrom } from './lab-state.js';
import { startPoint, DEFAULT_DESCENT } from './model/descent-settings.js';
import { covered } from './model/map-window.js';
import { withInstance } from './model/instance.js';
import { stepsOf } from './model/steps.js';
import { append, EMPTY_LOG } from './model/text-log.js';
import { BootError, LearnerFault, Stopped } from './python-client.js';
import { Descents } from './session/descents.js';
import { Points } from './session/points.js';
import { Terrains } from './session/terrain.js';

/** @typedef {import('./python-client.js').PythonClient} PythonClient */
/** @typedef {import('./model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('./lab-state.js').LabState} LabState */
/** @typedef {import('./lab-state.js').Beginning} Beginning */
/** @typedef {import('./lab-state.js').Terrain} Terrain */
/** @typedef {import('./lab-state.js').Descent} Descent */
/** @typedef {import('./lab-state.js').Probe} Probe */
/** @typedef {import('../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../shared/protocol.js').LandscapeArgs} LandscapeArgs */
/** @typedef {import('../shared/protocol.js').Explanation} Explanation */
/** @typedef {import('../shared/protocol.js').InstanceValues} InstanceValues */
/** @typedef {import('../shared/protocol.js').Sight} Sight */
/** @typedef {import('../shared/protocol.js').StreamEvent} StreamEvent */
/** @typedef {import('../shared/protocol.js').NumbersEvent} NumbersEvent */

/**
 * @typedef {object} Options
 * @property {() => string | null} [engine]  source of the engine that stands in for ours; null for ours
 * @property {boolean} [follow]  all numbers are those of the start, wherever it is put
 * @property {(code: string) => import('./model/examples.js').Known | undefined} [known]
 */

export class LabSession extends EventTarget {
  /** @type {LabState} */
  state;
  /** @type {PythonClient} */
  #client;
  /** The same for calls: whatever is asked, a fault of our compiler is heard. @type {import('./session/ground.js').Ground['client']} */
  #python;
  /** @type {Required<Options>} */
  #options;
  /** @type {string | null} the code that the worker has run, if it has */
  #loaded = null;
  /** @type {Promise<void> | null} the run that is going on */
  #loading = null;
  /** Pieces of work under way. */
  #pending = { busy: 0, exploring: 0 };
  /** Grows with each interruption: what an earlier era brings is dropped. */
  #era = 0;
  /** The era in which compiled code was found to be wrong: it is not used after that. @type {number | null} */
  #faulted = null;
  /** @type {Map<string, AbortController>} what is going on, by kind: a later one replaces it */
  #underway = new Map();
  /** @type {string | null} the parameters and their defaults, in the code that ran last */
  #defaults = null;
  #descents;
  #points;
  #terrains;

  /** @param {PythonClient} client @param {Beginning} beginning @param {Options} [options] */
  constructor(client, beginning, { engine = () => null, follow = false, known = () => undefined } = {}) {
    super();
    this.#client = client;
    this.#python = { call: (method, args, options) => client.call(method, args, { ...options, onEvent: this.#attend(options?.onEvent) }) };
    this.#options = { engine, follow, known };
    this.state = stateFrom(beginning);
    const ground = {
      state: () => this.state,
      update: (/** @type {Partial<LabState>} */ patch) => this.#update(patch),
      client: this.#python,
      ready: () => !this.#loading && this.#loaded !== null && this.#loaded === this.state.ranCode,
      hear: this.#hear,
      begin: (/** @type {string} */ kind) => this.#begin(kind),
    };
    this.#descents = new Descents(ground);
    this.#points = new Points(ground);
    this.#terrains = new Terrains(ground);
    const { result } = this.state;
    if (result) {
      this.#defaults = defaultsOf(result);
      this.#studyGraph(result);
    }
  }

  /** @param {Partial<LabState>} patch */
  #update(patch) {
    const nudged = 'result' in patch || 'selected' in patch ? { nudge: null } : {}; // it was of other numbers, or another node
    this.state = { ...this.state, ...nudged, ...patch };
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
    this.dispatchEvent(new Event('run'));
    if (this.#loading) this.#client.stop();
    this.#beginEra();
    this.#update({ error: null, notice: null, log: EMPTY_LOG });
    const { code } = this.state;
    await this.#work(async () => {
      await this.#load(code);
      const { beside = [] } = this.#options.known(code) ?? {};
      if (this.state.kept.length === 0) await this.#descents.compare(beside);
      await Promise.all([this.#descents.descend(), this.#explainNow(), this.#points.witness()]);
    });
    if (this.#loaded === code) await this.#again(() => this.#terrains.explore(), { behind: true });
  }

  /** End whatever Python is doing. What had arrived stays. */
  stop() {
    if (!this.state.busy && !this.state.exploring) return;
    this.#interrupt();
    this.#update({ notice: 'Stopped. What had arrived is kept.' });
  }

  #interrupt() {
    this.#beginEra();
    this.#client.stop();
    this.#update({ busy: false, exploring: false });
  }

  /** What is going on is given up, and what it still brings is not heard. */
  #beginEra() {
    this.#era += 1;
    this.#pending = { busy: 0, exploring: 0 };
    this.#loading = null;
    this.#loaded = null;
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
    this.#terrains.forget();
    const era = this.#era;
    await this.#client.renew();
    if (era !== this.#era) throw new Stopped();
    const result = await this.#hearRun(code, era);
    if (era !== this.#era) throw new Stopped();
    const { view = result.view } = this.#options.known(code) ?? {};
    const start = this.#startFor(result);
    const moved = this.#options.follow && start.some((value, k) => value !== result.parameters[k].value);
    const seen = moved ? await this.#sightAt(start) : null;
    if (era !== this.#era) throw new Stopped();
    this.#loaded = code;
    const changed = code !== this.state.ranCode;
    const axes = this.#axesFor(result, code);
    this.#update({ ...(changed ? NOTHING_FOUND : {}), axes, here: seen?.here ?? null, witness: null, fault: null, result: { ...result, view }, ranCode: code, explanation: null, terrainProblem: null });
    if (seen?.sight) this.#points.show(seen.sight);
    else this.#studyGraph(result);
  }

  /** The first numbers are shown as they come. @param {string} code @param {number} era @returns {Promise<RunResult>} */
  async #hearRun(code, era) {
    const { here } = this.state;
    /** @param {StreamEvent} event */
    const onEvent = (event) => {
      if (event.event === 'numbers' && era === this.#era) this.#glance(event);
      else this.#hear(event);
    };
    try {
      return await this.#python.call('run', { code, engine: this.#options.engine() }, { onEvent });
    } catch (fault) {
      this.#update({ here }); // the rest of it did not come: what is shown is of the last code that ran
      throw fault;
    }
  }

  /** Where the parameters are those that are shown, their new numbers take the place of the old. @param {NumbersEvent} event */
  #glance({ names, point, loss, gradient }) {
    const { result, settings } = this.state;
    const same = result?.parameters.map(({ name }) => name).join() === names.join();
    const moved = this.#options.follow && settings.start.some((value, k) => value !== null && value !== point[k]);
    if (same && !moved) this.#update({ here: { point, loss, gradient } });
  }

  /** The first loss may come with axes, by a link; another loss has others. @param {RunResult} result @param {string} code */
  #axesFor({ parameters }, code) {
    const { axes, ranCode } = this.state;
    const kept = ranCode === null || ranCode === code;
    return kept && axes.every((k) => k < parameters.length) ? axes : NOTHING_FOUND.axes;
  }

  /** Where the descent starts now: an entry for parameters that are not there any more is dropped. @param {RunResult} result */
  #startFor(result) {
    const defaults = defaultsOf(result);
    const others = this.#defaults !== null && this.#defaults !== defaults;
    if (others) this.#update({ settings: { ...this.state.settings, start: [] } });
    this.#defaults = defaults;
    return startPoint(this.state.settings.start, result.parameters);
  }

  /** @param {number[]} point @returns {Promise<{sight: Sight | null, here: LabState['here']}>} */
  async #sightAt(point) {
    try {
      return { sight: await this.#python.call('look', { point }), here: null };
    } catch (fault) {
      if (!(fault instanceof LearnerFault)) throw fault;
      return { sight: null, here: { point, problem: fault.data } };
    }
  }

  /** @param {RunResult} result */
  #studyGraph(result) {
    const steps = stepsOf(result.graph);
    this.#update({ steps, position: steps.length });
  }

  /** @param {Partial<DescentSettings>} change */
  configure(change) {
    this.#update({ settings: { ...this.state.settings, ...change } });
    if (this.state.live) this.descend();
  }

  /** Whether settings take effect as they change. @param {boolean} live */
  setLive(live) {
    this.#update({ live });
    if (live) this.descend();
  }

  /** Descend by the settings, and look at the start that they name. */
  descend() {
    void this.#again(() => this.#descents.descend());
    const { result, settings, here } = this.state;
    if (!this.#options.follow || !result) return;
    const start = startPoint(settings.start, result.parameters);
    const known = here?.point ?? result.parameters.map((p) => p.value);
    if (start.some((value, k) => value !== known[k])) void this.#again(() => this.#points.follow(start));
  }

  /** Ask for the landscape of another part of the plane. @param {LandscapeArgs} args */
  explore(args) {
    this.#terrains.wanted = args;
    if (this.#loaded === null && this.shows(args)) return; // not finer, but without a run
    void this.#again(() => this.#terrains.explore(), { behind: true });
  }

  /** Whether the landscape that is there is all of this part of the plane. @param {LandscapeArgs} args */
  shows(args) {
    const { terrain } = this.state;
    return terrain !== null && covered(terrain.args, args) > 1 - 1e-9;
  }

  /** @param {[number, number]} axes */
  showAxes(axes) {
    this.#update({ axes, terrain: null });
  }

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

  async #explainNow() {
    const era = this.#era;
    const explanation = /** @type {Explanation} */ (await this.#python.call('explain', {}));
    if (era === this.#era) this.#update({ explanation });
  }

  /** Show another repetition of what the graph draws once. @param {string} frame @param {number} index */
  showInstance(frame, index) {
    void this.#again(async () => {
      const doing = this.#begin('instance');
      const values = /** @type {InstanceValues} */ (await this.#python.call('instance', { template: frame, index }));
      const result = this.state.result;
      if (doing.signal.aborted || !result) return;
      const graph = withInstance(result.graph, frame, index, values);
      const steps = stepsOf(graph);
      this.#update({ result: { ...result, graph }, steps, position: Math.min(this.state.position, steps.length) });
    });
  }

  /** Keep the descent that is shown, to compare others with it. */
  keepDescent() {
    this.#descents.keepShown();
  }

  /** @param {Descent} descent */
  dropDescent(descent) {
    this.#descents.drop(descent);
  }

  /** Look at a step of the descent, on the map and the curves. @param {number | null} step  null: its end */
  lookAtStep(step) {
    this.#descents.lookAt(step);
  }

  /** Change the chosen node by so much, and see what follows; 0 puts it back. @param {number} by */
  nudge(by) {
    const { selected: node, result } = this.state;
    if (!node || !result) return;
    if (by === 0) return this.#update({ nudge: null });
    this.#update({ nudge: { node, by, values: null } });
    void this.#again(async () => {
      const doing = this.#begin('nudge');
      const point = result.parameters.map(({ value }) => value);
      const { values } = /** @type {import('../shared/protocol.js').Nudge} */ (await this.#client.call('nudge', { point, node, by }));
      if (!doing.signal.aborted && this.state.nudge?.node === node && this.state.nudge.by === by) this.#update({ nudge: { node, by, values } });
    });
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
      const whole = await this.#python.call('race', {}, { onEvent, signal: doing.signal });
      if (whole && !doing.signal.aborted) this.#update({ race: whole.laps });
    });
  }

  /** What are the loss and its gradient here? @param {number[] | null} point  null: the reader points nowhere */
  probe(point) {
    this.#points.probe(point);
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

  /** Hears of a fault, and passes all other events on. @param {((event: StreamEvent) => void) | undefined} onEvent */
  #attend(onEvent) {
    const era = this.#era;
    return (/** @type {StreamEvent} */ event) => {
      if (event.event !== 'fault') onEvent?.(event);
      else if (era === this.#era && era !== this.#faulted) void this.#drawAgain(event.remark);
    };
  }

  /** Compiled code was wrong, and is not used any more: what came of it is asked for again. @param {import('../shared/protocol.js').Remark} fault */
  async #drawAgain(fault) {
    this.#faulted = this.#era; // what is asked for again must not ask for more by a further one
    console.error(fault.report); // whoever watches over the site, our tests among them, sees it there
    if (this.#loading) await this.#loading.catch(() => {});
    this.#terrains.forget();
    this.#update({ fault, kept: [], lowest: null, probe: null, terrain: null, prediction: null });
    await this.#again(() => Promise.all([this.#descents.descend(), this.#explainNow()]).then(() => {}));
    await this.#again(() => this.#terrains.explore(), { behind: true });
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

/** @param {RunResult} result */
function defaultsOf({ parameters }) {
  return JSON.stringify(parameters.map(({ name, value }) => [name, value]));
}
