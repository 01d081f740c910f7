import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markFactors } from '../../web/app/model/derivation-factors.js';

const slope = (/** @type {string} */ a, /** @type {string} */ b) => `\\frac{\\partial ${a}}{\\partial ${b}}`;
const STEPS = [
  { tex: 'g = x \\cdot x', words: 'Name the product.', nodes: ['n1'] },
  { tex: `${slope('L', 'g')} = \\frac{1}{N}`, words: 'The local derivative of the mean.', nodes: ['n2', 'n1'] },
  { tex: `${slope('g', 'x')} = 2 \\, x`, words: 'The local derivative of the product.', nodes: ['n1', 'n0'] },
  { tex: `${slope('L', 'x')} = \\sum_{i=1}^{N} ${slope('L', 'g')} \\cdot ${slope('g', 'x')} + ${slope('L', 'g')}`, words: 'From the loss back.', nodes: ['n1', 'n2', 'n0'] },
  { tex: '= \\sum_{i=1}^{N} \\frac{1}{N} \\cdot 2 \\, x + \\frac{1}{N}', words: 'Put in the local derivatives.', nodes: ['n1', 'n2', 'n0'] },
];
const data = (/** @type {string} */ child, /** @type {string} */ parent, /** @type {string} */ tex) => `\\htmlData{child=${child}, parent=${parent}}{${tex}}`;

test('each factor of a product is marked with the edge that it is', () => {
  const [, , , product] = markFactors(STEPS);
  assert.equal(product.tex, `${slope('L', 'x')} = \\sum_{i=1}^{N} ${data('n2', 'n1', slope('L', 'g'))} \\cdot ${data('n1', 'n0', slope('g', 'x'))} + ${data('n2', 'n1', slope('L', 'g'))}`);
});

test('what is put in for a factor is marked as the factor was', () => {
  const last = markFactors(STEPS)[4];
  assert.equal(last.tex, `= \\sum_{i=1}^{N} ${data('n2', 'n1', '\\frac{1}{N}')} \\cdot ${data('n1', 'n0', '2 \\, x')} + ${data('n2', 'n1', '\\frac{1}{N}')}`);
});

test('a naming and a local derivative are about one node, a product about none as a whole', () => {
  assert.deepEqual(markFactors(STEPS).map((step) => step.names), [['n1'], ['n2'], ['n1'], [], []]);
});
