/** Answers from compiled modules, without Python: which they give, and which they leave. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALLS_APART, createDirect } from '../../web/sandbox/direct.js';

/** A module that computes x * x, where x is not below `least`. @param {number} least */
function square(least) {
  let x = 0;
  return {
    parameters: ['x'],
    exports: {
      value_and_gradient: (point) => (x = point) * point,
      gradient: () => 2 * x,
      status: () => Number(x < least),
    },
  };
}

test('the module whose guards hold answers', () => {
  const evaluate = createDirect();
  assert.deepEqual(evaluate([square(5), square(0)], { point: [3] }), { loss: 9, gradient: [6] });
  assert.equal(evaluate([square(5)], { point: [3] }), null);
  assert.equal(evaluate([square(0)], { point: [Number.NaN] }), null);
});

test('one answer in some hundreds is left to Python, which compares it', () => {
  const evaluate = createDirect();
  const answers = Array.from({ length: 3 * CALLS_APART }, () => evaluate([square(0)], { point: [3] }));
  assert.equal(answers.filter((answer) => answer === null).length, 3);
});

test('a module that fails is left to Python, which tells of it', () => {
  const failing = square(0);
  failing.exports.value_and_gradient = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  assert.equal(createDirect()([failing], { point: [3] }), null);
});
