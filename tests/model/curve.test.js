import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panels, spreadNames, stepTicks } from '../../web/app/model/curve.js';
import { append, EMPTY_LOG } from '../../web/app/model/text-log.js';

const size = { width: 400, height: 200 };

/** @param {ArrayLike<number>} values @param {boolean} [log] */
function alone(values, log = false) {
  /** @type {import('../../web/app/model/descent-path.js').Series} */
  const series = { title: 'loss', role: 'value', log: true, lines: [{ name: null, values: Float64Array.from(values) }] };
  const [panel] = panels([series], values.length, size, log);
  return panel;
}

test('a curve spans its panel: first step left, highest loss on top', () => {
  assert.equal(alone([3, 2, 1]).lines[0].d, 'M0.0,0.0L200.0,100.0L400.0,200.0');
});

test('a spike among a million steps is not lost', () => {
  const losses = new Float64Array(1_000_000).fill(1);
  losses[777_777] = 100;
  const [{ d }] = alone(losses).lines;
  assert.match(d, /,0\.0/);
  assert.ok(d.length < 50_000);
});

test('what is not finite, or not positive on a log scale, is left out', () => {
  assert.equal(alone([1, NaN, Infinity, 0, -1, 10], true).lines[0].d.split('L').length, 2);
  assert.deepEqual(alone([-1, 0], true).lines, []);
});

test('a step that is left out has no place, the others have', () => {
  const [line] = alone([3, NaN, 1]).lines;
  assert.deepEqual([0, 1, 2].map(line.placeAt), [[0, 0], null, [400, 200]]);
});

test('a level loss has a line, not a division by zero', () => {
  for (const level of [[2, 2], [0, 0]]) assert.doesNotMatch(alone(level).lines[0].d, /NaN/);
});

test('decades are labelled as powers of ten', () => {
  const { ticks } = alone([1e-8, 1], true);
  assert.ok(ticks.length > 1 && ticks.every((tick) => tick.label.startsWith('10')));
});

test('a pixel has its step', () => {
  assert.deepEqual([-50, 0, 210, 999].map(stepTicks(3, 400).stepAt), [0, 0, 1, 2]);
});

test('panels stand above one another without touching, and the first is the highest', () => {
  /** @type {import('../../web/app/model/descent-path.js').Series} */
  const series = { title: 'x', role: 'value', log: false, lines: [{ name: 'x', values: Float64Array.of(1, 2) }] };
  const [first, second, third] = panels([series, series, series], 2, size, false);
  assert.ok(first.top + first.height < second.top && second.top + second.height < third.top);
  assert.ok(Math.abs(third.top + third.height - size.height) < 1e-9);
  assert.ok(first.height > second.height);
});

test('names at the ends of lines are moved apart and stay inside; of too many there is none', () => {
  const placed = /** @type {number[]} */ (spreadNames([98, 99, 97], 100));
  const sorted = [...placed].sort((a, b) => a - b);
  assert.ok(sorted[1] - sorted[0] >= 13 && sorted[2] - sorted[1] >= 13);
  assert.ok(sorted[0] > 0 && sorted[2] <= 100);
  assert.deepEqual(spreadNames(Array(20).fill(5), 100), Array(20).fill(null));
});

test('a log keeps the end of what was printed, from the beginning of a line', () => {
  let log = EMPTY_LOG;
  for (let k = 0; k < 1000; k += 1) log = append(log, `line ${k}\n`, 500);
  assert.ok(log.text.length <= 500);
  assert.ok(log.text.startsWith('line '));
  assert.ok(log.text.endsWith('line 999\n'));
  assert.equal(log.dropped + log.text.length, Array.from({ length: 1000 }, (_, k) => `line ${k}\n`).join('').length);
});
