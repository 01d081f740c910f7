import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference, readVersions, when, withVersion } from '../../web/app/model/versions.js';

const version = (/** @type {string} */ code, at = 0) => ({ code, example: 'median', at });

test('the newest version comes first, and none is kept twice', () => {
  const list = [version('a', 1), version('b', 2), version('a', 3)].reduce(withVersion, /** @type {import('../../web/app/model/versions.js').Version[]} */ ([]));
  assert.deepEqual(list.map(({ code, at }) => [code, at]), [['a', 3], ['b', 2]]);
});

test('an empty text is no version', () => {
  assert.deepEqual(withVersion([version('a')], version(' \n')), [version('a')]);
});

test('versions stay few and small', () => {
  let list = withVersion([], version('x'.repeat(500_000)));
  assert.equal(list.length, 1);
  for (let k = 0; k < 100; k += 1) list = withVersion(list, version(`code ${k}`));
  assert.equal(list.length, 40);
  assert.ok(list.reduce((sum, { code }) => sum + code.length, 0) < 400_000);
});

test('a version is told by its first line that is not there now', () => {
  assert.equal(difference('def loss(x=1):\n    return x', 'def loss(x=1):\n    return x * x'), 'return x');
  assert.equal(difference('a\nb', 'a\nb\nc'), 'with lines left out');
});

test('what is no version is not read', () => {
  assert.deepEqual(readVersions(null), []);
  assert.deepEqual(readVersions([{ code: 1 }, version('a'), 'b']), [version('a')]);
});

test('times are said as one says them', () => {
  const minute = 60_000;
  assert.deepEqual([0, 1, 30, 61, 300].map((m) => when(0, m * minute)), ['just now', 'a minute ago', '30 minutes ago', 'an hour ago', '5 hours ago']);
  assert.match(when(0, 3 * 24 * 60 * minute), /^on \d+|^on \w+ \d+/);
});

test('lines left out are told as such, also where lines are there more than once', () => {
  const code = 'a = 1\nreturn a\nb = 2\nreturn a\nreturn a';
  assert.equal(difference(code, `${code}\n# mine`), 'with lines left out');
  assert.equal(difference('b = 2\na = 1', 'a = 1\nb = 2'), 'in another order');
});
