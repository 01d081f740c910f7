/** Run the WebAssembly that py_engine.jit writes; the Python side of it is wasm_instance.py. */

/** What JavaScript's Math has under another name, or not at all. @param {any} erf  Python's */
const ADDED = (erf) => ({
  fmod: (/** @type {number} */ a, /** @type {number} */ b) => a % b,
  erf: (/** @type {number} */ x) => erf(x),
});

/**
 * @param {any} wasm    Python's bytes
 * @param {any} needed  a tuple of the names that the module imports from "math"
 * @param {any} erf     Python's math.erf
 * @returns {WebAssembly.Exports}
 */
export function instantiate(wasm, needed, erf) {
  const functions = { .../** @type {any} */ (ADDED(erf)) };
  const math = Object.fromEntries(
    needed.toJs().map((/** @type {string} */ name) => [name, functions[name] ?? Reflect.get(Math, name)]),
  );
  const module = new WebAssembly.Module(wasm.toJs());
  return new WebAssembly.Instance(module, { math }).exports;
}
