import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curve } from '../../web/app/model/curve.js';
import { append, EMPTY_LOG } from '../../web/app/model/text-log.js';

const size = { width: 400, height: 200 };

test('the curve spans its box: first step left, highest loss on top', () => {
  const drawn = curve(Float64Array.of(3, 2, 1), 3, size, { log: false });
  assert.equal(drawn?.d, 'M0.0,0.0L200.0,100.0L400.0,200.0');
});

test('a spike among a million steps is not lost', () => {
  const losses = new Float64Array(1_000_000).fill(1);
  losses[777_777] = 100;
  const drawn = curve(losses, losses.length, size, { log: false });
  assert.match(drawn?.d ?? '', /,0\.0/);
  assert.ok((drawn?.d.length ?? 0) < 50_000);
});

test('what is not finite, or not positive on a log scale, is left out', () => {
  const drawn = curve(Float64Array.of(1, NaN, Infinity, 0, -1, 10), 6, size, { log: true });
  assert.equal(drawn?.d.split('L').length, 2);
  assert.equal(curve(Float64Array.of(-1, 0), 2, size, { log: true }), null);
});

test('a level loss has a line, not a division by zero', () => {
  assert.doesNotMatch(curve(Float64Array.of(2, 2), 2, size, { log: false })?.d ?? 'NaN', /NaN/);
  assert.doesNotMatch(curve(Float64Array.of(0, 0), 2, size, { log: false })?.d ?? 'NaN', /NaN/);
});

test('decades are labelled as powers of ten', () => {
  const drawn = curve(Float64Array.of(1e-8, 1), 2, size, { log: true });
  assert.ok(drawn?.y.every((tick) => tick.label.startsWith('10')));
});

test('a pixel has its step', () => {
  const drawn = curve(Float64Array.of(3, 2, 1), 3, size, { log: false });
  assert.deepEqual([-50, 0, 210, 999].map((px) => drawn?.stepAt(px)), [0, 0, 1, 2]);
});

test('a log keeps the end of what was printed, from the beginning of a line', () => {
  let log = EMPTY_LOG;
  for (let k = 0; k < 1000; k += 1) log = append(log, `line ${k}\n`, 500);
  assert.ok(log.text.length <= 500);
  assert.ok(log.text.startsWith('line '));
  assert.ok(log.text.endsWith('line 999\n'));
  assert.equal(log.dropped + log.text.length, Array.from({ length: 1000 }, (_, k) => `line ${k}\n`).join('').length);
});
