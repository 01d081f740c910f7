/**
 * Where interpreters come from: the files they need, the frame they live in, and each one's port.
 *
 * Everything happens at once: the files are fetched while the frame opens, the WebAssembly is
 * compiled as it arrives, and a worker reads its script while the rest is still on the way.
 */
import { free } from '../shared/buffers.js';
import { Damage, Silence, Stopped } from './python-errors.js';
import { KeptSnapshot } from './kept-snapshot.js';
import { Line } from './line.js';
import { readFile } from './python-files.js';
import { Interpreter } from './python-interpreter.js';

/** @typedef {import('../shared/frame-protocol.js').Boot} Boot */
/** @typedef {import('../shared/frame-protocol.js').PythonSite} PythonSite */
/** @typedef {import('../shared/frame-protocol.js').SiteFile} SiteFile */
/** @typedef {import('../shared/frame-protocol.js').ToFrame} ToFrame */
/** @typedef {import('./python-frame.js').Frame} Frame */
/** @typedef {{loaded: number, total: number, waiting: boolean}} Bytes  `waiting`: for a line that is down */

/**
 * @typedef {object} HostOptions
 * @property {PythonSite} site
 * @property {string} base  what the site's paths are relative to
 * @property {Boot} boot    a plain boot needs no snapshot, so that it is not fetched
 * @property {typeof globalThis.fetch} fetch
 * @property {(srcdoc: string) => Promise<Frame>} openFrame
 * @property {(bytes: Bytes) => void} onProgress
 * @property {ReadonlySet<string>} [suspect]  names of files of which the browser's own cache has no good copy
 */

/** Long enough to tell a slow link from a slow beginning. */
const SECONDS_TO_JUDGE = 0.7;
/** What a plain boot takes longer, once everything is here. */
const PLAIN_BOOT_SECONDS = 1.6;
/** Between two attempts at a file that Python can do without for now, in milliseconds. */
const PAUSE = 3000;

export class PythonHost {
  /** @type {Promise<Frame>} */
  #frame;
  #options;
  /** @type {Map<number, Interpreter>} */
  #interpreters = new Map();
  /** @type {Map<string, Error>} what could not be had */
  #missing = new Map();
  /** @type {Bytes} */
  #bytes = { loaded: 0, total: 0, waiting: false };
  #kept;
  #line;
  #unpackedHere = false;
  /** What the frame has of the packed snapshot: a second fetch goes on from there. */
  #snapshotPosted = 0;
  #leaving = new AbortController();
  #libraryAsked = false;
  #received = 0;
  /**
   * While the snapshot is on its way: when the first byte came since it was asked for, what had come
   * by then, and how long the line had been down. @type {{since: number, received: number, lost: number} | null}
   */
  #race = null;
  #lastId = 0;
  #lastNews = performance.now();
  #begin = () => {};
  /** When a first worker has all that its start needs, or cannot have it. @type {Promise<void>} */
  begun = new Promise((resolve) => (this.#begin = resolve));
  /** When what Python starts from is known to be what the build made. @type {Promise<void>} */
  sound = Promise.resolve();

  /** @param {HostOptions} options */
  constructor(options) {
    this.#options = options;
    this.#line = new Line(() => options.fetch(options.base, { method: 'HEAD', cache: 'no-store' }));
    this.#line.addEventListener('change', () => this.#lineChanged());
    this.#frame = options.openFrame(options.site.frame);
    this.#frame.then(
      (frame) => frame.listen((message) => this.#hear(message)),
      (error) => this.#lose('frame', error),
    );
    const { snapshot, stdlib, micropip, ...needed } = options.site.files;
    this.#kept = new KeptSnapshot(snapshot, options.base);
    for (const [name, file] of Object.entries(needed)) void this.#load(name, file);
    if (options.boot === 'snapshot') void this.#loadSnapshot();
    else this.loadLibrary();
  }

  /** Names of the files that could not be had. */
  get missing() {
    return new Set(this.#missing.keys());
  }

  /** Milliseconds since a byte or a message came, or since the line is back. */
  get silence() {
    return this.#line.down ? 0 : performance.now() - this.#lastNews;
  }

  /** @param {Boot} boot  @returns {Interpreter} which is not ready yet */
  spawn(boot) {
    const id = ++this.#lastId;
    const { port1, port2 } = new MessageChannel();
    const interpreter = new Interpreter(port1, boot);
    this.#interpreters.set(id, interpreter);
    interpreter.addEventListener('over', () => this.#drop(id), { once: true });
    const { files, wheels } = this.#options.site;
    const names = { engine: files.engine.name, classroom: files.classroom.name, micropip: files.micropip.name };
    this.#post({ kind: 'spawn', id, boot, names, wheels: wheels.map(({ name }) => name) }, [port2]);
    this.#lastNews = performance.now();
    for (const [name, error] of this.#missing) refuse(interpreter, name, error);
    return interpreter;
  }

  /** Have the next worker begun, as far as it takes no memory of its own for Python. */
  beginAhead() {
    this.#post({ kind: 'ahead' });
  }

  /** @param {Error} [error]  what its pending calls are told */
  close(error = new Stopped()) {
    this.#line.close();
    for (const interpreter of [...this.#interpreters.values()]) interpreter.end(error);
    this.#frame.then((frame) => frame.remove(), () => {});
  }

  /** @param {ToFrame} message  @param {Transferable[]} [transfer] */
  #post(message, transfer) {
    this.#frame.then((frame) => frame.post(message, transfer), () => {}); // told by #lose
  }

  /** The standard library, and what installs: a plain boot waits for them, any other gets them when it is ready. */
  loadLibrary() {
    if (this.#libraryAsked) return;
    this.#libraryAsked = true;
    const { files, wheels } = this.#options.site;
    for (const name of /** @type {const} */ (['stdlib', 'micropip'])) void this.#loadPatiently(name, files[name]);
    for (const wheel of wheels) void this.#loadPatiently(wheel.name, wheel);
  }

  /** Keep the unpacked snapshot for the next visit, where it was not kept before. */
  keepSnapshot() {
    if (this.#unpackedHere) this.#post({ kind: 'unpacked' });
    this.#unpackedHere = false;
  }

  /** Give the snapshot up for now; what has come of it is not lost. */
  leaveSnapshot() {
    this.#bytes.total -= this.#options.site.files.snapshot.size;
    this.#leaving.abort();
  }

  /** Fetch the snapshot after all. @returns {Promise<boolean>} whether it is there */
  async resumeSnapshot() {
    this.#leaving = new AbortController();
    this.#missing.delete('snapshot');
    await this.#loadSnapshot();
    return !this.#missing.has('snapshot');
  }

  /**
   * Whether, as the bytes come in, a plain boot would be ready sooner: it needs the library instead
   * of the larger snapshot, and some time to itself.
   */
  get plainIsSooner() {
    if (!this.#race?.since) return false;
    const { snapshot, stdlib, micropip } = this.#options.site.files;
    const { since, received, lost } = this.#race;
    const seconds = (performance.now() - since - (this.#line.lost - lost)) / 1000;
    if (seconds < SECONDS_TO_JUDGE) return false;
    const rate = (this.#received - received) / seconds;
    return (snapshot.size - this.#snapshotPosted - stdlib.size - micropip.size) / rate > PLAIN_BOOT_SECONDS;
  }

  async #loadSnapshot() {
    const { snapshot } = this.#options.site.files;
    const kept = await this.#kept.read();
    if (kept) {
      this.sound = this.#check(kept.sound);
      this.sound.catch(() => {}); // told to the interpreters
      return this.#post({ kind: 'file', name: 'unpacked', bytes: kept.bytes }, [kept.bytes]);
    }
    this.#bytes.total += snapshot.size;
    this.#race = { since: 0, received: this.#received, lost: 0 };
    let position = 0;
    /** @param {Uint8Array} chunk */
    const onChunk = (chunk) => {
      const start = Math.max(0, this.#snapshotPosted - position);
      position += chunk.length;
      if (start >= chunk.length) return;
      this.#snapshotPosted = position;
      this.#count(chunk.length - start);
      this.#postChunk('snapshot', chunk.slice(start));
    };
    try {
      free(await readFile(snapshot, { ...this.#how('snapshot'), onChunk, signal: this.#leaving.signal }));
      this.#unpackedHere = true;
      this.#post({ kind: 'snapshot', chunk: null });
    } catch (error) {
      this.#lose('snapshot', /** @type {Error} */ (error));
    } finally {
      this.#race = null;
    }
  }

  /** Of what is damaged nothing is kept, and nothing comes. @param {Promise<boolean>} sound  of the kept snapshot */
  async #check(sound) {
    if (await sound) return;
    const damage = new Damage('What is kept of Python on this device is damaged.');
    for (const interpreter of [...this.#interpreters.values()]) interpreter.end(damage);
    await this.#kept.forget();
    throw damage;
  }

  /** @param {'wasm' | 'snapshot'} kind  @param {Uint8Array<ArrayBuffer>} chunk */
  #postChunk(kind, chunk) {
    this.#post({ kind, chunk }, [chunk.buffer]);
  }

  /** How a file is fetched. @param {string} name */
  #how(name) {
    const { fetch, base, suspect } = this.#options;
    return { fetch, base, line: this.#line, again: suspect?.has(name) };
  }

  #lineChanged() {
    this.#bytes.waiting = this.#line.down;
    this.#lastNews = performance.now();
    this.#options.onProgress(this.#bytes);
  }

  /** @param {string} name  @param {SiteFile} file */
  async #load(name, file) {
    this.#bytes.total += file.sent;
    let position = 0;
    /** @param {Uint8Array} chunk */
    const onChunk = (chunk) => {
      const before = position;
      position += chunk.length;
      this.#count(sentFor(file, position) - sentFor(file, before));
      if (name === 'wasm') this.#postChunk(name, chunk.slice());
    };
    try {
      const bytes = await readFile(file, { ...this.#how(name), onChunk });
      if (name !== 'wasm') return this.#post({ kind: 'file', name, bytes }, [bytes]);
      free(bytes); // the frame has them all
      this.#post({ kind: 'wasm', chunk: null });
    } catch (error) {
      this.#lose(name, /** @type {Error} */ (error));
    }
  }

  /** What a ready interpreter still waits for is asked for until it comes. @param {string} name  @param {SiteFile} file */
  async #loadPatiently(name, file) {
    for (;;) {
      this.#missing.delete(name);
      await this.#load(name, file);
      const needed = [...this.#interpreters.values()].some(({ about }) => about);
      if (!this.#missing.has(name) || !needed) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      this.#bytes.total -= file.sent;
    }
  }

  /** @param {number} length  of bytes that came over the link */
  #count(length) {
    if (this.#race?.since === 0) Object.assign(this.#race, { since: performance.now(), lost: this.#line.lost });
    this.#received += length;
    this.#bytes.loaded += length;
    this.#lastNews = performance.now();
    this.#options.onProgress(this.#bytes);
  }

  /** @param {import('../shared/frame-protocol.js').FromFrame} message */
  #hear(message) {
    if (message.kind === 'died') this.#interpreters.get(message.id)?.die(String(message.message));
    else if (message.kind === 'begun') this.#begin();
    else if (message.kind === 'unpacked') void this.#kept.write(message.bytes);
  }

  /** @param {string} name  @param {Error} error */
  #lose(name, error) {
    this.#missing.set(name, error);
    this.#begin();
    for (const interpreter of [...this.#interpreters.values()]) refuse(interpreter, name, error);
  }

  /** @param {number} id */
  #drop(id) {
    this.#interpreters.delete(id);
    this.#post({ kind: 'kill', id });
  }
}

/**
 * The bytes that travelled for the first `position` of a file: chunks come unpacked, and counting
 * those would make a slow link look three times as fast. @param {SiteFile} file  @param {number} position
 */
const sentFor = ({ size, sent }, position) => Math.round((position * sent) / size);

/** End it if it needs the missing file. @param {Interpreter} interpreter  @param {string} name  @param {Error} error */
function refuse(interpreter, name, error) {
  if (interpreter.about) return; // what it needed it has
  if (name !== 'snapshot' || interpreter.boot === 'snapshot') interpreter.end(error);
}

/**
 * Ready, or an error: an interpreter that says nothing for too long is given up. Counted in beats,
 * so that a machine that slept, or had no time for the page either, is not held against it.
 * @param {PythonHost} host
 * @param {Interpreter} interpreter
 * @param {number} patience  in milliseconds of silence
 */
export async function readyWithin(host, interpreter, patience) {
  const beat = Math.min(1000, patience / 4);
  let silent = 0;
  const watch = setInterval(() => {
    silent = host.silence < beat ? 0 : silent + beat;
    if (silent >= patience) interpreter.end(new Silence(`Python said nothing for ${Math.round(patience / 1000)} seconds.`));
  }, beat);
  try {
    return await interpreter.ready;
  } finally {
    clearInterval(watch);
    await host.sound; // or its error, which is the cause of any other
  }
}
