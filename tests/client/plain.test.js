/** What leaves a worker is bounded, and made of plain parts, whatever a learner's code has replaced. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../../web/sandbox/plain.js';

test('what Python gives arrives as it is, with null for None and a number for a large int', () => {
  const values = Float64Array.of(1, 2);
  const made = plain({ a: [undefined, null, 2n ** 70n, true, 'x'], values, nested: { b: 1.5 } });
  assert.deepEqual(structuredClone(made), { a: [null, null, 2 ** 70, true, 'x'], values, nested: { b: 1.5 } });
});

const circle = [];
circle.push(circle);
const TOO_MUCH = {
  'a list in itself': () => circle,
  'many entries': () => new Array(600_000).fill(0),
  'holes without end': () => new Array(2 ** 32 - 1),
  'many letters': () => 'x'.repeat(9_000_000),
  'many texts': () => new Array(1000).fill('x'.repeat(10_000)),
  'many numbers': () => new Float64Array(9_000_000),
};

for (const [what, make] of Object.entries(TOO_MUCH)) {
  test(`what is too much for a page is not sent: ${what}`, () => {
    assert.throws(() => plain({ value: make() }), RangeError);
  });
}

test('what is nothing that could be told is not sent', () => {
  assert.throws(() => plain({ value: () => 1 }), TypeError);
  assert.throws(() => plain({ value: Symbol('x') }), TypeError);
});

/** What `work` gives while an index of all lists and a name of all objects have a setter. */
function whileSettersAreInherited(setter, work) {
  const places = [[Array.prototype, 0], [Object.prototype, 'size']];
  for (const [prototype, name] of places) Object.defineProperty(prototype, name, setter);
  try {
    return work();
  } finally {
    for (const [prototype, name] of places) delete prototype[name];
  }
}

test('getters are read once, and setters that all inherit are not asked', () => {
  let asked = 0;
  let set = 0;
  const value = { list: [1], inner: { get size() { return 'x'.repeat((asked += 1)); } } };
  const made = whileSettersAreInherited({ configurable: true, set() { set += 1; } }, () => plain(value));
  assert.deepEqual([made.list[0], Object.keys(made.inner), made.inner.size], [1, ['size'], 'x']);
  assert.deepEqual([asked, set], [1, 0]);
});
