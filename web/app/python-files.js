/** Fetch the files that Python needs: at once, counted in bytes, and checked against their hash. */
import { PRELOADED } from './preloaded.js';
import { BootError } from './python-errors.js';

/** @typedef {import('../shared/frame-protocol.js').SiteFile} SiteFile */
/**
 * `again`: whatever the browser's own cache has of it was no good.
 * @typedef {{fetch: typeof globalThis.fetch, base: string, line: import('./line.js').Line, again?: boolean, onChunk: (chunk: Uint8Array) => void, signal?: AbortSignal}} How
 */

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
 * The file from a position on: a host that knows no ranges sends all of it, and what is here is passed over.
 * @param {SiteFile} file
 * @param {number} position
 * @param {How} how
 */
async function* chunksFrom(file, position, { fetch, base, again, signal }) {
  const rest = { headers: position > 0 ? { Range: `bytes=${position}-` } : undefined };
  const cache = again ? 'reload' : 'default';
  // Asked as what is preloaded is, a service worker's routes would answer with what was no good.
  const response = await fetch(new URL(file.path, base), { ...(position > 0 || again ? rest : PRELOADED), cache, signal });
  if (response.status === 416) throw new BootError(`${file.name} has ${position} bytes, not ${file.size}: it was cut or replaced.`);
  if (!response.ok || !response.body) {
    throw new BootError(`The site has no ${file.name} (it answered ${response.status}).`);
  }
  let passed = response.headers.get('Content-Range')?.startsWith(`bytes ${position}-`) ? position : 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const start = Math.max(0, position - passed);
    passed += part.value.length;
    if (start < part.value.length) yield part.value.subarray(start);
  }
}

/**
 * The whole file, however often the line breaks on the way: it goes on from where it was.
 * @param {SiteFile} file
 * @param {How} how
 * @throws {BootError} where the host answers, and this file does not come
 */
async function* chunksOf(file, how) {
  const { line, onChunk, signal } = how;
  let position = 0;
  for (let failures = 0; ; ) {
    try {
      for await (const chunk of chunksFrom(file, position, how)) {
        position += chunk.length;
        failures = 0;
        line.works();
        onChunk(chunk);
        yield chunk;
      }
      if (position < file.size) throw new Error('it ended early');
      return line.works();
    } catch (error) {
      if (position === file.size) return line.works();
      if (error instanceof BootError || signal?.aborted) throw error;
      failures += 1;
      if (await line.another(failures, signal)) continue;
      throw new BootError(`${file.name} does not come, though the site answers: it was cut at ${position} of ${file.size} bytes.`, { cause: error });
    }
  }
}

/**
 * @param {SiteFile} file
 * @param {How} how
 * @returns {Promise<ArrayBuffer>}
 * @throws {BootError} where it is missing, cannot be had whole, or is not the file that the build made
 */
export async function readFile(file, how) {
  const bytes = new Uint8Array(file.size);
  let length = 0;
  for await (const chunk of chunksOf(file, how)) {
    if (length + chunk.length <= file.size) bytes.set(chunk, length);
    length += chunk.length;
  }
  if (length !== file.size) {
    throw new BootError(`${file.name} has ${length} bytes, not ${file.size}: it was replaced.`);
  }
  if (!(await isWhole(bytes.buffer, file))) {
    throw new BootError(`${file.name} is damaged: its hash is not the one that the build noted.`);
  }
  return bytes.buffer;
}
