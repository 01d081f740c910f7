import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filledIn, fillIn } from '../../web/app/model/filled.js';

const START = 'z = ...\nv = ...\nx = ...\n';

test('nothing is filled in at the start', () => {
  assert.deepEqual([...filledIn(START)], [['z', ''], ['v', ''], ['x', '']]);
});

test('a number goes to its name, and the order stays', () => {
  const answer = fillIn(fillIn(START, 'x', ' 2.5 '), 'z', '1');
  assert.equal(answer, 'z = 1\nv = ...\nx = 2.5\n');
  assert.equal(filledIn(answer).get('x'), '2.5');
  assert.equal(fillIn(answer, 'x', ''), 'z = 1\nv = ...\nx = ...\n');
});

test('whatever is typed stays on its line', () => {
  assert.deepEqual([...filledIn(fillIn(START, 'v', '1\nx = 7'))], [['z', ''], ['v', '1 x = 7'], ['x', '']]);
});
