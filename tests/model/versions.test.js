import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference, when } from '../../web/app/model/versions.js';

test('a version is told by its first line that is not there now', () => {
  assert.equal(difference('def loss(x=1):\n    return x', 'def loss(x=1):\n    return x * x'), 'return x');
  assert.equal(difference('a\nb', 'a\nb\nc'), 'with lines left out');
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
