/** Run the WebAssembly that py_engine.jit writes; the Python side of it is wasm_instance.py. */

/** What JavaScript's Math has as an operator. */
const ADDED = { fmod: (/** @type {number} */ a, /** @type {number} */ b) => a % b };

/**
 * @param {any} wasm    Python's bytes
 * @param {any} needed  a tuple of the names that the module imports from "math"
 * @param {any} python  gives Python's function of a name, for what JavaScript lacks
 * @returns {WebAssembly.Exports}
 */
export function instantiate(wasm, needed, python) {
  const functions = { ...ADDED };
  const math = Object.fromEntries(
    needed.toJs().map((/** @type {string} */ name) => [name, Reflect.get(functions, name) ?? Reflect.get(Math, name) ?? python(name)]),
  );
  const module = new WebAssembly.Module(wasm.toJs());
  return new WebAssembly.Instance(module, { math }).exports;
}
