/**
 * The names of py_engine that a loss is written with, and a line on each, for the editor.
 *
 * @module engine-names
 */

/** @typedef {{name: string, signature: string, about: string}} EngineName */

/** @type {EngineName[]} */
export const ENGINE_NAMES = [
  of('sqrt', '(x)', 'the square root; its gradient at 0 is an error: see hypot'),
  of('cbrt', '(x)', 'the cube root'),
  of('exp', '(x)', 'e to the power x'),
  of('expm1', '(x)', 'exp(x) − 1, exact near 0'),
  of('exp2', '(x)', '2 to the power x'),
  of('log', '(x)', 'the natural logarithm'),
  of('log1p', '(x)', 'log(1 + x), exact near 0'),
  of('log2', '(x)', 'the logarithm to base 2'),
  of('log10', '(x)', 'the logarithm to base 10'),
  of('sin', '(x)', 'the sine of x radians'),
  of('cos', '(x)', 'the cosine of x radians'),
  of('tan', '(x)', 'the tangent of x radians'),
  of('asin', '(x)', 'the arc sine, in radians'),
  of('acos', '(x)', 'the arc cosine, in radians'),
  of('atan', '(x)', 'the arc tangent, in radians'),
  of('atan2', '(y, x)', 'the angle of the point (x, y)'),
  of('sinh', '(x)', 'the hyperbolic sine'),
  of('cosh', '(x)', 'the hyperbolic cosine'),
  of('tanh', '(x)', 'the hyperbolic tangent'),
  of('erf', '(x)', 'the error function'),
  of('sigmoid', '(x)', '1 / (1 + exp(−x))'),
  of('softplus', '(x)', 'log(1 + exp(x)), without overflow'),
  of('relu', '(x)', 'x above 0, else 0; its gradient at 0 is 0'),
  of('leaky_relu', '(x)', 'x above 0, else a small part of it'),
  of('hypot', '(x, y, ...)', 'the length of a vector; its gradient at the origin is 0'),
  of('dist', '(p, q)', 'the distance of two points'),
  of('maximum', '(a, b)', 'the larger; a tie splits the gradient'),
  of('minimum', '(a, b)', 'the smaller; a tie splits the gradient'),
  of('where', '(condition, a, b)', 'a where the condition holds, else b'),
  of('mean', '(terms)', 'the mean of numbers or Nodes'),
  of('total', '(terms)', 'the sum of numbers or Nodes'),
  of('stop_gradient', '(x)', 'the value of x, through which no gradient flows'),
];

/** @param {string} name @param {string} signature @param {string} about @returns {EngineName} */
function of(name, signature, about) {
  return { name, signature, about };
}

/** The code with a name added to its import from py_engine, where it is not imported yet. @param {string} code @param {string} name @returns {{from: number, insert: string} | null} */
export function importOf(code, name) {
  const line = /^from py_engine import ([\w, ]+)$/m.exec(code);
  if (!line) return { from: 0, insert: `from py_engine import ${name}\n` };
  if (line[1].split(',').some((one) => one.trim() === name)) return null;
  return { from: line.index + line[0].length, insert: `, ${name}` };
}
