/**
 * A session, whatever a person does and however late Python answers: random sequences of both, with
 * what must hold after each step.
 */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { LabSession } from '../../web/app/lab-session.js';
import { oneOf, randomFrom } from '../model/random.js';
import { codeOf, defaultsOf, numberOf, PythonDouble } from './python-double.js';

/** @typedef {import('./python-double.js').Call} Call */

const SEEDS = 400;
const STEPS = 80;
const settings = /** @type {any} */ ({ optimizer: 'gradient descent', rate: 0.1, steps: 1, start: [] });
const window = (/** @type {number} */ k) => /** @type {any} */ ({ x: 0, y: 1, held: [0, 0], xRange: [k, k + 1], yRange: [0, 1], width: 9, height: 9 });
const whole = (/** @type {() => number} */ random) => Math.floor(random() * 4);

/** When all that follows from what was done has followed. */
const rest = () => new Promise((resolve) => setImmediate(resolve));

/** What a person can do. @type {Record<string, (session: LabSession, random: () => number) => void>} */
const ACTIONS = {
  run: (session) => void session.run(),
  edit: (session, random) => session.edit(codeOf(whole(random))),
  open: (session, random) => {
    session.open(codeOf(whole(random)), { ...settings, start: [whole(random), null] });
    void session.run();
  },
  stop: (session) => session.stop(),
  descend: (session) => session.descend(),
  configure: (session, random) => session.configure({ start: [whole(random), whole(random)] }),
  setLive: (session, random) => session.setLive(random() < 0.7),
  explore: (session, random) => session.explore(window(whole(random))),
  showAxes: (session, random) => session.showAxes(random() < 0.5 ? [0, 1] : [1, 0]),
  probe: (session, random) => session.probe(random() < 0.3 ? null : [whole(random), 0]),
  showInstance: (session, random) => session.showInstance('f', whole(random)),
  select: (session, random) => session.select(oneOf(random, ['x', 'f', null])),
  nudge: (session, random) => session.nudge(whole(random)),
  race: (session) => session.startRace(),
  lookAtStep: (session, random) => session.lookAtStep(oneOf(random, [0, null])),
  keep: (session) => session.keepDescent(),
  drop: (session) => session.state.kept.length > 0 && session.dropDescent(session.state.kept[0]),
  stepTo: (session, random) => session.stepTo(whole(random)),
};

/** The numbers of all losses of which something is shown. @param {import('../../web/app/model/lab-state.js').LabState} state @returns {[what: string, number: number][]} */
function shown({ result, descent, kept, lowest, terrain, probe, here, witness, explanation, prediction, race, nudge, descentProblem, terrainProblem }) {
  const problem = here && 'problem' in here ? here.problem.message : undefined;
  /** @type {[string, unknown][]} */
  const all = [
    ['result', result?.loss],
    ['graph', result?.graph.nodes.at(-1)?.value],
    ...[descent, ...kept].flatMap((each) => /** @type {[string, unknown][]} */ ([['steps', each?.path.count ? each.path.losses[0] : undefined], ['end', each?.end?.loss]])),
    ['lowest', lowest?.loss],
    ['terrain', terrain?.landscape.lowest],
    ['probe', probe?.loss],
    ['here', here && 'loss' in here ? here.loss : problem],
    ['witness', witness?.remarks[0].text],
    ['explanation', explanation?.python],
    ['prediction', prediction?.values[0]],
    ['race', race?.at(-1)?.name],
    ['nudge', nudge?.values?.f],
    ['descent problem', descentProblem?.message],
    ['terrain problem', terrainProblem ?? undefined],
  ];
  return all.flatMap(([what, of]) => (of === undefined || of === null ? [] : [[what, Number(of)]]));
}

/** One session, with all that is to be known to judge it. */
class Trial {
  /** @param {number} seed */
  constructor(seed) {
    this.random = randomFrom(seed);
    this.python = new PythonDouble({ shared: this.random() < 0.5 });
    this.session = new LabSession(/** @type {any} */ (this.python), { code: codeOf(0), settings }, { follow: this.random() < 0.7 });
    /** Calls that a run or a stop has given up, and that may still be answered. @type {Set<Call>} */
    this.given = new Set();
    /** @type {string[]} */
    this.told = [];
    this.faults = 0;
    this.session.addEventListener('run', () => this.giveUp());
  }

  giveUp() {
    for (const call of this.python.asked) this.given.add(call);
    this.faults = 0;
  }

  /** A step of the person, or of Python. */
  async step() {
    const { python, random } = this;
    const late = python.asked.filter((call) => this.given.has(call));
    if (python.asked.length > 0 && random() < 0.6) return this.speak(oneOf(random, late.length > 0 && random() < 0.5 ? late : python.asked));
    if (python.starting && random() < 0.2) return this.did('Python starts', () => python.start(random() < 0.7));
    if (random() < 0.03) return this.did('Python ends', () => this.end());
    const name = oneOf(random, Object.keys(ACTIONS));
    if (name === 'stop') return this.stop();
    return this.did(name, () => ACTIONS[name](this.session, random));
  }

  /** Python ends by itself; the next one may have to start first. */
  end() {
    if (this.python.starting) return;
    this.faults = 0;
    this.python.end('Python ended unexpectedly.', this.random() < 0.5 ? 'loading' : 'ready');
  }

  /** @param {string} what @param {() => void} action */
  async did(what, action) {
    this.told.push(what);
    action();
    await rest();
  }

  async stop() {
    const { busy, exploring } = this.session.state;
    const { stops } = this.python;
    if (busy || exploring) this.giveUp();
    this.told.push('stop');
    this.session.stop();
    const after = this.session.state;
    assert.deepEqual([after.busy, after.exploring, after.glimpse], [0, 0, busy || exploring ? null : after.glimpse], 'Stop answers at once');
    if (busy || exploring) assert.deepEqual([this.python.stops, after.notice], [stops + 1, 'Stopped. What had arrived is kept.']);
    await rest();
  }

  /** Python says something of a call, or fails. @param {Call} call */
  async speak(call) {
    const { python, random, session } = this;
    const how = oneOf(random, /** @type {const} */ (['stream', 'stream', 'answer', 'answer', 'answer', 'fail', 'fault']));
    const before = session.state;
    this.told.push(`${how} ${call.method} ${call.number}${this.given.has(call) ? ' (late)' : ''}`);
    if (how === 'fault') call.onEvent({ event: 'fault', remark: { report: 'ours' } });
    else python[how](call);
    await rest();
    if (this.given.has(call)) assert.equal(session.state, before, 'what comes late is not heard');
  }

  /** What must hold whenever all is at rest. */
  judge() {
    const { python, session, given } = this;
    const { state } = session;
    const current = python.asked.filter((call) => !given.has(call));
    for (const call of python.asked) if (given.has(call)) assert.equal(call.signal?.aborted, true, `${call.method} is called off`);
    for (const [what, number] of shown(state)) assert.equal(number, numberOf(state.ranCode), `the ${what} is of the code that ran`);
    assert.deepEqual(python.vain, [], 'Python is asked about a loss that it holds');
    assert.ok(current.filter(({ method }) => method === 'run').length <= 1, 'one run at a time');
    assert.ok(state.busy >= 0 && state.exploring >= 0);
    if (current.length + python.awaited === 0) assert.deepEqual([state.busy, state.exploring, state.glimpse], [0, 0, null], 'nothing is awaited, and nothing is said to go on');
    if (state.busy + state.exploring === 0) assert.deepEqual(current.filter(({ method, signal }) => !signal?.aborted && !['evaluate', 'predict'].includes(method)).map(({ method }) => method), [], 'nothing goes on unsaid');
    assert.ok(this.faults <= 1, 'of a fault the page is told once a run');
  }

  /** Everything is answered, as it should be. */
  async drain() {
    if (this.python.starting) await this.did('Python starts', () => this.python.start(true));
    for (let turns = 0; this.python.asked.length > 0; turns += 1) {
      assert.ok(turns < 200, 'it comes to an end');
      for (const call of this.python.asked) this.python.answer(call);
      await rest();
    }
  }

  /** After whatever happened, a run brings everything. */
  async finish() {
    const { session } = this;
    await this.drain();
    this.judge();
    session.edit(codeOf(7));
    session.explore(window(9));
    await rest();
    await this.drain();
    void session.run();
    await rest();
    await this.drain();
    this.judge();
    const { code, ranCode, descent, explanation, witness, terrain, error } = session.state;
    assert.deepEqual({ ranCode, end: descent?.end?.loss, explained: explanation?.python, witnessed: witness?.remarks[0].text, terrain: terrain?.whole, xRange: terrain?.args.xRange, error },
      { ranCode: code, end: 7, explained: '7', witnessed: '7', terrain: true, xRange: [9, 10], error: null });
  }
}

test('nothing of a run that was given up is heard, every piece of work ends, and a run brings everything', async (t) => {
  let now = 0;
  mock.method(performance, 'now', () => now);
  /** @type {Trial | null} */
  let trial = null;
  mock.method(console, 'error', () => trial && (trial.faults += 1));
  t.after(() => mock.restoreAll());
  for (let seed = 0; seed < SEEDS; seed += 1) {
    trial = new Trial(seed);
    try {
      for (let step = 0; step < STEPS; step += 1) {
        now += trial.random() < 0.3 ? 200 : 1;
        await trial.step();
        trial.judge();
      }
      await trial.finish();
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}\n${trial.told.slice(-30).join('\n')}`, { cause: error });
    }
  }
});
