import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeNames } from '../../web/app/model/names.js';
import { applied, known, stepsOf, words } from '../../web/app/model/steps.js';
import { node, reused, rolled } from './graph.js';

test('forward goes in evaluation order, then backward in reverse, edge by edge', () => {
  const order = stepsOf(reused()).map(({ phase, node }) => `${phase} ${node}`);
  assert.deepEqual(order, [
    'forward p',
    'forward s',
    'seed s',
    'backward p',
    'backward x',
    'backward x',
    'backward x',
  ]);
});

test('the sentence says what is added, with its numbers', () => {
  const [, , , first] = stepsOf(reused()).map((step) => words(step.sentence));
  assert.equal(first, 'grad[square] += grad[loss] × ∂loss/∂square = 1 × 1 = 1');
});

test('a node that is used more than once is summed term by term', () => {
  const last = stepsOf(reused()).slice(-2).map((step) => words(step.sentence));
  assert.match(last[0], /= 3; with the earlier 1 that makes 4$/);
  assert.match(last[1], /= 3; with the earlier 4 that makes 7$/);
});

test('what happens in every repetition is told as one sum', () => {
  const sentences = stepsOf(rolled()).map((step) => words(step.sentence));
  assert.ok(sentences.some((s) => s.startsWith('v4 = Σ v3 = ') && s.endsWith('over all 1,000')), sentences.join('\n'));
  assert.ok(sentences.some((s) => s.startsWith('grad[x] += Σ ') && s.endsWith('over all 1,000 = 0.25')), sentences.join('\n'));
});

test('nothing goes back into a constant', () => {
  assert.ok(stepsOf(rolled()).every((step) => step.phase === 'forward' || step.node !== 'a'));
});

test('what is known grows with the position', () => {
  const graph = reused();
  const steps = stepsOf(graph);
  assert.deepEqual([...known(graph, steps, 0).values], ['x']);
  assert.equal(known(graph, steps, 2).values.size, 3);
  assert.equal(known(graph, steps, 2).gradients.size, 0);
  assert.equal(known(graph, steps, steps.length).gradients.size, 3);
});

test('operations are written as by hand', () => {
  const of = (/** @type {string} */ symbol, /** @type {string[]} */ ...operands) => applied(node('n', { symbol }), operands);
  assert.equal(of('−', 'a', 'b'), 'a − b');
  assert.equal(of('−', 'a'), '−a');
  assert.equal(of('^2', 'a'), 'a²');
  assert.equal(of('^0.5', 'M'), 'M^0.5');
  assert.equal(of('√', 'M'), '√M');
  assert.equal(of('÷ 1000', 't'), 't ÷ 1000');
  assert.equal(of('max', 'a', 'b'), 'max(a, b)');
});

test('nodes are called by the learner\'s names, then by numbers that are free', () => {
  const graph = rolled();
  graph.nodes[3].name = 'v1';
  assert.deepEqual([...nodeNames(graph).values()], ['x', 'y', '0.62', 'v1', 'v2', 'v3', 'v4', 'loss']);
});
