import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bands, isRagged, levels, SQUARE } from '../../web/app/model/contours.js';
import { randomFrom } from './random.js';

/** A bowl with its lowest point in the middle. @param {number} n */
function bowl(n) {
  const values = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1) for (let i = 0; i < n; i += 1) values[j * n + i] = (i - (n - 1) / 2) ** 2 + (j - (n - 1) / 2) ** 2;
  return { width: n, height: n, values };
}

test('levels ascend from the lowest value', () => {
  const { values } = bowl(21);
  const found = levels(values);
  assert.equal(found[0], 0);
  assert.ok(found.every((level, k) => k === 0 || level > found[k - 1]));
});

test('a cliff does not hide the valley: most levels lie where most values do', () => {
  const values = Float64Array.from({ length: 1000 }, (_, k) => (k < 990 ? k / 990 : 1e6));
  assert.ok(levels(values).filter((level) => level < 1e5).length >= 6);
});

test('nothing finite has no levels, a plain has one', () => {
  assert.deepEqual(levels(Float64Array.of(NaN, Infinity)), []);
  assert.deepEqual(levels(Float64Array.of(2, 2, 2)), [2]);
});

test('a contour of the bowl is a circle about its middle, y upwards', () => {
  const { path, level } = bands(bowl(41))[4];
  const inner = path.split('M').filter(Boolean).at(-1) ?? '';
  const points = inner.replace('Z', '').split('L').map((p) => p.split(',').map(Number));
  const radius = (Math.sqrt(level) / 40) * SQUARE;
  for (const [x, y] of points) assert.ok(Math.abs(Math.hypot(x - SQUARE / 2, y - SQUARE / 2) - radius) < 6);
});

test('samples without a value leave a hole, not a crash', () => {
  const land = bowl(11);
  land.values[0] = NaN;
  land.values[5] = Infinity;
  for (const band of bands(land)) assert.doesNotMatch(band.path, /NaN|Infinity/);
});

test('the levels are chosen for the part that is looked at', () => {
  const land = bowl(41);
  const middle = bands(land, { x: [0.4, 0.6], y: [0.4, 0.6] });
  assert.ok(middle[middle.length - 1].level <= 32);
  assert.ok(bands(land)[12].level > 300);
});

test('a landscape is ragged where its contours are too many to be drawn on the way', () => {
  const [width, height] = [150, 96];
  const random = randomFrom(1);
  /** @param {(x: number, y: number) => number} at */
  const land = (at) => ({ width, height, values: Float64Array.from({ length: width * height }, (_, k) => at(k % width, Math.floor(k / width))) });
  for (const at of [random, (/** @type {number} */ x, /** @type {number} */ y) => (x + y) % 2, (/** @type {number} */ x) => x % 3]) assert.equal(isRagged(land(at)), true);
  const smooth = [(/** @type {number} */ x, /** @type {number} */ y) => (x - 70) ** 2 + (y - 40) ** 2, (/** @type {number} */ x, /** @type {number} */ y) => Math.sin(x / 8) * Math.cos(y / 8), () => 7];
  for (const at of smooth) assert.equal(isRagged(land(at)), false);
  assert.equal(isRagged(land((x, y) => (x + y > 200 ? NaN : x * x + y))), false, 'a part without values is no hill');
});
