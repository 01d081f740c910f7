import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, lineDifference } from '../../web/app/model/line-difference.js';

const told = (rows) => rows.map(({ kind, text, count }) => ({ same: ' ', out: '-', in: '+' })[kind]?.concat(text) ?? `…${count}`);

test('a changed line goes out and comes in, and the rest stays', () => {
  assert.deepEqual(told(lineDifference('a\nb\nc\n', 'a\nB\nc\n')), [' a', '-b', '+B', ' c']);
});

test('from nothing everything comes in, and to nothing everything goes out', () => {
  assert.deepEqual(told(lineDifference('', 'a\nb')), ['+a', '+b']);
  assert.deepEqual(told(lineDifference('a\nb', '')), ['-a', '-b']);
  assert.deepEqual(lineDifference('', ''), []);
});

test('whatever the texts, what stays and goes out is the one, what stays and comes in the other', () => {
  let seed = 7;
  const roll = (sides) => (seed = (seed * 48271) % 2147483647) % sides;
  for (let round = 0; round < 200; round += 1) {
    const [a, b] = [0, 1].map(() => Array.from({ length: roll(12) }, () => 'xyz'[roll(3)]));
    const rows = lineDifference(a.join('\n'), b.join('\n'));
    const side = (without) => rows.filter(({ kind }) => kind !== without).map(({ text }) => text);
    assert.deepEqual([side('in'), side('out')], [a, b]);
    assert.ok(rows.filter(({ kind }) => kind === 'same').length >= Math.min(a.length, b.length, 1) * Number(a.some((line) => b.includes(line))));
  }
});

test('what stays far from a change is counted', () => {
  const before = Array.from({ length: 20 }, (_, k) => `line ${k}`);
  const rows = changesOf(lineDifference(before.join('\n'), before.toSpliced(10, 1, 'new').join('\n')));
  assert.deepEqual(told(rows), ['…8', ' line 8', ' line 9', '-line 10', '+new', ' line 11', ' line 12', '…7']);
});

test('texts that do not differ have no changes to show', () => {
  assert.deepEqual(changesOf(lineDifference('a\nb', 'a\nb\n')), [{ kind: 'left out', count: 2 }]);
});
