/**
 * The losses that the Lab offers, each a few lines that run and teach one thing.
 *
 * @module examples
 */

import diverges from './examples/diverges.py';
import himmelblau from './examples/himmelblau.py';
import kink from './examples/kink.py';
import lineFit from './examples/line_fit.py';
import logistic from './examples/logistic.py';
import nearestPoint from './examples/nearest_point.py';
import onePoint from './examples/one_point.py';
import ravine from './examples/ravine.py';
import rosenbrock from './examples/rosenbrock.py';
import ownData from './examples/own_data.py';
import saddle from './examples/saddle.py';
import twoMoons from './examples/two_moons.py';
import { DEFAULT_DESCENT } from './descent-settings.js';

/** @typedef {import('./descent-settings.js').DescentSettings} DescentSettings */

/**
 * @typedef {object} Example
 * @property {string} id
 * @property {string} title
 * @property {string} question  one sentence
 * @property {string} code
 * @property {Partial<DescentSettings>} descent  where it differs from the default
 * @property {Partial<DescentSettings>[]} [beside]  other descents, to compare it with
 * @property {boolean} [takesColumns]  two columns can be pasted into its table
 * @property {import('../../shared/protocol.js').View} [view]  what the map must show, where that is known
 */

/**
 * What is known of some code before it runs: where to look, and what to compare its descent with.
 * @typedef {{view?: import('../../shared/protocol.js').View, beside?: DescentSettings[]}} Known
 */

/** @type {Example[]} */
export const EXAMPLES = [
  {
    id: 'nearest-point',
    title: 'The point nearest to all',
    question: 'Which point has the least average distance to a thousand given points?',
    code: nearestPoint,
    descent: {},
  },
  {
    id: 'one-point',
    title: 'One point, step by step',
    question: 'How does the distance to a single point change as x and y move?',
    code: onePoint,
    descent: { rate: 0.01, steps: 80 },
  },
  {
    id: 'saddle',
    title: 'A saddle',
    question: 'Where does a descent go that starts almost, but not quite, on the ridge?',
    code: saddle,
    descent: { steps: 80 },
    view: { x: [-2, 2], y: [-2.6, 2.6] },
  },
  {
    id: 'rosenbrock',
    title: 'Rosenbrock’s valley',
    question: 'Why is the floor of a curved valley so slow to walk along?',
    code: rosenbrock,
    descent: { rate: 0.001, steps: 3000 },
    view: { x: [-2, 2], y: [-1, 3] },
  },
  {
    id: 'himmelblau',
    title: 'Himmelblau’s four minima',
    question: 'Which of four equally good minima does the start decide on?',
    code: himmelblau,
    descent: { rate: 0.01, steps: 100 },
    view: { x: [-6, 6], y: [-6, 6] },
  },
  {
    id: 'ravine',
    title: 'A ravine',
    question: 'Does momentum help where one direction is forty times steeper than the other?',
    code: ravine,
    descent: { optimizer: 'momentum', rate: 0.1, steps: 100 },
    beside: [{ optimizer: 'gradient descent', rate: 0.1, steps: 100 }],
    view: { x: [-5, 5], y: [-2.5, 2.5] },
  },
  {
    id: 'line-fit',
    title: 'A line through data',
    question: 'Which line has the least mean squared distance to the marks?',
    code: lineFit,
    descent: { rate: 0.05, steps: 500 },
  },
  {
    id: 'logistic',
    title: 'Pass or fail',
    question: 'How many hours of study make a pass more likely than not?',
    code: logistic,
    descent: { rate: 0.5, steps: 1000 },
  },
  {
    id: 'two-moons',
    title: 'Two moons',
    question: 'How does a network of three hidden units bend its boundary between two classes?',
    code: twoMoons,
    descent: { optimizer: 'adam', rate: 0.05, steps: 400 },
  },
  {
    id: 'kink',
    title: 'A kink',
    question: 'What does a gradient say at a point where the slope jumps?',
    code: kink,
    descent: { rate: 0.05, steps: 60 },
  },
  {
    id: 'diverges',
    title: 'A rate too large',
    question: 'What happens when each step overshoots by more than it gains?',
    code: diverges,
    descent: { rate: 0.105, steps: 100 },
    view: { x: [-3, 3], y: [-2, 2] },
  },
  {
    id: 'own-data',
    title: 'Your own data',
    question: 'Which line fits your own two columns best?',
    code: ownData,
    descent: { rate: 0.3, steps: 60 },
    takesColumns: true,
  },
];

/** @param {Example} example @returns {DescentSettings} */
export function settingsFor(example) {
  return { ...DEFAULT_DESCENT, ...example.descent };
}

/** What is known of code that is an example's. @param {string} code @returns {Known | undefined} */
export function knownOf(code) {
  const example = EXAMPLES.find((one) => one.code === code);
  return example && { view: example.view, beside: example.beside?.map((descent) => ({ ...DEFAULT_DESCENT, ...descent })) };
}
