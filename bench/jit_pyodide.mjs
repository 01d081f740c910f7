/**
 * How fast replay is in Pyodide under Node.js: bench/jit_speed.py in there, and the WebAssembly
 * module called from JavaScript.
 *
 *     node bench/jit_pyodide.mjs [--json FILE] [--pyodide FOLDER]
 *
 * FOLDER holds the npm package pyodide; without it, the one in web/node_modules is taken.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : process.argv[at + 1];
};
const folder = option('--pyodide') ?? join(root, 'web', 'node_modules', 'pyodide');

/** Everything that a module may import from "math". */
const math = {
  ...Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]])),
  fmod: (a, b) => a % b,
};

/** The host of py_engine/jit/host.py, for Pyodide. */
export function instantiate(wasm, imports) {
  const bytes = wasm.toJs();
  const needed = imports.toJs();
  const given = { math: Object.fromEntries(needed.map((name) => [name, math[name]])) };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), given);
  const buffer = () => exports.memory.buffer;
  return {
    ...exports,
    read: (address, count) => python.toArray(new Float64Array(buffer(), address, count)),
    read_bytes: (address, count) => python.toBytes(new Uint8Array(buffer(), address, count)),
    write(address, numbers) {
      const view = numbers.getBuffer('f64');
      const missing = address + view.data.byteLength - buffer().byteLength;
      if (missing > 0) exports.memory.grow(Math.ceil(missing / 65536));
      new Float64Array(buffer(), address, view.data.length).set(view.data);
      view.release();
    },
  };
}

const python = {};

function files(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : files(path);
    return entry.name.endsWith('.py') ? [path] : [];
  });
}

const { loadPyodide } = await import(pathToFileURL(join(folder, 'pyodide.mjs')).href);
const pyodide = await loadPyodide({ indexURL: folder });
for (const path of [...files(join(root, 'py_engine')), join(root, 'bench', '_lecture.py'), join(root, 'bench', 'jit_speed.py')]) {
  const place = `/home/pyodide/${relative(root, path)}`;
  pyodide.FS.mkdirTree(dirname(place));
  pyodide.FS.writeFile(place, readFileSync(path));
}
pyodide.runPython(`
import sys
sys.path[:0] = ["/home/pyodide", "/home/pyodide/bench"]
from array import array
def to_array(view):
    found = array("d")
    found.frombytes(view.to_bytes())
    return found
`);
python.toArray = pyodide.globals.get('to_array');
python.toBytes = pyodide.runPython('lambda view: view.to_bytes()');
pyodide.globals.set('instantiate', instantiate);
const report = JSON.parse(
  pyodide.runPython('import json, jit_speed\njson.dumps(jit_speed.measure(instantiate))'),
);
report.python = pyodide.runPython('import sys; sys.version.split()[0]');
const direct = pyodide.runPython(
  'jit_speed.jit(jit_speed.make_loss(1000), instantiate).prepare().instance',
);
const samples = Array.from({ length: 15 }, () => {
  const start = performance.now();
  for (let k = 0; k < 2000; k += 1) direct.value_and_gradient(0.3 + k * 1e-9, 0.3);
  return (performance.now() - start) / 2000;
}).sort((a, b) => a - b);
report.milliseconds['wasm, from JavaScript'] = samples[7];
console.log(JSON.stringify(report, null, 2));
if (option('--json')) writeFileSync(option('--json'), JSON.stringify(report, null, 2));
