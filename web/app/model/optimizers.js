/**
 * The optimizers to choose from. Made of the engine's, by tools/optimizers.py: change those.
 *
 * @module optimizers
 */

/**
 * `hasRate`: whether the rate changes anything.
 * @typedef {{id: import('../../shared/protocol.js').DescendArgs['optimizer'], label: string, hasRate: boolean}} Choice
 */

/** @type {Choice[]} */
export const OPTIMIZERS = [
  { id: 'gradient descent', label: 'Gradient descent', hasRate: true },
  { id: 'momentum', label: 'Momentum', hasRate: true },
  { id: 'nesterov', label: 'Nesterov', hasRate: true },
  { id: 'adagrad', label: 'AdaGrad', hasRate: true },
  { id: 'rmsprop', label: 'RMSProp', hasRate: true },
  { id: 'adam', label: 'Adam', hasRate: true },
  { id: 'line search', label: 'Line search', hasRate: true },
  { id: 'l-bfgs', label: 'L-BFGS', hasRate: false },
  { id: 'newton', label: 'Newton’s method', hasRate: false },
];
