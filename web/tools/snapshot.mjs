/**
 * Make the memory snapshot that Python continues from in the page.
 *
 *     node snapshot.mjs ENGINE_WHEEL CLASSROOM_WHEEL MICROPIP_WHEEL OUT.gz
 *
 * Pyodide's snapshots are experimental: its version is pinned, and the page falls back to a plain
 * boot. Files are not part of one, so the worker writes the wheels again where they were.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { loadPyodide } from 'pyodide';
import createModule from 'pyodide/pyodide.asm.mjs';
import { HEAP, lateSnapshot, pack, restore } from '../sandbox/snapshot.js';
import { dataSection } from '../sandbox/wasm-data.js';
import { inFixedWorld } from './fixed-world.mjs';

/** The worker's own Python: imported here, so that no page need compile it. */
const OWN = ['serve.py', 'wasm_instance.py'];
const SANDBOX = join(dirname(fileURLToPath(import.meta.url)), '../sandbox');
const PYODIDE = dirname(fileURLToPath(import.meta.resolve('pyodide')));
/** What a page gives as sys.executable; by itself it would be this script, at the builder's path. */
const EXECUTABLE = './this.program';
/** By itself this would be the builder's language. */
const LANG = 'en_US.UTF-8';
/** Where gzip writes down which system it ran on, and its word for one that is not known. */
const GZIP_SYSTEM = { at: 9, unknown: 255 };

/** No learner asks for the docstrings of what is not theirs to call; the sources have them. */
const WITHOUT_DOCSTRINGS = `
import ast, re, zipimport
within = re.compile(r"/classroom/|/py_engine/(?:derivation|jit)/(?!__init__)")
documented = ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef
compile_source = zipimport._compile_source
def without_docstrings(path, source):
    if not within.search(path):
        return compile_source(path, source)
    tree = ast.parse(source, path)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            node.body[:1] = [] if node.body[1:] else [ast.copy_location(ast.Pass(), node.body[0])]
    return compile(tree, path, "exec", dont_inherit=True)
zipimport._compile_source = without_docstrings
`;
const PREPARE = `
import sys
sys.path += WHEELS
${WITHOUT_DOCSTRINGS}
import py_engine, classroom.api, classroom.words.faults, serve
import random, platform
import ast, gc, importlib, linecache, re
ast.unparse(ast.Constant(0))  # a module of its own in the library, which checks need at once
importlib.invalidate_caches()
linecache.clearcache()
re.purge()
zipimport._compile_source = compile_source
zipimport._zip_directory_cache.clear() # the page gives Python its library only after it is ready
sys.path_importer_cache.clear()
del ast, gc, importlib, linecache, re, random, platform, zipimport, WHEELS
del within, documented, compile_source, without_docstrings
import gc
for _ in range(3):
    gc.collect()
del gc
`;
const PROOF = `
import random, math, inspect, importlib.metadata, py_engine, classroom.api
assert importlib.metadata.version("py_engine")
assert "def " in inspect.getsource(classroom.api)
assert classroom.api.__doc__ is None and "gradient" in py_engine.value_and_grad.__doc__
import micropip
`;

/** @param {string[]} paths */
async function read(paths) {
  return Promise.all(paths.map(async (path) => ({ name: basename(path), bytes: await readFile(path) })));
}

/** @param {{name: string, bytes: Uint8Array}[]} files */
const writeInto = (files) => async (/** @type {any} */ FS, /** @type {any} */ { sitePackages }) => {
  for (const { name, bytes } of files) FS.writeFile(`${sitePackages}/${name}`, bytes);
};

/**
 * Freed memory keeps its old bytes, which compress badly: take all of it, clear it, give it back. No piece is larger
 * than what was never used: where there is no room for one, the heap would grow.
 * @param {any} module
 */
function scrub(module) {
  const { HEAPU8: heap } = module;
  let used = heap.length;
  while (used > 0 && heap[used - 1] === 0) used--;
  /** @type {number[]} */
  const taken = [];
  const powers = Array.from({ length: 17 }, (_, i) => 2 ** (20 - i));
  const sizes = powers.flatMap((power) => [1.75 * power, 1.5 * power, 1.25 * power, power]).filter((size) => size < (heap.length - used) / 2);
  for (const size of sizes) {
    for (;;) {
      const start = module._malloc(size);
      if (!start || start + size > used) {
        if (start) module._free(start);
        break;
      }
      heap.fill(0, start, start + size);
      taken.push(start);
    }
  }
  for (const start of taken) module._free(start);
}

/** @param {any} options */
const load = (options) => loadPyodide({ indexURL: PYODIDE, ...options });

/** @param {{name: string, bytes: Uint8Array}[]} files */
async function make(files) {
  const python = await load({
    _makeSnapshot: true,
    _sysExecutable: EXECUTABLE,
    env: { PYTHONHASHSEED: '0', TZ: 'UTC', LANG },
    fsInit: writeInto([...files, ...(await read(OWN.map((name) => join(SANDBOX, name))))]),
  });
  const paths = files.map(({ name }) => `/lib/python3.14/site-packages/${name}`);
  python.runPython(`WHEELS = ${JSON.stringify(paths)}`);
  python.runPython(PREPARE);
  const module = /** @type {any} */ (python)._module;
  if (module.HEAPU8.length !== HEAP) {
    throw new Error(`the heap grew to ${module.HEAPU8.length} bytes: import less before the snapshot`);
  }
  scrub(module);
  return python.makeMemorySnapshot();
}

/** @param {ArrayBuffer} packed  @param {Uint8Array} data  @param {{name: string, bytes: Uint8Array}[]} files */
async function prove(packed, data, files) {
  const { snapshot, come } = lateSnapshot();
  /** @param {object} settings */
  const createPyodideModule = async (settings) => {
    const instance = await createModule(settings);
    come(packed);
    restore(packed, data, instance.HEAPU8);
    return instance;
  };
  const python = await load({ _loadSnapshot: snapshot, createPyodideModule, fsInit: writeInto(files) });
  python.runPython(PROOF);
}

/** @param {string[]} args  the wheels, and the file to write */
async function main(args) {
  const [out, ...wheels] = [...args].reverse();
  const files = await read(wheels.reverse());
  const data = dataSection(await readFile(join(PYODIDE, 'pyodide.asm.wasm')));
  const packed = gzipSync(pack(await inFixedWorld(() => make(files)), data), { level: 9, memLevel: 9 });
  packed[GZIP_SYSTEM.at] = GZIP_SYSTEM.unknown;
  const { buffer } = new Uint8Array(gunzipSync(packed));
  await prove(buffer, data, files);
  await writeFile(out, packed);
}

main(process.argv.slice(2)).then(
  () => process.exit(0), // Pyodide keeps Node.js waiting
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
