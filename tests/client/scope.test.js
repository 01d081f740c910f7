/** Work that can be given up, and questions of which the newest counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LearnerFault, Stopped } from '../../web/app/python-errors.js';
import { Latest } from '../../web/app/session/latest.js';
import { Scope } from '../../web/app/session/scope.js';

const rest = () => new Promise((resolve) => setImmediate(resolve));
const fault = new LearnerFault(/** @type {any} */ ({ message: 'wrong' }));

/** A scope over a state that is a list of what it was told, and a client whose calls wait. */
function opened() {
  const given = new AbortController();
  /** @type {any[]} */
  let state = [];
  /** @type {{args: any, signal: AbortSignal, onEvent: (event: any) => void, resolve: (value: any) => void, reject: (error: Error) => void}[]} */
  const calls = [];
  /** @type {string[]} */
  const heard = [];
  const client = {
    about: {},
    call: (/** @type {string} */ _, /** @type {any} */ args, /** @type {any} */ options) => new Promise((resolve, reject) => calls.push({ args, ...options, resolve, reject })),
  };
  const context = { client, state: () => state, become: (/** @type {any} */ transition, /** @type {any[]} */ ...facts) => (state = transition(state, ...facts)) };
  const watch = { wrong: (/** @type {any} */ remark) => heard.push(`wrong ${remark}`), lost: (/** @type {Error} */ error) => heard.push(error.message) };
  const scope = new Scope(/** @type {any} */ (context), given.signal, watch);
  return { scope, given, calls, client, heard, told: () => state };
}

const noted = /** @type {any} */ ((/** @type {any[]} */ state, /** @type {any} */ what) => [...state, what]);

test('what is asked is answered, until it is given up: then whatever comes is thrown away', async () => {
  const { scope, given, calls } = opened();
  const [first, second, third] = [scope.ask('evaluate'), scope.ask('evaluate'), scope.ask('evaluate')];
  calls[0].resolve(1);
  assert.equal(await first, 1);
  given.abort();
  assert.equal(calls[1].signal.aborted, true);
  calls[1].resolve(2);
  calls[2].reject(fault);
  for (const late of [second, third, scope.ask('evaluate')]) await assert.rejects(late, { name: 'AbortError' });
  assert.equal(calls.length, 3);
});

test('events change the state until the work is given up', async () => {
  const { scope, given, calls, told, heard } = opened();
  void scope.attempt(() => scope.ask('descend', {}, (event) => scope.become(noted, event.event)));
  calls[0].onEvent({ event: 'steps' });
  given.abort();
  calls[0].onEvent({ event: 'late' });
  calls[0].onEvent({ event: 'fault', remark: 'ours' });
  assert.deepEqual(told(), ['steps']);
  assert.deepEqual(heard, ['wrong ours'], 'a fault of ours is one whoever was asking');
});

test('that the learner’s code raised may mean something; all else is thrown; of what is given up, nothing', async () => {
  const { scope, given, told } = opened();
  await scope.attempt(() => Promise.reject(fault), (state, problem, at) => noted(state, [problem.message, at]), 3);
  assert.deepEqual(told(), [['wrong', 3]]);
  await assert.rejects(scope.attempt(() => Promise.reject(fault)), LearnerFault);
  await assert.rejects(scope.attempt(() => Promise.reject(new Stopped()), noted), Stopped);
  given.abort();
  await scope.attempt(() => Promise.reject(fault), noted);
  await scope.attempt(() => Promise.reject(new Stopped()));
  assert.equal(told().length, 1);
});

test('a call that fails with the end of its Python is told apart from one that fails in it', async () => {
  const { scope, calls, client, heard } = opened();
  const asked = [scope.ask('evaluate'), scope.ask('evaluate')];
  calls[0].reject(fault);
  await assert.rejects(asked[0], LearnerFault);
  assert.deepEqual(heard, []);
  client.about = {};
  calls[1].reject(new Stopped('It ended.'));
  await assert.rejects(asked[1], Stopped);
  assert.deepEqual(heard, ['It ended.']);
});

/** Questions of one kind, that note their answers. */
function questions() {
  const all = opened();
  /** @type {Latest<number>} */
  const latest = new Latest(all.scope, async (scope, order) => scope.become(noted, await scope.ask('evaluate', { order })), noted);
  return { ...all, latest, asked: () => all.calls.map(({ args }) => args.order) };
}

test('one question at a time, and of those that wait the newest', async () => {
  const { latest, calls, told, asked } = questions();
  const all = [1, 2, 3].map((order) => latest.ask(order));
  assert.deepEqual([asked(), latest.overtaken], [[1], true]);
  calls[0].resolve('first');
  await rest();
  assert.deepEqual([asked(), latest.overtaken, told()], [[1, 3], false, ['first']]);
  calls[1].resolve('third');
  await Promise.all(all);
  assert.deepEqual(told(), ['first', 'third']);
});

test('a question may take the place of the one before, and what comes of that one is not heard', async () => {
  const { latest, given, calls, told, asked } = questions();
  void latest.ask(1);
  const second = latest.askInstead(2);
  assert.equal(calls[0].signal.aborted, true);
  calls[0].resolve('first');
  await rest();
  assert.deepEqual([asked(), calls[1].signal.aborted], [[1, 2], false]);
  calls[1].resolve('second');
  await second;
  assert.deepEqual(told(), ['second']);
  void latest.ask(3);
  void latest.ask(4);
  given.abort();
  assert.equal(calls[2].signal.aborted, true);
  calls[2].resolve('third');
  await rest();
  assert.deepEqual([asked(), told()], [[1, 2, 3], ['second']]);
});

test('what nobody wants any more is neither asked nor heard', async () => {
  const { latest, calls, told, asked } = questions();
  const all = [latest.ask(1), latest.ask(2)];
  latest.forget();
  calls[0].resolve('first');
  await Promise.all(all);
  assert.deepEqual([asked(), told()], [[1], []]);
});

test('a failure is that of all who wait, and the next question begins anew', async () => {
  const { latest, calls, told, asked } = questions();
  const all = [latest.ask(1), latest.ask(2)];
  calls[0].reject(new Stopped());
  for (const one of all) await assert.rejects(one, Stopped);
  assert.equal(latest.overtaken, false);
  const next = latest.ask(3);
  calls[1].reject(fault);
  await next;
  assert.deepEqual([asked(), told()], [[1, 3], [{ message: 'wrong' }]]);
});
