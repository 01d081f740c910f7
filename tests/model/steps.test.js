import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeNames, plainName, withDerivedNames } from '../../web/app/model/names.js';
import { applied, known, stepAt, stepsOf, words } from '../../web/app/model/steps.js';
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
  assert.match(last[0], /= 3; now grad\[x\] = 1 \+ 3 = 4$/);
  assert.match(last[1], /= 3; now grad\[x\] = 1 \+ 3 \+ 3 = 7$/);
});

test('the gradient of a node grows with each of its terms', () => {
  const graph = reused();
  const steps = stepsOf(graph);
  const grown = [-2, -1, 0].map((back) => known(graph, steps, steps.length + back).gradients.get('x'));
  assert.deepEqual(grown, [1, 4, 7]);
});

test('the backward sweep goes layer by layer, each node after all that use it', () => {
  const nodes = ['x', 'y'].map((id) => node(id, { kind: 'leaf', symbol: id, name: id })).concat(['a', 'b', 'c', 'd', 's'].map((id) => node(id, { symbol: '+', output: id === 's' })));
  const edges = [['x', 'a', 0], ['a', 'b', 0], ['y', 'c', 0], ['c', 'd', 0], ['b', 's', 0], ['d', 's', 1]].map(([from, to, slot]) => ({ from: String(from), to: String(to), local: 1, slot: Number(slot) }));
  const order = stepsOf({ nodes, edges, frames: [], size: 5, summary: null }).filter((s) => s.phase === 'backward');
  assert.deepEqual(order.map((s) => s.node), ['b', 'd', 'a', 'c', 'x', 'y']);
});

test('what two sums over the repetitions bring is known only when both are in', () => {
  const graph = rolled();
  graph.edges.push({ from: 'x', to: 'r', local: 2, slot: 2 });
  const sums = stepsOf(graph).filter((s) => s.node === 'x');
  assert.deepEqual(sums.map((s) => s.gradient), [null, 0.25]);
  assert.match(words(sums[1].sentence), /now grad\[x\] = 0\.25$/);
});

test('a Σ and other uses of the same node add up to its gradient', () => {
  const graph = rolled();
  graph.edges.push({ from: 'x', to: 'm', local: 0.05, slot: 1 });
  const [direct, repeated] = stepsOf(graph).filter((s) => s.node === 'x');
  assert.equal(direct.gradient, 0.05);
  assert.match(words(repeated.sentence), /over all 1,000 = 0\.2; now grad\[x\] = 0\.05 \+ 0\.2 = 0\.25$/);
});

test('what one repetition hands to the next comes from the next one', () => {
  const graph = rolled();
  graph.edges.push({ from: 'r', to: 'd', local: 1, slot: 2, carried: true });
  const step = stepsOf(graph).find((s) => s.edge === graph.edges.length - 1);
  assert.match(words(step?.sentence ?? []), /of the next repetition/);
});

test('no step is in progress at either end', () => {
  const steps = stepsOf(reused());
  assert.equal(stepAt(steps, 0), null);
  assert.equal(stepAt(steps, steps.length), null);
  assert.equal(stepAt(steps, 1), steps[0]);
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

test('nodes without a name of the learner\'s are called as in the derivation', () => {
  const derivation = [
    { tex: 'I_x = a_i - x', words: '', nodes: ['d'] },
    { tex: 'g_{\\mathrm{slope}} = {I_x}^{2}', words: '', nodes: ['q'] },
    { tex: 'L = \\frac{1}{N} \\sum M', words: '', nodes: ['m', 't'] },
    { tex: '\\frac{\\partial g}{\\partial I_x} = 2', words: '', nodes: ['q'] },
  ];
  const names = nodeNames(withDerivedNames(rolled(), derivation));
  assert.deepEqual([...names.values()], ['x', 'y', '0.62', 'I_x', 'g_slope', 'v1', 'total', 'loss']);
  assert.equal(plainName('\\alpha_{i}'), 'alpha_i');
});

/** h = tanh(w h), twice from h = 0.5, then loss = h²: one frame, whose first repetition is shown. */
function recurrence() {
  const graph = rolled();
  const [w] = graph.nodes;
  return {
    ...graph,
    nodes: [
      { ...w, id: 'w', name: 'w', symbol: 'w', value: 2, gradient: 7 },
      node('m', { op: 'mul', symbol: '×', value: 1, gradient: 3, frame: 'f' }),
      node('h', { op: 'tanh', symbol: 'tanh', name: 'h', value: 0.8, gradient: 5, frame: 'f' }),
      node('l', { op: 'pow', symbol: '^2', name: 'loss', value: 0.81, gradient: 1, output: true }),
    ],
    edges: [
      { from: 'w', to: 'm', local: 0.5, slot: 0 },
      { from: 'h', to: 'm', local: 2, slot: 1, carried: true, takes: { value: 0.5, of: null } },
      { from: 'm', to: 'h', local: 0.4, slot: 0 },
      { from: 'h', to: 'l', local: 1.8, slot: 0, takes: { value: 0.9, of: [1] } },
    ],
    frames: [{ id: 'f', parent: null, count: 2, index: 0, label: '× 2' }],
  };
}

test('an operation is told with the numbers that it took, and of which repetition', () => {
  const [product, , loss] = stepsOf(recurrence()).map((step) => words(step.sentence));
  assert.equal(product, 'v1 = w × h = 2 × 0.5 = 1');
  assert.equal(loss, 'loss = h² = 0.9² = 0.81, with h of repetition 2');
});

test('what takes another repetition brings nothing to the one that is shown', () => {
  const [taken, carried] = stepsOf(recurrence()).filter((step) => step.node === 'h' && step.phase === 'backward');
  assert.equal(words(taken.sentence), 'grad[h] += grad[loss] × ∂loss/∂h, which takes repetition 2');
  assert.match(words(carried.sentence), /of the next repetition = 5; now grad\[h\] = 0 \+ 5 = 5$/);
});
