/**
 * Answers that need no Python: from the WebAssembly that the loss of the last run is compiled to.
 *
 * A module answers where its guards hold and all its numbers are finite. Elsewhere nobody answers
 * here, and Python does: it compiles another form of the loss, or finds the words for the error.
 * One answer in some hundreds is left to Python too, which compares it with the engine's; and so is
 * a module that fails, as only one with a fault of ours does.
 */

export const CALLS_APART = 256;

/** @typedef {import('../shared/protocol.js').EvaluateArgs} EvaluateArgs */
/** @typedef {import('../shared/protocol.js').Evaluation} Evaluation */

/**
 * One compiled form of the loss: what py_engine.jit tells of it (`abi`), and its exports.
 * @typedef {object} CompiledLoss
 * @property {string[]} parameters
 * @property {Exports} exports
 */
/**
 * @typedef {object} Exports
 * @property {(...point: number[]) => number} value_and_gradient
 * @property {(parameter: number) => number} gradient  of the last call
 * @property {() => number} status  of the last call: 0, or 1 where a guard failed
 */

/** @returns {(modules: CompiledLoss[], args: any) => Evaluation | null} */
export function createDirect() {
  let calls = 0;
  return (modules, args) => {
    calls += 1;
    if (calls % CALLS_APART === 0) return null;
    try {
      return evaluateDirectly(modules, args);
    } catch {
      return null;
    }
  };
}

/**
 * @param {CompiledLoss[]} modules
 * @param {any} args  {@link EvaluateArgs}, if the page did no wrong
 * @returns {Evaluation | null}
 */
function evaluateDirectly(modules, args) {
  const point = args?.point;
  if (!Array.isArray(point) || !point.every(Number.isFinite)) return null;
  for (const { parameters, exports } of modules) {
    if (point.length !== parameters.length) return null;
    const loss = exports.value_and_gradient(...point);
    if (exports.status() !== 0) continue;
    const gradient = parameters.map((_name, k) => exports.gradient(k));
    return Number.isFinite(loss) && gradient.every(Number.isFinite) ? { loss, gradient } : null;
  }
  return null;
}
