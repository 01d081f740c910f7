/**
 * What a descent can be told: the ranges of the controls, and what is wrong with
 * an entry.
 *
 * @module descent-settings
 */

import { formatCount, parseNumber } from './numbers.js';
import { OPTIMIZERS } from './optimizers.js';

/** @typedef {import('../../shared/protocol.js').DescendArgs['optimizer']} Optimizer */
/** @typedef {import('../../shared/kept.js').Settings} Settings as they are kept */
/** @typedef {Omit<Settings, 'batches'> & {batches?: Settings['batches'] | null}} DescentSettings */

/** What is said of an optimizer, where a setting names one. @param {Optimizer} optimizer */
export const choiceOf = (optimizer) => OPTIMIZERS.find(({ id }) => id === optimizer) ?? OPTIMIZERS[0];

/** As it is read where nothing is said (kept.json), which the page's first script need not read. @type {DescentSettings} */
export const DEFAULT_DESCENT = { optimizer: 'gradient descent', rate: 0.1, steps: 100, start: [] };

export const MAX_STEPS = 1_000_000;

/** The slider's ends, as powers of ten. The number field takes any positive rate. */
export const RATE_EXPONENTS = /** @type {const} */ ([-4, 1]);

/** @param {number} rate @returns {number} position on the slider, from 0 to 1 */
export function ratePosition(rate) {
  const [low, high] = RATE_EXPONENTS;
  return Math.min(1, Math.max(0, (Math.log10(rate) - low) / (high - low)));
}

/** @param {number} position @returns {number} a rate of two significant digits */
export function rateAt(position) {
  const [low, high] = RATE_EXPONENTS;
  return Number((10 ** (low + position * (high - low))).toPrecision(2));
}

/**
 * An entry that was understood, or one sentence on what to enter instead.
 * @typedef {{value: number, problem: null} | {value: null, problem: string}} Entry
 */

/** @param {string} text @returns {Entry} */
export function readRate(text) {
  const value = parseNumber(text);
  if (value === null || value <= 0) return refuse('The rate must be a number above 0, such as 0.1.');
  return { value, problem: null };
}

/** @param {string} text @returns {Entry} */
export function readSteps(text) {
  const value = parseNumber(text.replace(/[\s']|,(?=\d{3}(\D|$))/g, ''));
  if (value === null || !Number.isInteger(value) || value < 1) {
    return refuse('Steps must be a whole number of at least 1.');
  }
  if (value > MAX_STEPS) return refuse(`At most ${formatCount(MAX_STEPS)} steps can be run at once.`);
  return { value, problem: null };
}

/** @param {string} name @param {string} text @returns {Entry} */
export function readStart(name, text) {
  const value = parseNumber(text);
  if (value === null) return refuse(`The start of ${name} must be a number, such as 0.3.`);
  return { value, problem: null };
}

/** An empty field, or "all", means all data at each step: 0. @param {string} text @returns {Entry} */
export function readBatchSize(text) {
  if (/^\s*(all)?\s*$/i.test(text)) return { value: 0, problem: null };
  const value = parseNumber(text);
  if (value === null || !Number.isInteger(value) || value < 1) {
    return refuse('The batch size must be a whole number of at least 1, or “all”.');
  }
  return { value, problem: null };
}

/** @param {string} text @returns {Entry} */
export function readSeed(text) {
  const value = parseNumber(text);
  if (value === null || !Number.isInteger(value) || value < 0) return refuse('The seed must be a whole number, such as 1.');
  return { value, problem: null };
}

/** @param {string} problem @returns {Entry} */
function refuse(problem) {
  return { value: null, problem };
}

/**
 * Where the descent begins: the entries, and the parameters' own defaults elsewhere.
 * @param {(number | null)[]} entries
 * @param {{value: number}[]} parameters
 * @returns {number[]}
 */
export function startPoint(entries, parameters) {
  return parameters.map((parameter, index) => entries[index] ?? parameter.value);
}
