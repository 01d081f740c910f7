/**
 * What the page and the sandboxed frame tell each other, and what the frame hands to a worker.
 *
 * Types only. The frame has no network: the page fetches every byte and posts it in.
 *
 *     page                                     frame                         worker
 *       | -- {kind:'wasm', chunk} ... null ----> | compiles as it arrives      |
 *       | -- {kind:'snapshot', chunk} ... null > | unpacks as it arrives       |
 *       | -- {kind:'file', name, bytes} -------> | keeps                       |
 *       |                                        | -- Begin -----------------> | makes its instance
 *       | -- {kind:'spawn', id, boot} + port --> | -- Supplies + port -------> | -- ready --> page
 *       | -- {kind:'ahead'} -------------------> | -- Begin, for the next -->  |
 *       | -- {kind:'kill', id} ----------------> | terminates                  |
 *       | -- {kind:'unpacked'} ----------------> |                             |
 *       | <- {kind:'unpacked', bytes} ---------- | for the page to keep        |
 *       | <- {kind:'died', id, message} -------- | (an error no message tells) |
 *
 * Python continues from a snapshot without its standard library and micropip, whose files follow when
 * the page has them: 2.7 MB that nobody need wait for. Its worker makes an instance of the WebAssembly while the
 * snapshot is on its way; one may be begun ahead, which waits there for a memory and has none yet.
 *
 * @module frame-protocol
 */

/** @typedef {'snapshot' | 'plain'} Boot  from the memory image made at build time, or from nothing */

/**
 * A file of the site, as the build lists it. `sent`: the bytes that travel where the host gzips scripts
 * and WebAssembly, as GitHub Pages does.
 * @typedef {{path: string, name: string, size: number, sent: number, sha256: string}} SiteFile
 */

/**
 * The packed snapshot also tells what it is once it is unpacked.
 * @typedef {SiteFile & {unpacked: {size: number, sha256: string}}} SnapshotFile
 */

/**
 * What Python needs to start. `frame` is the whole document of the sandboxed frame.
 * @typedef {object} PythonSite
 * @property {string} frame
 * @property {{worker: SiteFile, wasm: SiteFile, stdlib: SiteFile, snapshot: SnapshotFile, engine: SiteFile, classroom: SiteFile, micropip: SiteFile}} files
 * @property {SiteFile[]} wheels  further wheels that an instructor added
 */

/** @typedef {{kind: 'wasm' | 'snapshot', chunk: Uint8Array | null}} ChunkMessage */
/** @typedef {{kind: 'unpacked'}} UnpackedMessage */
/** @typedef {{kind: 'file', name: string, bytes: ArrayBuffer}} FileMessage */
/**
 * Comes with the worker's port.
 * @typedef {{kind: 'spawn', id: number, boot: Boot, names: {engine: string, classroom: string, micropip: string}, wheels: string[]}} SpawnMessage  `names`: of these wheels' files; `wheels`: of the further ones'
 */
/** @typedef {{kind: 'kill', id: number}} KillMessage */
/** @typedef {{kind: 'ahead'}} AheadMessage */
/** @typedef {ChunkMessage | UnpackedMessage | FileMessage | SpawnMessage | KillMessage | AheadMessage} ToFrame */

/** @typedef {{kind: 'begun', id: number}} BegunMessage  the worker has all that its start needs */
/** @typedef {{kind: 'died', id: number, message: string} | {kind: 'unpacked', bytes: ArrayBuffer} | BegunMessage} FromFrame */

/** @typedef {{name: string, bytes: ArrayBuffer}} NamedBytes */
/** @typedef {{boot: Boot, module: WebAssembly.Module}} Begin */
/**
 * @typedef {object} Supplies
 * @property {Library | null} library  null where it follows, in a message of its own
 * @property {Uint8Array} data  the data section of the WebAssembly binary
 * @property {ArrayBuffer | null} snapshot  sparse-packed; null for a plain boot
 * @property {NamedBytes} engine
 * @property {NamedBytes} classroom
 */
/** @typedef {{stdlib: ArrayBuffer, micropip: NamedBytes, wheels: NamedBytes[]}} Library  with what installs, and the wheels that an instructor added */

export {};
