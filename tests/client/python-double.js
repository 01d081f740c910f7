/**
 * A Python that answers when it is told to, and whatever it is told to: late, out of order, with a
 * fault, or never. What it says of a loss carries the number of the code that it is about.
 *
 * @module python-double
 */
import { node } from '../model/graph.js';
import { BootError, LearnerFault, Stopped } from '../../web/app/python-errors.js';

/** @param {number} number */
export const codeOf = (number) => `def loss(x=3.0, y=1.0): return ${number}`;

/** @param {string | null} code @returns {number | null} */
export const numberOf = (code) => (code === null ? null : Number(code.match(/return (\d+)/)?.[1]));

/** Every second loss has other parameters by default. @param {number} number */
export const defaultsOf = (number) => [3, number % 2];

/** @param {number} number @param {number[]} point */
function sight(number, [x, y]) {
  const graph = {
    nodes: [node('x', { kind: 'leaf', name: 'x', value: x }), node('y', { kind: 'leaf', name: 'y', value: y }), node('f', { op: 'add', symbol: '+', value: number, gradient: 1, output: true })],
    edges: [{ from: 'x', to: 'f', local: 1, slot: 0, takes: null }, { from: 'y', to: 'f', local: 1, slot: 1, takes: null }],
    frames: [],
    size: 1,
    summary: null,
  };
  return { loss: number, graph, traversal: [], closedForm: null, parameters: [['x', x], ['y', y]].map(([name, value]) => ({ name, value, gradient: number })) };
}

/** What each method gives of a loss. @type {Record<string, (number: number, args: any) => any>} */
const ANSWERS = {
  run: (number) => ({ ...sight(number, defaultsOf(number)), view: { x: [0, 1], y: [0, 1] }, data: { x: [], y: [], label: null, plane: 'data' } }),
  look: (number, { point }) => sight(number, point),
  evaluate: (number) => ({ loss: number, gradient: [number, number] }),
  witness: (number, args) => ({ point: args.point ?? defaultsOf(number), checks: [], remarks: [{ text: String(number), kind: 'note' }] }),
  explain: (number) => ({ python: String(number), derivation: [] }),
  descend: (number, { start }) => ({ reason: 'steps done', steps: 1, point: start, loss: number }),
  predict: (number) => ({ values: [number] }),
  landscape: (number) => ({ lowest: number, highest: number, values: [] }),
  instance: (number) => ({ values: { f: number }, gradients: {}, locals: [], takes: [] }),
  nudge: (number) => ({ values: { f: number } }),
  race: (number) => ({ laps: [{ name: String(number), seconds: 1 }] }),
};

/** What comes before the answer, where it streams. @type {Record<string, (number: number, args: any) => any>} */
const EVENTS = {
  run: (number) => ({ event: 'numbers', names: ['x', 'y'], point: defaultsOf(number), loss: number, gradient: [number, number] }),
  witness: (number, args) => ({ event: 'witness', ...ANSWERS.witness(number, args) }),
  descend: (number, { start }) => ({ event: 'steps', first: 0, points: Float64Array.from(start), losses: Float64Array.of(number), gradientNorms: Float64Array.of(1) }),
  landscape: (number) => ({ event: 'landscape', landscape: ANSWERS.landscape(number) }),
  race: (number) => ({ event: 'lap', lap: { name: String(number), seconds: 1 } }),
};

/** @typedef {{method: string, args: any, signal: AbortSignal | undefined, number: number, onEvent: (event: any) => void, resolve: (value: any) => void, reject: (error: Error) => void}} Call */

export class PythonDouble {
  state = 'ready';
  /** Which interpreter answers; what is shared does not tell. @type {object | null | undefined} */
  about;
  /** Calls that wait. @type {Call[]} */
  asked = [];
  /** What was asked of a Python that had run nothing, or for what had been given up by then. @type {string[]} */
  vain = [];
  stops = 0;
  /** The number of the loss that it holds; null before any was run. @type {number | null} */
  #holds = null;
  /** The `run` that came last. @type {Call | null} */
  #newest = null;
  /** While it starts: those who wait for it. @type {{resolve: () => void, reject: (error: Error) => void}[] | null} */
  #waiting = null;
  #point = [0, 0];

  /** @param {{shared?: boolean}} [how]  shared: as figures have it, where a run goes on in the interpreter of the one before */
  constructor({ shared = false } = {}) {
    this.shared = shared;
    this.#begin('ready');
  }

  /** How many wait for it to start. */
  get awaited() {
    return this.#waiting?.length ?? 0;
  }

  get starting() {
    return this.#waiting !== null;
  }

  /** @returns {Promise<void>} */
  #started() {
    if (this.state === 'failed') this.#begin('ready'); // it is tried again
    return new Promise((resolve, reject) => (this.#waiting ? this.#waiting.push({ resolve, reject }) : resolve()));
  }

  /** What takes time when another interpreter has to start. @param {boolean} well  whether it does */
  start(well) {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#begin(well ? 'ready' : 'failed');
    for (const { resolve, reject } of waiting) well ? resolve() : reject(new BootError('It did not start.'));
  }

  async renew() {
    await this.#started();
    if (!this.shared && this.#holds !== null) this.end('A newer run took its place.');
  }

  stop() {
    this.stops += 1;
    if (!this.#waiting) this.end('Stopped.');
  }

  /** Another interpreter takes its place, which has run nothing. @param {string} why @param {'ready' | 'loading'} [next] */
  end(why, next = 'ready') {
    const given = this.asked;
    this.asked = [];
    this.#begin(next);
    for (const { reject } of given) reject(new Stopped(why));
  }

  /** What is shared has its code run again, unasked. */
  #begin(/** @type {'ready' | 'loading' | 'failed'} */ state) {
    this.state = state;
    if (state === 'loading') this.#waiting ??= [];
    if (this.shared) return;
    this.about = state === 'ready' ? {} : null;
    this.#holds = null;
  }

  /** @param {string} method @param {any} args @param {{onEvent: (event: any) => void, signal?: AbortSignal}} options */
  async call(method, args, { onEvent, signal }) {
    if (signal?.aborted) this.vain.push(`${method}, which was given up,`);
    await this.#started();
    if (signal?.aborted) return null;
    if (method === 'run') this.#holds = numberOf(args.code);
    if (this.#holds === null) this.vain.push(method);
    const number = this.#holds ?? NaN;
    return new Promise((resolve, reject) => {
      const call = { method, args, signal, number, onEvent, resolve, reject };
      if (method === 'run') this.#newest = call;
      this.asked.push(call);
    });
  }

  /** @param {Call} call */
  stream({ method, args, number, onEvent }) {
    const made = EVENTS[method];
    if (made) onEvent(made(number, { ...args, point: this.#point }));
    if (method === 'run' || method === 'descend') onEvent({ event: 'stdout', text: `${number};` });
  }

  /** @param {Call} call */
  answer(call) {
    this.#take(call);
    const { method, args, number, resolve } = call;
    if (method === 'run') this.#point = defaultsOf(number);
    if (method === 'look') this.#point = args.point;
    resolve(ANSWERS[method](number, { point: this.#point, ...args }));
  }

  /** The learner's code raises. @param {Call} call */
  fail(call) {
    this.#take(call);
    if (call === this.#newest) this.#holds = null;
    call.reject(new LearnerFault({ type: 'ValueError', message: String(call.number), hint: null, line: null, column: null, trace: [] }));
  }

  /** @param {Call} call */
  #take(call) {
    this.asked = this.asked.filter((one) => one !== call);
  }
}
