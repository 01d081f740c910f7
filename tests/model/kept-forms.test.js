/** What is read of anything has the form that kept.json says, and nothing else comes along. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import kept from '../../web/shared/kept.json' with { type: 'json' };
import { checksOf } from '../../web/shared/shape.js';
import { readersOf } from '../../web/shared/read.js';
import { DEFAULT_DESCENT, MAX_STEPS } from '../../web/app/model/descent-settings.js';
import { OPTIMIZERS } from '../../web/app/model/optimizers.js';
import { readerOf } from '../../web/app/model/kept-forms.js';
import { json } from './hostile.js';
import { oneOf, randomFrom } from './random.js';

const SEEDS = 100;
const NAMES = /** @type {(keyof import('../../web/shared/kept.js').Kept)[]} */ (Object.keys(kept.definitions));
const checkOf = checksOf(/** @type {any} */ (kept.definitions));

/** A value that may have this form, or nearly: each part is at times another. @param {() => number} draw @param {any} schema @returns {string} as JSON */
function nearly(draw, schema) {
  if (draw() < 0.15) return json(draw, 2);
  if (schema.ref) return nearly(draw, /** @type {any} */ (kept.definitions)[schema.ref]);
  if (schema.nullable && draw() < 0.2) return 'null';
  if (schema.enum) return JSON.stringify(oneOf(draw, schema.enum));
  if (schema.elements) return `[${Array.from({ length: Math.floor(draw() * 5) }, () => nearly(draw, schema.elements)).join()}]`;
  if (schema.values) return `{"a/b":${nearly(draw, schema.values)},"__proto__":${nearly(draw, schema.values)}}`;
  if (schema.properties) {
    const parts = Object.entries({ ...schema.properties, ...schema.optionalProperties }).flatMap(([key, each]) => (draw() < 0.1 ? [] : `${JSON.stringify(key)}:${nearly(draw, each)}`));
    return `{${[...parts, ...(draw() < 0.3 ? ['"__proto__":{"polluted":1}', '"more":1'] : [])].join()}}`;
  }
  if (schema.type === 'boolean') return oneOf(draw, ['true', 'false']);
  if (schema.type === 'string') return JSON.stringify('x'.repeat(Math.floor(draw() ** 4 * 400)));
  return oneOf(draw, ['0', '1', '2', '-1', '0.5', '7', '1e16', '1e999', String(Math.floor(draw() * 1e13))]);
}

for (const name of NAMES) {
  test(`what is read as ${name} is one, whatever it was, and reads the same again`, () => {
    const read = readerOf(name);
    let found = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const given = JSON.parse(nearly(randomFrom(seed), kept.definitions[name]));
      const value = read(given);
      if (value === undefined) continue;
      found += 1;
      assert.equal(checkOf(name)(value), '', `seed ${seed}`);
      assert.deepEqual(read(structuredClone(value)), value, `seed ${seed}`);
      if (checkOf(name)(given) === '') assert.deepEqual(value, given, `seed ${seed}: nothing is lost of what has the form`);
    }
    assert.ok(found > SEEDS / 50, `${found} of ${SEEDS} were read`);
    assert.equal(/** @type {any} */ ({}).polluted, undefined);
  });
}

test('each part that may be missing, and none other, is left out or taken as it is said', () => {
  const schema = {
    A: {
      properties: { a: { type: 'string' }, b: { type: 'uint8', metadata: { otherwise: 3 } }, c: { elements: { ref: 'B' }, metadata: { most: 2, cut: true, otherwise: [] } } },
      optionalProperties: { d: { ref: 'B' } },
    },
    B: { type: 'float64', metadata: { least: 0, most: 9, clamped: true } },
  };
  const read = readersOf(schema)('A');
  assert.deepEqual(read({ a: 'x' }), { a: 'x', b: 3, c: [] });
  assert.deepEqual(read({ a: 'x', b: 256, c: [1, 'y', 2], d: 1e9, e: 5 }), { a: 'x', b: 3, c: [1], d: 9 });
  assert.deepEqual(read({ a: 'x', b: 4, c: {}, d: -1 }), { a: 'x', b: 4, c: [] });
  for (const value of [undefined, null, 7, 'x', [], {}, { b: 4 }, new Map([['a', 'x']])]) assert.equal(read(value), undefined);
});

test('settings are read within what the controls offer, and are the controls’ own where nothing is said', () => {
  const { optimizer, steps } = kept.definitions.Settings.properties;
  assert.deepEqual(readerOf('Settings')({}), DEFAULT_DESCENT);
  assert.deepEqual([optimizer.enum, steps.metadata.most], [OPTIMIZERS.map(({ id }) => id), MAX_STEPS]);
});
