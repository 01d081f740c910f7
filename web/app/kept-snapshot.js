/**
 * The unpacked snapshot, kept on this device: unpacking is the longest part of a return visit.
 *
 * What is kept is checked against the build's hash each time, so that a damaged or foreign one is
 * as good as none. Where a browser keeps nothing, or has no room, there is none.
 */
import { free } from '../shared/buffers.js';
import { isWhole } from './python-files.js';

/** @typedef {import('../shared/frame-protocol.js').SnapshotFile} SnapshotFile */

export class KeptSnapshot {
  #name;
  #key;
  #file;

  /** @param {SnapshotFile} file  @param {string} base */
  constructor(file, base) {
    this.#file = file;
    this.#name = `autograd-from-scratch snapshot ${new URL('.', base).pathname}`;
    this.#key = new URL(`${file.path}?unpacked`, base).href;
  }

  /**
   * What is kept, and whether it is what the build made: the hash is made of a copy, so that nobody
   * has to wait for it.
   * @returns {Promise<{bytes: ArrayBuffer, sound: Promise<boolean>} | null>}
   */
  async read() {
    try {
      const cache = await caches.open(this.#name);
      const response = await cache.match(this.#key);
      const bytes = response && (await response.arrayBuffer());
      if (bytes) return { bytes, sound: isWhole(bytes, this.#file.unpacked) };
    } catch (error) {
      console.info(`No snapshot is kept here: ${error}`);
    }
    return null;
  }

  async forget() {
    const cache = await caches.open(this.#name);
    await cache.delete(this.#key);
  }

  /** @param {ArrayBuffer} bytes  which are given up */
  async write(bytes) {
    try {
      const cache = await caches.open(this.#name);
      for (const { url } of await cache.keys()) if (url !== this.#key) await cache.delete(url);
      await cache.put(this.#key, new Response(bytes));
    } catch (error) {
      console.info(`The snapshot is not kept: ${error}`);
    } finally {
      free(bytes);
    }
  }
}
