/**
 * What the page and the sandboxed frame tell each other, and what the frame hands to a worker.
 *
 * Types only. The frame has no network: the page fetches every byte and posts it in.
 *
 *     page                                     frame                         worker
 *       | -- {kind:'wasm', chunk} ... null ----> | compiles as it arrives      |
 *       | -- {kind:'file', name, bytes} -------> | keeps                       |
 *       | -- {kind:'spawn', id, boot} + port --> | -- Init + port -----------> | -- ready --> page
 *       | -- {kind:'kill', id} ----------------> | terminates                  |
 *       | <- {kind:'died', id, message} -------- | (an error no message tells) |
 *
 * @module frame-protocol
 */

/** @typedef {'snapshot' | 'plain'} Boot  from the memory image made at build time, or from nothing */

/**
 * A file of the site, as the build lists it.
 * @typedef {{path: string, name: string, size: number, sha256: string}} SiteFile
 */

/**
 * What Python needs to start. `frame` is the whole document of the sandboxed frame.
 * @typedef {object} PythonSite
 * @property {string} frame
 * @property {{worker: SiteFile, wasm: SiteFile, stdlib: SiteFile, snapshot: SiteFile, engine: SiteFile, micropip: SiteFile}} files
 * @property {SiteFile[]} wheels  further wheels that an instructor added
 */

/** @typedef {{kind: 'wasm', chunk: Uint8Array | null}} WasmMessage */
/** @typedef {{kind: 'file', name: string, bytes: ArrayBuffer}} FileMessage */
/**
 * Comes with the worker's port.
 * @typedef {{kind: 'spawn', id: number, boot: Boot, names: {engine: string, micropip: string}, wheels: string[]}} SpawnMessage  `names`: of the two wheels' files; `wheels`: of the further ones'
 */
/** @typedef {{kind: 'kill', id: number}} KillMessage */
/** @typedef {WasmMessage | FileMessage | SpawnMessage | KillMessage} ToFrame */

/** @typedef {{kind: 'died', id: number, message: string}} FromFrame */

/** @typedef {{name: string, bytes: ArrayBuffer}} NamedBytes */
/**
 * @typedef {object} Init
 * @property {Boot} boot
 * @property {WebAssembly.Module} module
 * @property {ArrayBuffer} stdlib
 * @property {ArrayBuffer | null} snapshot  sparse-packed; null for a plain boot
 * @property {NamedBytes} engine
 * @property {NamedBytes} micropip
 * @property {NamedBytes[]} wheels
 */

export {};
