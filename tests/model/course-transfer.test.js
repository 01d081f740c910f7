import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked, edited, EMPTY_RECORD } from '../../web/app/course/record.js';
import { exportText, ImportProblem, importText, summaryOf } from '../../web/app/course/transfer.js';

const records = new Map([
  ['01-the-problem/distance', checked(edited(EMPTY_RECORD, 'def distance(): ...\n', 10), true, 'def distance(): ...\n', 11)],
  ['02-slopes/compare', edited(EMPTY_RECORD, 'h = 1e-5 # “<script>”', 12)],
]);

test('what is exported is what is imported', () => {
  const back = importText(exportText(records, 'class Node: ...', new Date(0)));
  assert.deepEqual(back, { records, engine: 'class Node: ...' });
});

test('an export says what it is, its version and when it was made', () => {
  const { kind, version, made } = JSON.parse(exportText(records, null, new Date(0)));
  assert.deepEqual([kind, version, made], ['autograd-from-scratch progress', 1, '1970-01-01T00:00:00.000Z']);
});

test('what is no export is refused, with the reason', () => {
  for (const [text, said] of [
    ['', /cannot be read/],
    ['{"a":', /cannot be read/],
    ['null', /not an export/],
    ['{"kind":"something else"}', /not an export/],
    ['{"kind":"autograd-from-scratch progress","version":99}', /another release/],
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
  assert.equal(engine, null);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('a code of a million characters is not taken in', () => {
  const text = JSON.stringify({ kind: 'autograd-from-scratch progress', version: 1, exercises: { 'a/b': { version: 1, code: 'x'.repeat(1e6) } } });
  assert.equal(importText(text).records.get('a/b').code, null);
});

test('the summary counts', () => {
  assert.equal(summaryOf(records), '2 exercises, 1 of them passed');
});
