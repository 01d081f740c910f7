/**
 * Start Pyodide from bytes alone: there is no network here.
 *
 * With a snapshot, the interpreter continues from its memory at build time, where our engine was
 * imported already; without one it starts from nothing, and micropip installs the wheels.
 */
import { loadPyodide } from 'pyodide/pyodide.mjs';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import serve from './serve.py';
import { free } from '../shared/buffers.js';
import { lateSnapshot, restore } from './snapshot.js';
import wasmInstance from './wasm_instance.py';

/** @typedef {import('../shared/frame-protocol.js').Begin} Begin */
/** @typedef {import('../shared/frame-protocol.js').Supplies} Supplies */
/** @typedef {import('../shared/frame-protocol.js').NamedBytes} NamedBytes */
/** @typedef {import('pyodide').PyodideAPI} Pyodide */

/** A made-up address: nothing is ever fetched from it. */
const BASE = 'site:/python/';
const LIBRARY = '/lib/python314.zip';
/** Where a snapshot's sys.path names the wheels. */
const SITE_PACKAGES = '/lib/python3.14/site-packages';
/** A zip file's end, of a file without entries. */
const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);
/** The worker's own Python, which a snapshot holds imported. */
const OWN = { 'serve.py': serve, 'wasm_instance.py': wasmInstance };
export const ENVIRONMENT = { PYTHONHASHSEED: '0', TZ: 'UTC' };

/**
 * Pyodide asks for its files by fetch; answer with the bytes that are here.
 * @param {WebAssembly.Module} module
 * @param {ArrayBuffer} [stdlib]
 * @returns {() => void} to put fetch and the compiler back
 */
function answerFetches(module, stdlib) {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (input) =>
    new Response(String(input).endsWith('python_stdlib.zip') ? (stdlib ?? EMPTY_ZIP) : null);
  WebAssembly.instantiateStreaming = async (_response, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  return () => {
    self.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

/**
 * Put a snapshot's memory in place of a new instance's.
 *
 * CPython's call trampoline is an entry of a table that each engine fills differently: a snapshot
 * made under one crashes another unless the entry is taken from the instance at hand.
 * @param {any} instance  the Emscripten module
 * @param {ArrayBuffer} snapshot
 * @param {Uint8Array} data
 */
function resume(instance, snapshot, data) {
  const offset = instance.HEAP32[instance.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2];
  const address = (instance.__PyRuntime + offset) >> 2;
  const trampoline = instance.HEAPU32[address];
  restore(snapshot, data, instance.HEAPU8);
  instance.HEAPU32[address] = trampoline;
}

/**
 * Files that Python takes as they are, without a copy of its own.
 * @param {any} FS
 * @param {string} folder
 * @param {NamedBytes[]} files
 */
function writeFiles(FS, folder, files) {
  FS.mkdirTree(folder);
  for (const { name, bytes } of files) FS.writeFile(`${folder}/${name}`, new Uint8Array(bytes), { canOwn: true });
}

/**
 * Install by micropip, which then finds them in this interpreter and asks no index.
 * @param {Pyodide} python
 * @param {NamedBytes[]} wheels
 */
async function install(python, wheels) {
  if (wheels.length === 0) return;
  writeFiles(python.FS, '/wheels', wheels);
  const micropip = python.pyimport('micropip');
  const names = python.toPy(wheels.map(({ name }) => `emfs:/wheels/${name}`));
  await micropip.install.callKwargs(names, { deps: false });
  names.destroy();
  micropip.destroy();
}

/**
 * @param {WebAssembly.Module} module
 * @param {object} settings  beside those of every start
 * @param {ArrayBuffer} [stdlib]
 * @returns {Promise<Pyodide>}
 */
async function load(module, settings, stdlib) {
  const putBack = answerFetches(module, stdlib);
  const python = await loadPyodide(
    /** @type {any} */ ({
      indexURL: BASE,
      packageBaseUrl: BASE,
      lockFileContents: PYODIDE_LOCK,
      env: { ...ENVIRONMENT },
      ...settings,
    }),
  );
  putBack();
  return python;
}

/**
 * From a snapshot, which may come when the instance is made already.
 * @param {WebAssembly.Module} module
 * @param {Promise<Supplies>} coming
 */
async function continued(module, coming) {
  const { snapshot, come } = lateSnapshot();
  const python = await load(module, {
    _loadSnapshot: snapshot,
    /** @param {object} settings */
    createPyodideModule: async (settings) => {
      const instance = await createPyodideModule(settings);
      const { snapshot: packed, data, engine, classroom } = await coming;
      come(/** @type {ArrayBuffer} */ (packed));
      resume(instance, /** @type {ArrayBuffer} */ (packed), data);
      free(/** @type {ArrayBuffer} */ (packed)); // Pyodide keeps these settings, and what they can see
      free(/** @type {ArrayBuffer} */ (data.buffer));
      writeFiles(instance.FS, SITE_PACKAGES, [engine, classroom]); // their sources are read from here
      return instance;
    },
  });
  const random = python.pyimport('random');
  random.seed(); // its state was in the snapshot
  random.destroy();
  return python;
}

/** @param {WebAssembly.Module} module  @param {Supplies} supplies */
async function fromNothing(module, { library, engine, classroom }) {
  if (!library) throw new Error('a start from nothing needs the library');
  const settings = {
    createPyodideModule,
    /** @param {any} FS  @param {{sitePackages: string}} paths */
    fsInit: async (FS, { sitePackages }) => {
      for (const [name, text] of Object.entries(OWN)) FS.writeFile(`${sitePackages}/${name}`, text);
    },
  };
  const python = await load(module, settings, library.stdlib);
  python.unpackArchive(library.micropip.bytes, 'wheel');
  await install(python, [engine, classroom, ...library.wheels]);
  return python;
}

/** @param {Begin} begin  @param {Promise<Supplies>} coming  @returns {Promise<Pyodide>} */
export async function boot({ boot, module }, coming) {
  const python = await (boot === 'snapshot' ? continued(module, coming) : fromNothing(module, await coming));
  // WebKit ends a worker that computes only where there is a buffer to look at.
  python.setInterruptBuffer(new Uint8Array(1));
  return python;
}

/**
 * The rest of the standard library and micropip, for an interpreter that continued from a snapshot without them.
 * @param {Pyodide} python
 * @param {import('../shared/frame-protocol.js').Library} library
 */
export async function giveLibrary(python, { stdlib, micropip, wheels }) {
  writeFiles(python.FS, SITE_PACKAGES, [micropip]);
  python.FS.writeFile(LIBRARY, new Uint8Array(stdlib), { canOwn: true });
  python.runPython(
    'import sys, zipimport; zipimport._zip_directory_cache.clear(); sys.path_importer_cache.clear(); del sys, zipimport',
  );
  await install(python, wheels); // which micropip could not do before
}
