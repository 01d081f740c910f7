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

const evaluation = (loss) => ({ loss, gradient: [1] });
const EXPLANATION = { python: 'x', wat: null, wasmBytes: null, derivation: [], reason: null };
const CRASH = { type: 'Crash', message: 'no memory', hint: null, line: null, column: null, trace: [] };
const print = (id, text) => ({ kind: 'event', id, event: { event: 'stdout', text } });

/** Until so many messages have arrived. @param {unknown[]} heard  @param {number} count */
async function arrival(heard, count) {
  while (heard.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('a call is answered with its own result', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const calls = [interpreter.call('evaluate', { point: [1] }), interpreter.call('evaluate', { point: [2] })];
  await arrival(heard, 2);
  for (const { id, args } of heard.toReversed()) worker.postMessage({ kind: 'result', id, value: evaluation(args.point[0]) });
  assert.deepEqual(await Promise.all(calls), [evaluation(1), evaluation(2)]);
});

test('events reach their own call, in order', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const seen = [];
  const call = interpreter.call('run', { code: '' }, { onEvent: (event) => seen.push(event) });
  await arrival(heard, 1);
  const [{ id }] = heard;
  for (const text of ['a', 'b']) worker.postMessage(print(id, text));
  worker.postMessage(print(id + 1, 'of another call'));
  worker.postMessage({ kind: 'error', id, error: CRASH });
  await assert.rejects(call, LearnerFault);
  assert.deepEqual(seen.map(({ text }) => text), ['a', 'b']);
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
  early.worker.postMessage({ kind: 'failed', error: CRASH });
  await assert.rejects(early.interpreter.ready, (error) => error instanceof BootError && error.message === 'no memory');

  const late = open(t);
  late.worker.postMessage(READY);
  await late.interpreter.ready;
  const pending = late.interpreter.call('run', { code: '' });
  late.worker.postMessage({ kind: 'failed', error: CRASH });
  await assert.rejects(pending, (error) => error instanceof LearnerFault && error.data.type === 'Crash');
});

test('aborting tells the worker, and the answer still decides', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const abort = new AbortController();
  const call = interpreter.call('descend', { start: [1], steps: 10 }, { signal: abort.signal });
  abort.abort();
  await arrival(heard, 2);
  assert.deepEqual(heard.map(({ kind }) => kind), ['call', 'cancel']);
  worker.postMessage({ kind: 'result', id: heard[0].id, value: null });
  assert.equal(await call, null);
});

test('a call that was not called off is answered with something', async (t) => {
  const { interpreter, worker, heard } = open(t);
  worker.postMessage(READY);
  await interpreter.ready;
  const call = interpreter.call('descend', { start: [1], steps: 10 }, { signal: new AbortController().signal });
  await arrival(heard, 1);
  worker.postMessage({ kind: 'result', id: heard[0].id, value: null });
  await assert.rejects(call, (error) => error instanceof LearnerFault && error.data.type === 'MessageError');
});

test('it is busy from the first call to the last answer', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const changes = [];
  for (const name of ['busy', 'idle']) interpreter.addEventListener(name, () => changes.push(name));
  const calls = [interpreter.call('explain', {}), interpreter.call('explain', {})];
  await arrival(heard, 2);
  for (const { id } of heard) worker.postMessage({ kind: 'result', id, value: EXPLANATION });
  await Promise.all(calls);
  assert.deepEqual(changes, ['busy', 'idle']);
});

const STRAY = [{ kind: 'result', id: 99, value: 1 }, { kind: 'error', id: 99, error: CRASH }, print(99, 'of no call')];

test('messages that belong to no call change nothing', async (t) => {
  const { interpreter, worker, heard } = open(t);
  const seen = [];
  const call = interpreter.call('explain', {}, { onEvent: (event) => seen.push(event) });
  await arrival(heard, 1);
  const [{ id }] = heard;
  for (const message of [...STRAY, print(id, 'after them')]) worker.postMessage(message);
  await arrival(seen, 1);
  assert.equal(interpreter.busy, true);
  worker.postMessage({ kind: 'result', id, value: EXPLANATION });
  assert.deepEqual(await call, EXPLANATION);
});

/** A call of a ready interpreter, to which the worker says what it is given; how it ends. */
async function answered(t, method, args, messages) {
  const { interpreter, worker, heard } = open(t);
  worker.postMessage(READY);
  await interpreter.ready;
  const call = interpreter.call(method, args);
  await arrival(heard, 1);
  const over = new Promise((resolve) => interpreter.addEventListener('over', resolve));
  for (const message of messages(heard[0].id)) worker.postMessage(message);
  return { outcome: await call.catch((fault) => fault), over };
}

const FORGED = {
  'no message': () => null,
  'a text': () => 'text',
  'a kind that there is not': () => ({ kind: 'constructor' }),
  'ready once more': () => READY,
  'an event of another method': (id) => ({ kind: 'event', id, event: { event: 'lap', lap: { name: '', seconds: 1, calls: 1, gradient: [] } } }),
  'an error without its words': (id) => ({ kind: 'error', id, error: { message: { toString: 'no' } } }),
  'another method’s answer': (id) => ({ kind: 'result', id, value: EXPLANATION }),
  'no answer': (id) => ({ kind: 'result', id, value: null }),
  'a gradient of another size': (id) => ({ kind: 'result', id, value: { loss: 1, gradient: [1, 2] } }),
  'a list that is none': (id) => ({ kind: 'result', id, value: { loss: 1, gradient: { length: 1e9 } } }),
  'a list of holes': (id) => ({ kind: 'result', id, value: { loss: 1, gradient: new Array(1) } }),
  'a list that hides its methods': (id) => ({ kind: 'result', id, value: { loss: 1, gradient: Object.assign([1], { map: 1 }) } }),
};

for (const [what, message] of Object.entries(FORGED)) {
  test(`a message that is not of the protocol ends the interpreter: ${what}`, async (t) => {
    const { outcome, over } = await answered(t, 'evaluate', { point: [1] }, (id) => [message(id), { kind: 'result', id, value: evaluation(1) }]);
    assert.ok(outcome instanceof LearnerFault, String(outcome));
    assert.equal(outcome.data.type, 'MessageError');
    await over;
  });
}

test('a flood ends the interpreter; what a learner may print does not', async (t) => {
  const flood = await answered(t, 'evaluate', { point: [1] }, (id) => Array.from({ length: 5000 }, () => print(id, 'x')));
  assert.match(flood.outcome.data.hint, /more than the page can show/);
  const long = await answered(t, 'evaluate', { point: [1] }, (id) => Array.from({ length: 50 }, () => print(id, 'x'.repeat(200_000))));
  assert.match(long.outcome.data.hint, /more than the page can show/);
  const remark = { kind: 'ours', message: 'x', line: null, node: null, report: 'x'.repeat(200_000) };
  const faults = await answered(t, 'evaluate', { point: [1] }, (id) => [...Array.from({ length: 50 }, () => ({ kind: 'event', id, event: { event: 'fault', remark } })), { kind: 'result', id, value: evaluation(1) }]);
  assert.match(String(faults.outcome.data?.hint), /more than the page can show/);
  const prints = (id) => [...Array.from({ length: 400 }, () => print(id, 'x'.repeat(500))), { kind: 'result', id, value: evaluation(1) }];
  const honest = await answered(t, 'evaluate', { point: [1] }, prints);
  assert.deepEqual(honest.outcome, evaluation(1));
});
