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
import { headOf, restore } from './snapshot.js';
import wasmInstance from './wasm_instance.py';

/** @typedef {import('../shared/frame-protocol.js').Init} Init */
/** @typedef {import('../shared/frame-protocol.js').NamedBytes} NamedBytes */
/** @typedef {import('pyodide').PyodideAPI} Pyodide */

/** A made-up address: nothing is ever fetched from it. */
const BASE = 'site:/python/';
const LIBRARY = '/lib/python314.zip';
/** A zip file's end, of a file without entries. */
const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);
/** The worker's own Python, which a snapshot holds imported. */
const OWN = { 'serve.py': serve, 'wasm_instance.py': wasmInstance };
export const ENVIRONMENT = { PYTHONHASHSEED: '0', TZ: 'UTC' };

/**
 * Pyodide asks for its files by fetch; answer with the bytes that are here.
 * @param {Init} init
 * @returns {() => void} to put fetch and the compiler back
 */
function answerFetches({ module, library }) {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (input) =>
    new Response(String(input).endsWith('python_stdlib.zip') ? (library?.stdlib ?? EMPTY_ZIP) : null);
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

/** @param {Init} init  @returns {Promise<Pyodide>} */
async function load(init) {
  const { snapshot, data } = init;
  return loadPyodide(
    /** @type {any} */ ({
      indexURL: BASE,
      packageBaseUrl: BASE,
      lockFileContents: PYODIDE_LOCK,
      env: { ...ENVIRONMENT },
      _loadSnapshot: snapshot ? headOf(snapshot) : undefined,
      /** @param {object} settings */
      createPyodideModule: async (settings) => {
        const instance = await createPyodideModule(settings);
        if (snapshot) {
          resume(instance, snapshot, data);
          free(snapshot); // Pyodide keeps these settings, and what they can see
          free(/** @type {ArrayBuffer} */ (data.buffer));
        }
        return instance;
      },
      // the snapshot's sys.path names these two: their sources are read from here
      /** @param {any} FS  @param {{sitePackages: string}} paths */
      fsInit: async (FS, { sitePackages }) => {
        if (snapshot) return writeFiles(FS, sitePackages, [init.engine, init.micropip]);
        for (const [name, text] of Object.entries(OWN)) FS.writeFile(`${sitePackages}/${name}`, text);
      },
    }),
  );
}

/** @param {Init} init  @returns {Promise<Pyodide>} */
export async function boot(init) {
  const putBack = answerFetches(init);
  const python = await load(init);
  putBack();
  // WebKit ends a worker that computes only where there is a buffer to look at.
  python.setInterruptBuffer(new Uint8Array(1));
  if (init.boot === 'snapshot') {
    const random = python.pyimport('random');
    random.seed(); // its state was in the snapshot
    random.destroy();
  } else {
    python.unpackArchive(init.micropip.bytes, 'wheel');
    await install(python, [init.engine, ...(init.library?.wheels ?? [])]);
  }
  return python;
}

/**
 * The rest of the standard library, for an interpreter that continued from a snapshot without it.
 * @param {Pyodide} python
 * @param {import('../shared/frame-protocol.js').Library} library
 */
export async function giveLibrary(python, { stdlib, wheels }) {
  python.FS.writeFile(LIBRARY, new Uint8Array(stdlib), { canOwn: true });
  python.runPython(
    'import sys, zipimport; zipimport._zip_directory_cache.clear(); sys.path_importer_cache.clear(); del sys, zipimport',
  );
  await install(python, wheels); // which micropip could not do before
}
