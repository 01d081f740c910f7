/** Fetch the files that Python needs: at once, counted in bytes, and checked against their hash. */
import { PRELOADED } from './preloaded.js';
import { BootError } from './python-errors.js';

/** @typedef {import('../shared/frame-protocol.js').SiteFile} SiteFile */
/** @typedef {{fetch: typeof globalThis.fetch, base: string, onChunk: (chunk: Uint8Array) => void, signal?: AbortSignal}} How */

/** @param {ArrayBuffer} bytes  @returns {Promise<string>} in lower-case hexadecimal */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Browsers offer hashing on https and localhost only; elsewhere the length must do.
 * @param {ArrayBuffer} bytes
 * @param {{size: number, sha256: string}} wanted
 */
export async function isWhole(bytes, wanted) {
  if (bytes.byteLength !== wanted.size) return false;
  return !globalThis.crypto?.subtle || (await sha256(bytes)) === wanted.sha256;
}

/**
 * @param {SiteFile} file
 * @param {How} how
 */
async function* chunksOf(file, { fetch, base, onChunk, signal }) {
  const response = await fetch(new URL(file.path, base), { ...PRELOADED, signal });
  if (!response.ok || !response.body) {
    throw new BootError(`The site has no ${file.name} (it answered ${response.status}).`);
  }
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    onChunk(part.value);
    yield part.value;
  }
}

/**
 * @param {SiteFile} file
 * @param {How} how
 * @returns {Promise<ArrayBuffer>}
 * @throws {BootError} where it is missing, cut short, or not the file that the build made
 */
export async function readFile(file, how) {
  const bytes = new Uint8Array(file.size);
  let length = 0;
  try {
    for await (const chunk of chunksOf(file, how)) {
      if (length + chunk.length <= file.size) bytes.set(chunk, length);
      length += chunk.length;
    }
  } catch (error) {
    if (error instanceof BootError) throw error;
    throw new BootError(`The connection broke while ${file.name} was loading.`, { cause: error });
  }
  if (length !== file.size) {
    throw new BootError(`${file.name} has ${length} bytes, not ${file.size}: it was cut or replaced.`);
  }
  if (!(await isWhole(bytes.buffer, file))) {
    throw new BootError(`${file.name} is damaged: its hash is not the one that the build noted.`);
  }
  return bytes.buffer;
}
