/** The page's end of a worker: each call ends once, whatever the other side says or fails to say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BootError, LearnerFault, Stopped } from '../../web/app/python-errors.js';
import { Interpreter } from '../../web/app/python-interpreter.js';

const READY = { kind: 'ready', boot: 'snapshot', python: '3.14.2', engine: '0.1.0' };

/** An interpreter, and the worker's end of its port, where `heard` gathers what the page says. */
function open(t) {
  const { port1, port2 } = new MessageChannel();
  const interpreter = new Interpreter(port1, 'snapshot');
  const heard = [];
  port2.onmessage = ({ data }) => heard.push(data);
  t.after(() => [port1, port2].forEach((port) => port.close()));
  return { interpreter, worker: port2, heard };
}

/** Until so many messages have arrived. @param {unknown[]} heard  @param {number} count */
async function arrival(heard, count) {
  while (heard.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('a call is answered with its own result', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const calls = [interpreter.call('evaluate', { point: [1] }), interpreter.call('evaluate', { point: [2] })];
  await arrival(heard, 2);
  for (const { id, args } of heard.toReversed()) worker.postMessage({ kind: 'result', id, value: args.point[0] });
  assert.deepEqual(await Promise.all(calls), [1, 2]);
});

test('events reach their own call, in order', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const seen = [];
  const call = interpreter.call('run', { code: '' }, { onEvent: (event) => seen.push(event) });
  await arrival(heard, 1);
  const [{ id }] = heard;
  for (const event of ['a', 'b']) worker.postMessage({ kind: 'event', id, event });
  worker.postMessage({ kind: 'event', id: id + 1, event: 'of another call' });
  worker.postMessage({ kind: 'result', id, value: null });
  await call;
  assert.deepEqual(seen, ['a', 'b']);
});

test('ending it rejects what is pending and what comes later', async (t) => {
  const { interpreter } = open(t);
  const pending = interpreter.call('run', { code: '' });
  interpreter.end();
  await assert.rejects(pending, Stopped);
  await assert.rejects(interpreter.call('run', { code: '' }), Stopped);
  await assert.rejects(interpreter.ready, Stopped);
});

test('a breakdown before it is ready is a failed start, and after that an error of the run', async (t) => {
  const early = open(t);
  early.worker.postMessage({ kind: 'failed', error: { type: 'Crash', message: 'no memory' } });
  await assert.rejects(early.interpreter.ready, (error) => error instanceof BootError && error.message === 'no memory');

  const late = open(t);
  late.worker.postMessage(READY);
  await late.interpreter.ready;
  const pending = late.interpreter.call('run', { code: '' });
  late.worker.postMessage({ kind: 'failed', error: { type: 'Crash', message: 'no memory' } });
  await assert.rejects(pending, (error) => error instanceof LearnerFault && error.data.type === 'Crash');
});

test('aborting tells the worker, and the answer still decides', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const abort = new AbortController();
  const call = interpreter.call('descend', {}, { signal: abort.signal });
  abort.abort();
  await arrival(heard, 2);
  assert.deepEqual(heard.map(({ kind }) => kind), ['call', 'cancel']);
  worker.postMessage({ kind: 'result', id: heard[0].id, value: { reason: 'cancelled' } });
  assert.deepEqual(await call, { reason: 'cancelled' });
});

test('it is busy from the first call to the last answer', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const changes = [];
  for (const name of ['busy', 'idle']) interpreter.addEventListener(name, () => changes.push(name));
  const calls = [interpreter.call('explain', {}), interpreter.call('explain', {})];
  await arrival(heard, 2);
  for (const { id } of heard) worker.postMessage({ kind: 'result', id, value: null });
  await Promise.all(calls);
  assert.deepEqual(changes, ['busy', 'idle']);
});

const FORGED = [
  null,
  'text',
  {},
  { kind: 'result', id: 99, value: 1 },
  { kind: 'error', id: 99 },
  { kind: 'event', id: '__proto__', event: {} },
  { kind: 'constructor' },
];

test('messages that belong to no call change nothing', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const seen = [];
  const call = interpreter.call('explain', {}, { onEvent: (event) => seen.push(event) });
  await arrival(heard, 1);
  const [{ id }] = heard;
  for (const message of [...FORGED, { kind: 'event', id, event: 'after them' }]) worker.postMessage(message);
  await arrival(seen, 1);
  assert.equal(interpreter.busy, true);
  worker.postMessage({ kind: 'result', id, value: 'mine' });
  assert.equal(await call, 'mine');
});

test('an error of any shape becomes one that can be shown', async (t) => {
  for (const error of [undefined, null, 7, { message: { toString: 'no' }, trace: 'none', line: '3' }]) {
    const { interpreter, worker, heard } = open(t);
    const call = interpreter.call('explain', {});
    await arrival(heard, 1);
    worker.postMessage({ kind: 'error', id: heard[0].id, error });
    await assert.rejects(call, (fault) => {
      assert.deepEqual(fault.data, {
        type: 'Error', message: 'Python failed without a message.', hint: null, line: null, column: null, trace: [],
      });
      return fault instanceof LearnerFault;
    });
  }
});
