/** A session asks Python for each thing once: with a client that notes what it is asked. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { LabSession } from '../../web/app/lab-session.js';
import { Stopped } from '../../web/app/python-errors.js';
import { codeOf, PythonDouble } from './python-double.js';

const CODE = 'def loss(x=3.0, y=1.0): ...';
const RESULT = {
  loss: 1,
  parameters: [{ name: 'x', value: 3, gradient: 0 }, { name: 'y', value: 1, gradient: 0 }],
  graph: { nodes: [], edges: [], templates: [] },
  view: { x: [0, 1], y: [0, 1] },
  data: null,
};
const END = { reason: 'steps', steps: 0, point: [3, 1], loss: 1 };
const WINDOW = { x: 0, y: 1, held: [0, 0], xRange: [0, 1], yRange: [0, 1], width: 9, height: 9 };
const OTHER = { ...WINDOW, xRange: [0, 2] };

const soon = () => new Promise((resolve) => setTimeout(resolve, 2));

/** @param {() => unknown} condition */
async function until(condition) {
  while (!condition()) await soon();
}

/** @param {Record<string, (args: any, signal?: AbortSignal) => unknown>} answers */
function opened(answers = {}) {
  /** @type {string[]} */
  const asked = [];
  const client = /** @type {any} */ ({
    state: 'ready',
    renew: async () => {},
    stop: () => {},
    async call(/** @type {string} */ method, /** @type {any} */ args, /** @type {any} */ { signal } = {}) {
      asked.push(method);
      await soon();
      if (answers[method]) return answers[method](args, signal);
      if (method === 'run') return RESULT;
      if (method === 'descend') return END;
      if (method === 'witness') return { point: [3, 1] };
      return method === 'landscape' ? { values: new Float64Array(81), lowest: 0, highest: 1 } : {};
    },
  });
  const session = new LabSession(client, { code: CODE, settings: /** @type {any} */ ({ start: [], optimizer: 'gradient descent', rate: 0.1, steps: 1 }) });
  return { session, landscapes: () => asked.filter((method) => method === 'landscape').length };
}

test('a window that was looked at while the code ran is asked for once, and anew by the next run', async () => {
  const { session, landscapes } = opened();
  let drawn = session.state.result;
  session.addEventListener('change', () => {
    if (session.state.result === drawn) return;
    drawn = session.state.result; // a map that is drawn asks for what it shows
    setTimeout(() => session.explore(/** @type {any} */ (WINDOW)));
  });
  await session.run();
  assert.equal(landscapes(), 1);
  assert.equal(session.state.terrain?.whole, true);
  await session.run();
  assert.equal(landscapes(), 2);
});

test('another window is asked for, and the first again when it is wanted again', async () => {
  const { session, landscapes } = opened();
  await session.run();
  for (const args of [WINDOW, OTHER, WINDOW]) {
    session.explore(/** @type {any} */ (args));
    await until(() => session.state.terrain?.args === args);
  }
  assert.equal(landscapes(), 3);
});

test('what was stopped, or did not come, is asked for again', async () => {
  let broken = true;
  const answers = {
    landscape() {
      if (broken) throw new Stopped('Python ended');
      return { values: new Float64Array(81), lowest: 0, highest: 1 };
    },
  };
  const { session, landscapes } = opened(answers);
  await session.run();
  session.explore(/** @type {any} */ (WINDOW));
  await until(() => session.state.notice === 'Python ended');
  broken = false;
  session.explore(/** @type {any} */ (WINDOW));
  await until(() => session.state.terrain?.whole);
  session.explore(/** @type {any} */ (OTHER));
  session.stop();
  session.explore(/** @type {any} */ (OTHER));
  await until(() => session.state.terrain?.args === OTHER);
  assert.equal(landscapes(), 4);
});

/** A session that has run its code, and a Python that answers when it is told to. @param {{shared?: boolean}} [how] */
async function ran(how) {
  const python = new PythonDouble(how);
  const session = new LabSession(/** @type {any} */ (python), { code: codeOf(1), settings: /** @type {any} */ ({ start: [], optimizer: 'gradient descent', rate: 0.1, steps: 1 }) }, { follow: true });
  session.explore(/** @type {any} */ (WINDOW));
  void session.run();
  const answerAll = async () => {
    for (await soon(); python.asked.length > 0; await soon()) for (const call of python.asked) python.answer(call);
  };
  await answerAll();
  return { session, python, answerAll, asked: () => python.asked.map(({ method }) => method) };
}

test('where the reader points no more, nothing is shown, whatever was asked before', async () => {
  const { session, python, answerAll } = await ran();
  session.probe([1, 2]);
  session.probe([2, 2]);
  await soon();
  session.probe(null);
  await answerAll();
  assert.equal(session.state.probe, null);
  session.probe([3, 2]);
  await answerAll();
  assert.deepEqual(session.state.probe?.point, [3, 2]);
  session.probe([4, 2]);
  await soon();
  python.fail(python.asked[0]);
  await soon();
  assert.equal(session.state.probe, null);
});

test('a start that is moved gives up the witness of where it was', async () => {
  const { session, python, answerAll, asked } = await ran();
  session.configure({ start: [4, 4] });
  while (!asked().includes('witness')) {
    await soon();
    for (const call of python.asked) if (call.method !== 'witness') python.answer(call);
  }
  const [before] = python.asked;
  session.configure({ start: [5, 5] });
  assert.equal(before.signal?.aborted, true);
  await answerAll();
  assert.deepEqual([session.state.result?.parameters.map(({ value }) => value), session.state.witness?.point], [[5, 5], [5, 5]]);
});

test('a run that comes while Python is given the code ends that one, also where Python is shared', async () => {
  const { session, python, answerAll, asked } = await ran({ shared: true });
  void session.run();
  await soon();
  assert.deepEqual([asked(), python.stops], [['run'], 0]);
  session.edit(codeOf(2));
  void session.run();
  await soon();
  assert.deepEqual([asked(), python.stops], [['run'], 1]);
  await answerAll();
  assert.deepEqual([session.state.result?.loss, session.state.busy], [2, 0]);
});

test('what came of compiled code that was wrong is asked for again, once', async (t) => {
  const { session, python, answerAll, asked } = await ran();
  const error = mock.method(console, 'error', () => {});
  t.after(() => mock.restoreAll());
  session.descend();
  await soon();
  for (let k = 0; k < 2; k += 1) python.asked[0].onEvent({ event: 'fault', remark: { report: 'ours' } });
  await soon();
  assert.deepEqual([session.state.terrain, asked()], [null, ['descend', 'explain']]);
  await answerAll();
  assert.equal(error.mock.callCount(), 1);
  assert.deepEqual([session.state.terrain?.whole, session.state.fault?.report], [true, 'ours']);
});

test('after Python has ended by itself, the next question gives the code to the next one', async () => {
  const { session, python, answerAll, asked } = await ran();
  session.descend();
  session.nudge(1);
  await soon();
  python.end('Python ended unexpectedly.');
  await soon();
  assert.deepEqual([session.state.notice, session.state.busy], ['Python ended unexpectedly.', 0]);
  session.descend();
  await soon();
  assert.deepEqual(asked(), ['run']);
  await answerAll();
  assert.equal(session.state.descent?.end?.loss, 1);
});

test('what is shown of a plane already is not asked of a Python that would have to be given the code for it', async () => {
  const { session, answerAll, asked } = await ran();
  session.descend();
  session.stop();
  session.explore(/** @type {any} */ (WINDOW));
  await soon();
  assert.deepEqual([session.shows(/** @type {any} */ (WINDOW)), asked()], [true, []]);
  session.explore(/** @type {any} */ (OTHER));
  await soon();
  assert.deepEqual([session.shows(/** @type {any} */ (OTHER)), asked()], [false, ['run']]);
  await answerAll();
  assert.deepEqual(session.state.terrain?.args, OTHER);
});
