import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attempt, CRASHED, runSnippet } from '../../web/app/course/attempt.js';
import { builtEngine, earlierCode, engineFor, filesFor, openingOf, stepsUpTo } from '../../web/app/course/course-data.js';
import { diagram } from '../../web/app/course/diagram.js';
import { linesOf, moved } from '../../web/app/course/line-order.js';
import { Progress } from '../../web/app/course/progress.js';
import { checked } from '../../web/app/course/record.js';
import { SharedPython } from '../../web/app/course/shared-python.js';
import { LearnerFault, Stopped } from '../../web/app/python-errors.js';
import { Device } from './kept-place.js';

const exercise = (id, continues = null, engine = null, slopes = null) => ({ id, kind: 'write', title: id, continues, engine, slopes, hints: 1, files: { 'solution.py': `ours ${id}`, 'starter.py': '' } });
const course = {
  title: 'T',
  engine: ['a/one', 'a/two'],
  chapters: [
    { folder: 'a', page: 'course-a.html', title: 'A', exercises: ['a/one', 'a/two'] },
    { folder: 'b', page: 'course-b.html', title: 'B', exercises: ['b/use'] },
  ],
  exercises: { 'a/one': exercise('a/one'), 'a/two': exercise('a/two', 'a/one'), 'b/use': exercise('b/use', null, 'a/two') },
};

/** Progress in which these were passed, each with the code 'mine ID'. */
async function having(...ids) {
  const progress = new Progress((await new Device().open()).store);
  for (const id of ids) progress.update(id, (record) => checked(record, true, `mine ${id}`, 1));
  return progress;
}

test('one’s own earlier code is the code that passed, not what was typed since', async () => {
  assert.equal(earlierCode(course.exercises['a/two'], await having()), null);
  assert.equal(earlierCode(course.exercises['a/two'], await having('a/one')), 'mine a/one');
});

test('a step of the engine opens with the student’s own code of the step before, anything else with ours', async () => {
  assert.deepEqual(openingOf(course, course.exercises['a/two'], await having()), { code: '', from: null });
  assert.deepEqual(openingOf(course, course.exercises['a/two'], await having('a/one')), { code: 'mine a/one', from: 'a/one' });
  assert.deepEqual(openingOf(course, { ...course.exercises['b/use'], continues: 'a/two' }, await having('a/two')), { code: '', from: null });
});

test('my_engine is the student’s where they have passed that step, else ours', async () => {
  assert.deepEqual(engineFor(course, course.exercises['b/use'], await having()), { source: 'ours a/two', mine: false });
  assert.deepEqual(engineFor(course, course.exercises['b/use'], await having('a/two')), { source: 'mine a/two', mine: true });
  assert.equal(engineFor(course, course.exercises['a/one'], await having()), null);
});

test('my_slopes is the student’s own central difference where they have passed it, else ours', async () => {
  const asking = exercise('b/check', null, null, 'a/one');
  assert.deepEqual(filesFor(course, course.exercises['a/one'], await having()), { files: course.exercises['a/one'].files, mine: null });
  assert.equal(filesFor(course, asking, await having()).files['my_slopes.py'], 'ours a/one');
  const own = filesFor(course, asking, await having('a/one'));
  assert.deepEqual([own.files['my_slopes.py'], own.mine], ['mine a/one', true]);
});

test('my engine is the code of the last step that was passed', async () => {
  assert.equal(builtEngine(course, await having()), null);
  assert.deepEqual(builtEngine(course, await having('a/two', 'a/one')), { source: 'mine a/two', step: 'a/two' });
  assert.deepEqual(stepsUpTo(course, 'a/one'), ['a/one']);
});

test('the diagram has a node an exercise, in columns, and an edge from what each goes on from', () => {
  const { nodes, edges } = diagram(course);
  assert.deepEqual(nodes.map(({ id }) => id), ['a/one', 'a/two', 'b/use']);
  assert.equal(nodes[0].x, nodes[1].x);
  assert.ok(nodes[2].x > nodes[0].x);
  assert.deepEqual(edges.map(({ from, to }) => [from.id, to.id]), [['a/one', 'a/two'], ['a/two', 'b/use']]);
});

test('lines are moved, and none is lost at the edges', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, -5), ['c', 'a', 'b']);
  assert.deepEqual(moved(['a', 'b', 'c'], 7, 0), ['a', 'b', 'c']);
  assert.deepEqual(linesOf('a\n\n  b\n'), ['a', '  b']);
});

/** A client that answers as it is told to. */
function python(answer) {
  let reject = () => {};
  return {
    stopped: 0,
    calls: [],
    start: async () => {},
    call(method, args) {
      this.calls.push([method, args]);
      return new Promise((resolve, fail) => {
        reject = fail;
        answer(resolve, fail);
      });
    },
    stop() {
      this.stopped += 1;
      reject(new Stopped());
    },
  };
}

test('a check that never answers is stopped by the page, and answered in words', async () => {
  const client = python(() => {});
  const result = await attempt(client, { files: {}, answer: '' }, { deadline: 20 });
  assert.equal(client.stopped, 1);
  assert.equal(result.passed, false);
  assert.match(result.message, /loop that never ends/);
});

test('a check that the student stops gives no answer', async () => {
  const client = python(() => {});
  const asked = attempt(client, { files: {}, answer: '' });
  await Promise.resolve();
  client.stop();
  assert.equal(await asked, null);
});

test('an interpreter that breaks down is explained', async () => {
  const client = python((_, fail) => fail(new Stopped('Python ended unexpectedly: memory access out of bounds')));
  const result = await attempt(client, { files: {}, answer: '' });
  assert.equal(result.message, CRASHED);
});

test('an interpreter that tells its own breakdown is explained', async () => {
  const data = { type: 'Crash', message: 'unreachable', hint: null, line: null, column: null, trace: [] };
  const client = python((_, fail) => fail(new LearnerFault(data)));
  assert.equal((await attempt(client, { files: {}, answer: '' })).message, CRASHED);
});

test('an error of the classroom is a failed check, with its message', async () => {
  const data = { type: 'ValueError', message: 'told', hint: null, line: 3, column: null, trace: [] };
  const client = python((_, fail) => fail(new LearnerFault(data)));
  assert.equal((await attempt(client, { files: {}, answer: '' })).message, 'told');
});

test('code in the text is run as a check that asks nothing', async () => {
  const client = python((resolve) => resolve({ passed: true, output: '1\n' }));
  await runSnippet(client, 'print(1)', 'class Node: ...');
  const [[method, args]] = client.calls;
  assert.equal(method, 'check');
  assert.equal(args.answer, 'print(1)');
  assert.equal(args.engine, 'class Node: ...');
  assert.equal(args.files['check.py'], '');
});

/** A client for figures: remembers what it was asked, and answers with the method's name. */
class Client extends EventTarget {
  about = {};
  state = 'ready';
  asked = [];
  stops = 0;
  start = async () => {};
  async call(method, args) {
    this.asked.push(`${method} ${args.code ?? ''}`.trim());
    if (this.hang) return new Promise((_, reject) => (this.fail = () => reject(new Stopped())));
    return method;
  }
  stop() {
    this.stops += 1;
    this.about = {};
    this.fail?.();
  }
}

test('a figure’s code is run again when another’s has come between', async () => {
  const client = new Client();
  const shared = new SharedPython(client);
  const [a, b] = [shared.share(), shared.share()];
  await a.call('run', { code: 'A' });
  await a.call('descend');
  await b.call('run', { code: 'B' });
  await a.call('landscape');
  await a.call('evaluate');
  assert.deepEqual(client.asked, ['run A', 'descend', 'run B', 'run A', 'landscape', 'evaluate']);
});

test('a figure’s code is run again in a new interpreter', async () => {
  const client = new Client();
  const share = new SharedPython(client).share();
  await share.call('run', { code: 'A' });
  client.about = {};
  await share.call('descend');
  assert.deepEqual(client.asked, ['run A', 'run A', 'descend']);
});

test('a check needs nothing to be run again, and takes nothing away', async () => {
  const client = new Client();
  const shared = new SharedPython(client);
  const [figure, card] = [shared.share(), shared.share()];
  await figure.call('run', { code: 'A' });
  await card.call('check', { answer: '' });
  await figure.call('descend');
  assert.deepEqual(client.asked, ['run A', 'check', 'descend']);
});

test('when one stops Python, what another was having done is asked again', async () => {
  const client = new Client();
  const shared = new SharedPython(client);
  const [figure, card] = [shared.share(), shared.share()];
  await figure.call('run', { code: 'A' });
  client.hang = true;
  const descent = figure.call('descend');
  await new Promise((resolve) => setTimeout(resolve));
  const fail = client.fail;
  card.call('check').catch(() => {});
  await new Promise((resolve) => setTimeout(resolve));
  client.hang = false;
  card.stop();
  fail();
  assert.equal(await descent, 'descend');
  assert.deepEqual(client.asked.slice(-2), ['run A', 'descend']);
});

test('who has nothing under way stops nothing', () => {
  const client = new Client();
  new SharedPython(client).share().stop();
  assert.equal(client.stops, 0);
});
