/**
 * The names of py_engine that a loss is written with, and a line on each, for the editor. Made of
 * the engine's functions, by tools/names.py: change those.
 *
 * @module engine-names
 */

/** @typedef {{name: string, signature: string, about: string}} EngineName */

/** @type {EngineName[]} */
export const ENGINE_NAMES = [
  { name: 'acos', signature: '(x)', about: 'The arc cosine, in radians.' },
  { name: 'acosh', signature: '(x)', about: 'The inverse of cosh.' },
  { name: 'asin', signature: '(x)', about: 'The arc sine, in radians.' },
  { name: 'asinh', signature: '(x)', about: 'The inverse of sinh.' },
  { name: 'atan', signature: '(x)', about: 'The arc tangent, in radians.' },
  { name: 'atan2', signature: '(y, x)', about: 'The angle of the point (x, y), in radians from -pi to pi.' },
  { name: 'atanh', signature: '(x)', about: 'The inverse of tanh.' },
  { name: 'cbrt', signature: '(x)', about: 'The cube root; there is one of negative numbers too.' },
  { name: 'clip', signature: '(x, low, high)', about: 'Give x, or the bound that it is beyond. On a bound, both have half of the gradient.' },
  { name: 'cos', signature: '(x)', about: 'The cosine of x radians.' },
  { name: 'cosh', signature: '(x)', about: 'The hyperbolic cosine.' },
  { name: 'digamma', signature: '(x)', about: 'The derivative of lgamma. Raises ValueError at 0, -1, -2, ..., where it has a pole.' },
  { name: 'dist', signature: '(p, q)', about: 'The distance between two points, whose gradient is 0 where they are the same.' },
  { name: 'dot', signature: '(p, q)', about: 'The sum of the products, p[0] * q[0] + p[1] * q[1] + ..., from left to right.' },
  { name: 'erf', signature: '(x)', about: 'The error function.' },
  { name: 'exp', signature: '(x)', about: 'e to the power x.' },
  { name: 'exp2', signature: '(x)', about: '2 to the power x.' },
  { name: 'expm1', signature: '(x)', about: 'exp(x) - 1, exact near 0.' },
  { name: 'hypot', signature: '(*coordinates)', about: 'The length of a vector: sqrt(x**2 + y**2 + ...), whose gradient at the origin is 0.' },
  { name: 'leaky_relu', signature: '(x, slope=0.01)', about: 'Give x where it is positive, else x times a small slope, which is the gradient at 0 too.' },
  { name: 'lgamma', signature: '(x)', about: 'The logarithm of the gamma function, of its absolute value where it is negative.' },
  { name: 'log', signature: '(x, base=None)', about: 'The natural logarithm, or the logarithm to a base.' },
  { name: 'log1p', signature: '(x)', about: 'log(1 + x), exact near 0.' },
  { name: 'log2', signature: '(x)', about: 'The logarithm to base 2.' },
  { name: 'log10', signature: '(x)', about: 'The logarithm to base 10.' },
  { name: 'log_softmax', signature: '(x)', about: 'The logarithms of `softmax`, exact where softmax itself is too small for a float.' },
  { name: 'logsumexp', signature: '(x)', about: 'log(exp(x[0]) + exp(x[1]) + ...), whose gradient is `softmax`.' },
  { name: 'maximum', signature: '(*operands)', about: 'The largest. Those that share the first place share the gradient; nan if one of them is.' },
  { name: 'mean', signature: '(terms)', about: 'The sum, added from left to right, divided by the number of terms.' },
  { name: 'minimum', signature: '(*operands)', about: 'The smallest. Those that share the last place share the gradient; nan if one of them is.' },
  { name: 'norm', signature: '(x)', about: 'The length of a vector, as `hypot` has it: its gradient at the origin is 0.' },
  { name: 'relu', signature: '(x)', about: 'x where it is positive, else 0; its gradient at 0 is 0.' },
  { name: 'sigmoid', signature: '(x)', about: '1 / (1 + exp(-x)), without overflow.' },
  { name: 'sign', signature: '(x)', about: '-1, 0 or 1.' },
  { name: 'sin', signature: '(x)', about: 'The sine of x radians.' },
  { name: 'sinh', signature: '(x)', about: 'The hyperbolic sine.' },
  { name: 'softmax', signature: '(x)', about: 'exp(x[k]) for each number, divided by the sum of all: positive numbers that add up to 1.' },
  { name: 'softplus', signature: '(x)', about: 'log(1 + exp(x)), without overflow.' },
  { name: 'sqrt', signature: '(x)', about: 'The square root; its gradient at 0 is an error: see hypot.' },
  { name: 'stop_gradient', signature: '(x)', about: 'The same number, through which no gradient flows.' },
  { name: 'tan', signature: '(x)', about: 'The tangent of x radians.' },
  { name: 'tanh', signature: '(x)', about: 'The hyperbolic tangent.' },
  { name: 'total', signature: '(terms)', about: 'The sum, added from left to right; 0.0 if there are no terms.' },
  { name: 'where', signature: '(condition, if_true, if_false)', about: 'One of two numbers. The gradient flows to that one alone, whatever the other one\'s may be.' },
];
