import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_DESCENT } from '../../web/app/model/descent-settings.js';
import { followed, NO_ENGINE, replaced } from '../../web/app/model/engine-file.js';
import { checked, edited, EMPTY_RECORD } from '../../web/app/course/record.js';
import { engineWent, exportText, importedInWords, importFile, ImportProblem, importText, LARGEST_FILE, summaryOf } from '../../web/app/course/transfer.js';

const records = new Map([
  ['01-the-problem/distance', checked(edited(EMPTY_RECORD, 'def distance(): ...\n', 10), true, 'def distance(): ...\n', 11)],
  ['02-slopes/compare', edited(EMPTY_RECORD, 'h = 1e-5 # “<script>”', 12)],
]);

const NOTHING = { records: new Map(), engine: NO_ENGINE, entries: [], aside: new Map() };

const engine = { ...followed(NO_ENGINE, 'class Node: ...', '05-operators/node', 'A number in a box', 7), chosen: true };

test('what is exported is what is imported, the engine with its step, its choice and its earlier texts', () => {
  const file = replaced(engine, { source: 'another', step: '05-operators/add', edited: true, at: 9, from: 'Add' });
  const entries = [{ id: 'a-1', document: 'lab/kink', tab: 'a', at: 5, origin: 'run', text: 'def loss(): ...', settings: { ...DEFAULT_DESCENT, rate: 0.3 } }];
  const aside = new Map([['course:a/b', { version: 2, code: 'of a later release' }]]);
  const back = importText(exportText({ records, engine: file, entries, aside }, new Date(0)));
  assert.deepEqual(back, { records, engine: file, entries, aside, later: 0, unread: 0 });
  assert.deepEqual([back.engine.step, back.engine.chosen, back.engine.earlier.length], ['05-operators/add', true, 1]);
});

test('an export of an earlier release, whose engine is a text, is read', () => {
  const text = JSON.stringify({ kind: 'autograd-from-scratch progress', version: 1, engine: 'class Node: ...', exercises: {} });
  assert.deepEqual([importText(text).engine.source, importText(text).engine.step], ['class Node: ...', null]);
});

test('where an engine went is said with its step and its size', () => {
  const said = (went) => engineWent(went, engine, (step) => `title of ${step}`);
  assert.match(said('theirs stands'), /“title of 05-operators\/node”, one line\) is now My engine/);
  assert.match(said('mine stands'), /is in the History of My engine; the one that stands here stays/);
  assert.match(said('mine gave way'), /the one that stood here is in its History/);
  assert.match(engineWent('theirs stands', { ...engine, step: null }, String), /a text of your own/);
  assert.equal(said('none'), '');
});

test('an export says what it is, its version and when it was made', () => {
  const { kind, version, made } = JSON.parse(exportText({ ...NOTHING, records }, new Date(0)));
  assert.deepEqual([kind, version, made], ['autograd-from-scratch progress', 1, '1970-01-01T00:00:00.000Z']);
});

test('what is no export is refused, with the reason', () => {
  for (const [text, said] of [
    ['', /cannot be read/],
    ['{"a":', /cannot be read/],
    ['null', /not an export/],
    ['{"kind":"something else"}', /not an export/],
    ['{"kind":"autograd-from-scratch progress","version":99}', /another release/],
    ['{"kind":"autograd-from-scratch progress","version":"1"}', /another release/],
    ['['.repeat(1e6), /cannot be read/],
    ...[undefined, null, 7, 'a/b', [{ version: 1 }], { 'a/b': null }, { 'a/b': [] }].map((exercises) => (
      [JSON.stringify({ kind: 'autograd-from-scratch progress', version: 1, engine: 7, exercises }), /no exercises/]
    )),
  ]) {
    assert.throws(() => importText(text), (error) => error instanceof ImportProblem && said.test(error.message), text);
  }
});

test('a hostile file brings in nothing but records', () => {
  const text = JSON.stringify({
    kind: 'autograd-from-scratch progress',
    version: 1,
    engine: { toString: 'x' },
    exercises: { 'constructor/prototype': { version: 1, code: 'fine as a text' }, '<img src=x onerror=1>': { version: 1 }, 'a/b': 'text', '../../x': { version: 1 } },
  }).replace('"exercises":{', '"exercises":{"__proto__":{"version":1,"polluted":true},');
  const { records: found, engine } = importText(text);
  assert.deepEqual([...found.keys()], ['constructor/prototype']);
  assert.equal(engine.source, null);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('what is of a later release, and what is nothing, is counted', () => {
  const exercises = { 'a/b': { version: 1 }, 'a/c': { version: 2 }, 'a/d': null, '../x': { version: 1 }, 'no id': { version: 2 } };
  const text = JSON.stringify({ kind: 'autograd-from-scratch progress', version: 1, exercises, aside: { 'course:a/c': 'another' } });
  const { records: found, later, unread, aside } = importText(text);
  assert.deepEqual([[...found.keys()], later, unread], [['a/b'], 1, 3]);
  assert.deepEqual([...aside], [['course:a/c', 'another'], ['course:a/c+', { version: 2 }]], 'a later release may read it');
});

test('a file of later records alone is said to be that', () => {
  const text = JSON.stringify({ kind: 'autograd-from-scratch progress', version: 1, exercises: { 'a/b': { version: 2 } } });
  assert.match(importedInWords(importText(text), { same: [], texts: 0 }, new Set(['a/b'])), /^Imported: 0 exercises, 0 of them passed\. 1 exercise of a later release/);
});

test('what was imported is told as it was done', () => {
  const file = { ...NOTHING, records, later: 0, unread: 0 };
  const known = new Set(records.keys());
  assert.equal(importedInWords(file, { same: [], texts: 0 }, known), 'Imported: 2 exercises, 1 of them passed.');
  assert.match(importedInWords(file, { same: ['02-slopes/compare'], texts: 0 }, known), / 1 exercise had nothing that was not here already\.$/);
  assert.match(importedInWords(file, { same: [], texts: 5 }, known), / 5 texts are new in the Histories\.$/);
  assert.match(importedInWords({ ...file, unread: 3 }, { same: [], texts: 0 }, known), / 3 entries of the file could not be read, and were left out\.$/);
});

test('what claims to be from the future is no newer than what is typed next', () => {
  const exercises = { 'a/b': { version: 1, code: 'x', changed: 1e15, passed: 1e15, passedAt: 1e15, earlier: [{ code: 'y', at: 1e15 }] } };
  const { records: found } = importText(JSON.stringify({ kind: 'autograd-from-scratch progress', version: 1, exercises }), 1000);
  const { changed, passed, passedAt, earlier } = found.get('a/b');
  assert.deepEqual([changed, passed, passedAt, earlier[0].at], [1000, 1000, 1000, 1000]);
});

test('a file that is far too large is refused without being read', async () => {
  const file = { size: LARGEST_FILE + 1, text: () => assert.fail('it was read') };
  await assert.rejects(importFile(file), (error) => error instanceof ImportProblem && /too large/.test(error.message));
});

test('a file that cannot be read is told', async () => {
  const file = { size: 10, text: () => Promise.reject(new Error('NotReadableError')) };
  await assert.rejects(importFile(file), (error) => error instanceof ImportProblem && /could not read/.test(error.message));
});

test('a full export of the course, with long texts, is not too large', () => {
  const code = 'x = 1\n'.repeat(5000);
  const one = { ...EMPTY_RECORD, code, passedCode: code, earlier: Array.from({ length: 12 }, (_, at) => ({ code: `${code}${at}`, at })) };
  const all = new Map(Array.from({ length: 60 }, (_, k) => [`chapter/exercise-${k}`, one]));
  assert.ok(exportText({ ...NOTHING, records: all, engine: { ...engine, source: code.repeat(10) } }).length < LARGEST_FILE);
});

test('a file with a hundred thousand exercises is refused, and not taken in part', () => {
  const exercises = Object.fromEntries(Array.from({ length: 100_000 }, (_, k) => [`a/b${k}`, { version: 1 }]));
  assert.throws(() => importText(JSON.stringify({ kind: 'autograd-from-scratch progress', version: 1, exercises })), /more exercises/);
});

test('the summary counts', () => {
  assert.equal(summaryOf(records, new Set(records.keys())), '2 exercises, 1 of them passed');
  assert.equal(summaryOf(records, new Set(['02-slopes/compare'])), '1 exercise, 0 of them passed; and 1 exercise that this course does not have');
});
