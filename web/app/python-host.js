/**
 * Where interpreters come from: the files they need, the frame they live in, and each one's port.
 *
 * Everything happens at once: the files are fetched while the frame opens, the WebAssembly is
 * compiled as it arrives, and a worker reads its script while the rest is still on the way.
 */
import { BootError, Stopped } from './python-errors.js';
import { readFile } from './python-files.js';
import { Interpreter } from './python-interpreter.js';

/** @typedef {import('../shared/frame-protocol.js').Boot} Boot */
/** @typedef {import('../shared/frame-protocol.js').PythonSite} PythonSite */
/** @typedef {import('../shared/frame-protocol.js').SiteFile} SiteFile */
/** @typedef {import('../shared/frame-protocol.js').ToFrame} ToFrame */
/** @typedef {import('./python-frame.js').Frame} Frame */
/** @typedef {{loaded: number, total: number}} Bytes */

/**
 * @typedef {object} HostOptions
 * @property {PythonSite} site
 * @property {string} base  what the site's paths are relative to
 * @property {Boot} boot    a plain boot needs no snapshot, so that it is not fetched
 * @property {typeof globalThis.fetch} fetch
 * @property {(srcdoc: string) => Promise<Frame>} openFrame
 * @property {(bytes: Bytes) => void} onProgress
 */

export class PythonHost {
  /** @type {Promise<Frame>} */
  #frame;
  #options;
  /** @type {Map<number, Interpreter>} */
  #interpreters = new Map();
  /** @type {Map<string, Error>} what could not be had */
  #missing = new Map();
  /** @type {Bytes} */
  #bytes = { loaded: 0, total: 0 };
  #lastId = 0;
  #lastNews = performance.now();

  /** @param {HostOptions} options */
  constructor(options) {
    this.#options = options;
    this.#frame = options.openFrame(options.site.frame);
    this.#frame.then(
      (frame) => frame.listen(({ kind, id, message }) => kind === 'died' && this.#died(id, message)),
      (error) => this.#lose('frame', error),
    );
    const { snapshot, ...needed } = options.site.files;
    const files = options.boot === 'snapshot' ? { snapshot, ...needed } : needed;
    for (const [name, file] of Object.entries(files)) this.#load(name, file);
    for (const file of options.site.wheels) this.#load(file.name, file);
  }

  /** Milliseconds since a byte or a message came. */
  get silence() {
    return performance.now() - this.#lastNews;
  }

  /** @param {Boot} boot  @returns {Interpreter} which is not ready yet */
  spawn(boot) {
    const id = ++this.#lastId;
    const { port1, port2 } = new MessageChannel();
    const interpreter = new Interpreter(port1, boot);
    this.#interpreters.set(id, interpreter);
    interpreter.addEventListener('over', () => this.#drop(id), { once: true });
    const { files, wheels } = this.#options.site;
    const names = { engine: files.engine.name, micropip: files.micropip.name };
    this.#post({ kind: 'spawn', id, boot, names, wheels: wheels.map(({ name }) => name) }, [port2]);
    this.#lastNews = performance.now();
    for (const [name, error] of this.#missing) refuse(interpreter, name, error);
    return interpreter;
  }

  /** @param {Error} [error]  what its pending calls are told */
  close(error = new Stopped()) {
    for (const interpreter of [...this.#interpreters.values()]) interpreter.end(error);
    this.#frame.then((frame) => frame.remove(), () => {});
  }

  /** @param {ToFrame} message  @param {Transferable[]} [transfer] */
  #post(message, transfer) {
    this.#frame.then((frame) => frame.post(message, transfer), () => {}); // told by #lose
  }

  /** @param {string} name  @param {SiteFile} file */
  async #load(name, file) {
    this.#bytes.total += file.size;
    /** @param {Uint8Array} chunk */
    const onChunk = (chunk) => {
      this.#bytes.loaded += chunk.length;
      this.#lastNews = performance.now();
      if (name === 'wasm') this.#post({ kind: 'wasm', chunk });
      this.#options.onProgress(this.#bytes);
    };
    try {
      const bytes = await readFile(file, { ...this.#options, onChunk });
      if (name === 'wasm') this.#post({ kind: 'wasm', chunk: null });
      else this.#post({ kind: 'file', name, bytes }, [bytes]);
    } catch (error) {
      this.#lose(name, /** @type {Error} */ (error));
    }
  }

  /** @param {string} name  @param {Error} error */
  #lose(name, error) {
    this.#missing.set(name, error);
    for (const interpreter of [...this.#interpreters.values()]) refuse(interpreter, name, error);
  }

  /** @param {number} id  @param {string} message */
  #died(id, message) {
    this.#interpreters.get(id)?.die(String(message));
  }

  /** @param {number} id */
  #drop(id) {
    this.#interpreters.delete(id);
    this.#post({ kind: 'kill', id });
  }
}

/** End it if it needs the missing file. @param {Interpreter} interpreter  @param {string} name  @param {Error} error */
function refuse(interpreter, name, error) {
  if (interpreter.about) return; // what it needed it has
  if (name !== 'snapshot' || interpreter.boot === 'snapshot') interpreter.end(error);
}

/**
 * Ready, or an error: an interpreter that says nothing for too long is given up.
 * @param {PythonHost} host
 * @param {Interpreter} interpreter
 * @param {number} patience  in milliseconds of silence
 */
export async function readyWithin(host, interpreter, patience) {
  const watch = setInterval(() => {
    if (host.silence < patience) return;
    interpreter.end(new BootError(`Python said nothing for ${Math.round(patience / 1000)} seconds.`));
  }, 1000);
  try {
    return await interpreter.ready;
  } finally {
    clearInterval(watch);
  }
}
