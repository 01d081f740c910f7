import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyPath, extend, pointAt, sampleSteps, strokes } from '../../web/app/model/descent-path.js';

/** @param {number} first @param {number} count */
function event(first, count) {
  const of = (/** @type {(k: number) => number} */ f) => Float64Array.from({ length: count }, (_, k) => f(first + k));
  return {
    event: /** @type {const} */ ('steps'),
    first,
    points: Float64Array.from({ length: 2 * count }, (_, k) => (first + (k >> 1)) * (k % 2 ? 10 : 1)),
    losses: of((k) => 100 - k),
    gradientNorms: of((k) => k),
  };
}

test('steps that arrive in pieces make one path', () => {
  let path = emptyPath(2);
  for (let first = 0; first < 300; first += 30) path = extend(path, event(first, 30));
  assert.equal(path.count, 300);
  assert.deepEqual(pointAt(path, 299), [299, 2990]);
  assert.equal(path.losses[150], -50);
  assert.equal(path.norms[7], 7);
});

test('a sample holds the first and the last step', () => {
  const steps = sampleSteps(10_000, 100);
  assert.equal(steps.length, 100);
  assert.equal(steps[0], 0);
  assert.equal(steps[99], 9999);
  assert.deepEqual(sampleSteps(3, 100), [0, 1, 2]);
});

test('the path is drawn in joined pieces from young to old', () => {
  const path = extend(emptyPath(2), event(0, 100));
  const pieces = strokes(path, ([x, y]) => [x, y]);
  assert.ok(pieces.length <= 20);
  assert.ok(pieces.every((piece, k) => k === 0 || piece.age > pieces[k - 1].age));
  assert.equal(pieces[pieces.length - 1].age, 1);
  const ends = pieces.map(({ d }) => d.slice(1).split('L'));
  for (let k = 1; k < ends.length; k += 1) assert.equal(ends[k][0], ends[k - 1][ends[k - 1].length - 1]);
});

test('a path that leaves the numbers is drawn as far as it goes', () => {
  const steps = event(0, 4);
  steps.points.set([NaN, NaN], 6);
  steps.points.set([1e308, -1e308], 4);
  const pieces = strokes(extend(emptyPath(2), steps), ([x, y]) => [x, y]);
  assert.ok(pieces.length > 0);
  for (const { d } of pieces) assert.doesNotMatch(d, /NaN|e\+/);
});

test('a path of one point has nothing to draw', () => {
  assert.deepEqual(strokes(extend(emptyPath(2), event(0, 1)), ([x, y]) => [x, y]), []);
});
