/**
 * One loss being studied: its code, what Python said about it, and what the reader is looking at.
 *
 * Holds no DOM. Views draw `state`, and are told of a change by the event 'change'; 'run' comes before a run. The Lab has one
 * session, and so has each live figure of the course.
 *
 *     what the reader does, what Python says --> a transition (model/lab-*.js) --> state --> 'change'
 *
 * Python is asked by the run that is going on (session/run.js); the one before it is given up.
 *
 * @module lab-session
 */

import { DEFAULT_DESCENT } from './model/descent-settings.js';
import { descentDropped, descentKept, stepLookedAt, stepPoint } from './model/lab-descents.js';
import { axesChosen, nudged, selected, showsAllOf, steppedTo, unprobed, windowMoved } from './model/lab-looks.js';
import { atRest, configured, edited, madeLive, opened, runBegun, startElsewhere, stopped, told } from './model/lab-run.js';
import { stateFrom } from './model/lab-state.js';
import { Run } from './session/run.js';

/** @typedef {import('./python-client.js').PythonClient} PythonClient */
/** @typedef {import('./model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('./model/lab-state.js').LabState} LabState */
/** @typedef {import('./model/lab-state.js').Beginning} Beginning */
/** @typedef {import('./model/lab-state.js').Terrain} Terrain */
/** @typedef {import('./model/lab-state.js').Descent} Descent */
/** @typedef {import('./session/run.js').Options} Options */
/** @typedef {import('../shared/protocol.js').LandscapeArgs} LandscapeArgs */

export class LabSession extends EventTarget {
  /** @type {LabState} */
  state;
  #client;
  #options;
  #run;

  /** @param {PythonClient} client @param {Beginning} beginning @param {Partial<Options>} [options] */
  constructor(client, beginning, { engine = () => null, follow = false, known = () => undefined } = {}) {
    super();
    this.#client = client;
    this.#options = { engine, follow, known };
    this.state = stateFrom(beginning);
    this.#run = this.#nextRun();
  }

  #nextRun() {
    return new Run({ client: this.#client, state: () => this.state, become: this.#become, over: () => this.#turn(atRest) }, this.#options);
  }

  /** @template {unknown[]} Facts @param {import('./session/scope.js').Transition<Facts>} transition @param {Facts} facts */
  #become = (transition, ...facts) => {
    const before = this.state;
    this.state = transition(before, ...facts);
    if (this.state !== before) this.dispatchEvent(new Event('change'));
  };

  /** What is going on is given up. @param {(state: LabState) => LabState} transition */
  #turn(transition) {
    this.#run.giveUp();
    this.#run = this.#nextRun();
    this.#become(transition);
    return this.#run;
  }

  /** Say something to the reader. @param {string} notice */
  tell(notice) {
    this.#become(told, notice);
  }

  /** @param {string} code */
  edit(code) {
    this.#become(edited, code);
  }

  /** Other code, with settings that suit it. @param {string} code @param {DescentSettings} [settings] */
  open(code, settings = DEFAULT_DESCENT) {
    this.#become(opened, code, settings);
  }

  /** Run the code in the editor. */
  async run() {
    this.dispatchEvent(new Event('run'));
    if (this.#run.loading) this.#client.stop();
    await this.#turn(runBegun).start(this.state.code);
  }

  /** End whatever Python is doing. What had arrived stays. */
  stop() {
    if (!this.state.busy && !this.state.exploring) return;
    this.#turn(stopped);
    this.#client.stop();
  }

  /** @param {Partial<DescentSettings>} change */
  configure(change) {
    this.#become(configured, change);
    if (this.state.live) this.descend();
  }

  /** Whether settings take effect as they change. @param {boolean} live */
  setLive(live) {
    this.#become(madeLive, live);
    if (live) this.descend();
  }

  /** Descend by the settings, and look at the start that they name. */
  descend() {
    void this.#run.more((run) => run.descents.descend());
    const start = this.#options.follow && startElsewhere(this.state);
    if (start) void this.#run.more((run) => run.points.follow(start));
  }

  /** Keep the descent that is shown, to compare others with it. */
  keepDescent() {
    this.#become(descentKept);
  }

  /** @param {Descent} descent */
  dropDescent(descent) {
    this.#become(descentDropped, descent);
  }

  /** Look at a step of the descent, on the map and the curves. @param {number | null} step  null: its end */
  lookAtStep(step) {
    const before = this.state;
    this.#become(stepLookedAt, step);
    const point = this.state !== before && stepPoint(this.state);
    if (point) void this.#run.inPassing((run) => run.descents.predict(point));
  }

  /** Ask for the landscape of another part of the plane. @param {LandscapeArgs} args */
  explore(args) {
    this.#become(windowMoved, args);
    if (!this.#run.ready && this.shows(args)) return; // not finer, but without a run
    void this.#run.more((run) => run.terrains.explore(), 'exploring');
  }

  /** Whether the landscape that is there is all of this part of the plane. @param {LandscapeArgs} args */
  shows(args) {
    return showsAllOf(this.state, args);
  }

  /** @param {[number, number]} axes */
  showAxes(axes) {
    this.#become(axesChosen, axes);
  }

  /** What are the loss and its gradient here? @param {number[] | null} point  null: the reader points nowhere */
  probe(point) {
    if (point) return void this.#run.inPassing((run) => run.points.probe(point));
    this.#run.points.leave();
    this.#become(unprobed);
  }

  /** Show another repetition of what the graph draws once. @param {string} frame @param {number} index */
  showInstance(frame, index) {
    void this.#run.more((run) => run.details.showInstance({ frame, index }));
  }

  /** Change the chosen node by so much, and see what follows; 0 puts it back. @param {number} by */
  nudge(by) {
    this.#become(nudged, by);
    const { node } = this.state.nudge ?? {};
    if (node) void this.#run.more((run) => run.details.nudge({ node, by }));
  }

  /** The four ways to the same gradient, timed on this machine. */
  startRace() {
    void this.#run.more((run) => run.details.race());
  }

  /** @param {string | null} node */
  select(node) {
    this.#become(selected, node);
  }

  /** @param {number} position */
  stepTo(position) {
    this.#become(steppedTo, position);
  }
}
