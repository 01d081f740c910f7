/**
 * The page's calls, one after the other or, where they stream, in turns.
 *
 * Between two steps of a streaming call the worker looks at its messages, so that a short call is
 * answered while a long one is under way, and a cancel is heard.
 */
import { createDirect } from './direct.js';
import { forPython } from './plain.js';
import { instantiate } from './wasm.js';

/** @typedef {import('../shared/protocol.js').WorkerMessage} WorkerMessage */
/** @typedef {import('../shared/protocol.js').PageMessage} PageMessage */
/** @typedef {import('../shared/protocol.js').LearnerError} LearnerError */
/** @typedef {import('pyodide').PyodideAPI} Pyodide */
/** @typedef {(message: WorkerMessage) => void} Send */

/**
 * Let messages in: a timer would be held back by 4 ms each time. What learners' code may replace
 * later (methods of ports, promises, lists) is taken before it runs.
 */
function createBreath() {
  const { port1, port2 } = new MessageChannel();
  const { Promise } = globalThis;
  const ask = port2.postMessage.bind(port2);
  /** @typedef {{resolve: () => void, next: Turn | null}} Turn */
  /** @type {Turn | null} */
  let first = null;
  /** @type {Turn | null} */
  let last = null;
  port1.onmessage = () => {
    first?.resolve();
    first = first && first.next;
    if (!first) last = null;
  };
  return () =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      /** @type {Turn} */
      const turn = { resolve, next: null };
      if (last) last.next = turn;
      else first = turn;
      last = turn;
      ask(null);
    });
}

/**
 * @param {Pyodide} python
 * @param {Send} send
 * @param {Promise<void>} library  when the whole standard library is there
 * @returns {(message: PageMessage) => void}
 */
export function createDispatch(python, send, library) {
  const breathe = createBreath();
  /** Calls under way, and whether the page has called them off. @type {Map<number, boolean>} */
  const cancelled = new Map();
  const evaluateDirectly = createDirect();
  let current = 0;
  /** What may answer without Python. @type {import('./direct.js').CompiledLoss[]} */
  let modules = [];

  /** @param {string} text */
  const write = (text) => send({ kind: 'event', id: current, event: { event: 'stdout', text } });
  const serve = python.pyimport('serve'); // from the snapshot, or from boot.js's files
  const server = serve.Server(write, instantiate);

  /**
   * @param {number} id
   * @param {'call' | 'advance' | 'close'} step
   * @param {unknown[]} args
   * @returns {[kind: 'return' | 'yield' | 'raise', data: unknown]}
   */
  function take(id, step, ...args) {
    current = id; // what is printed now belongs to this call
    const answer = server[step](id, ...args);
    const converted = answer.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
    answer.destroy();
    modules = converted[2];
    if (converted[3]) send({ kind: 'event', id, event: { event: 'fault', remark: converted[3] } });
    return [converted[0], converted[1]];
  }

  /** @param {number} id  @param {string} method  @param {object} args */
  async function answer(id, method, args) {
    const direct = method === 'evaluate' ? evaluateDirectly(modules, args) : null;
    if (direct) {
      cancelled.delete(id);
      send({ kind: 'result', id, value: direct });
      return;
    }
    const given = python.toPy(forPython(args));
    let [kind, data] = take(id, 'call', method, given);
    given.destroy();
    while (kind === 'yield') {
      send({ kind: 'event', id, event: /** @type {any} */ (data) });
      await breathe();
      [kind, data] = take(id, cancelled.get(id) ? 'close' : 'advance');
    }
    cancelled.delete(id);
    if (kind === 'return') send({ kind: 'result', id, value: data });
    else send({ kind: 'error', id, error: /** @type {LearnerError} */ (data) });
  }

  let whole = false;
  const arrived = library.then(() => void (whole = true));
  arrived.catch((error) => send({ kind: 'failed', error: fatal(error) }));
  /** Calls begin in the order in which they came, and none while a run is under way: it makes what
   *  the others look at. */
  let turn = Promise.resolve();

  return (message) => {
    const { id } = message;
    if (message.kind === 'cancel') {
      if (cancelled.has(id)) cancelled.set(id, true);
      return;
    }
    const { method, args } = message;
    cancelled.set(id, false);
    const begun = turn.then(() => (whole || !serve.lacks_modules(JSON.stringify(args)) ? undefined : arrived));
    const answered = begun
      .then(() => answer(id, method, args))
      .catch((error) => send({ kind: 'failed', error: fatal(error) }));
    turn = method === 'run' ? answered : begun;
  };
}

const LONGEST = 1000;

/** The interpreter itself broke. @param {unknown} error  @returns {LearnerError} */
export function fatal(error) {
  return {
    type: 'Crash',
    message: `Python itself broke down: ${String(error).split('\n')[0].slice(0, LONGEST)}`,
    hint: 'It has been started anew. Very deep recursion and very large data can do this.',
    line: null,
    column: null,
    trace: [],
  };
}
