/**
 * A link that carries code and settings in its fragment, which browsers do not send to any server.
 *
 *     #lab=  base64url( deflate( JSON ) )
 *
 * What comes by a link is from a stranger: it is bounded, checked, and never more than text and numbers.
 *
 * @module share-link
 */

import { DEFAULT_DESCENT, MAX_STEPS, OPTIMIZERS } from './descent-settings.js';

/** @typedef {import('./descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {{code: string, settings: DescentSettings, axes?: [number, number]}} Shared `axes`: which parameters the map shows, where they are not the first two */

const PREFIX = '#lab=';
export const LONGEST_CODE = 50_000;
/** Little text can unpack to very much. */
const LARGEST = 8 * LONGEST_CODE;

/** @param {Shared} shared @returns {Promise<string>} the fragment, with its # */
export async function toFragment({ code, settings, axes }) {
  const text = JSON.stringify({ code, settings, axes });
  const packed = await through(new Blob([text]).stream(), new CompressionStream('deflate-raw'), Infinity);
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join('');
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} fragment */
export function isShared(fragment) {
  return fragment.startsWith(PREFIX);
}

/**
 * @param {string} fragment
 * @returns {Promise<Shared | null>} null where the link is damaged
 */
export async function fromFragment(fragment) {
  try {
    const binary = atob(fragment.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const bytes = await through(new Blob([packed]).stream(), new DecompressionStream('deflate-raw'), LARGEST);
    return checked(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {CompressionStream | DecompressionStream} transform
 * @param {number} most  bytes
 */
async function through(stream, transform, most) {
  const reader = stream.pipeThrough(transform).getReader();
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    size += part.value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError('The link holds too much.');
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {any} found @returns {Shared | null} */
function checked(found) {
  if (typeof found?.code !== 'string' || found.code.length > LONGEST_CODE) return null;
  const axes = checkedAxes(found.axes);
  return { code: found.code, settings: checkedSettings(found.settings), ...(axes && { axes }) };
}

/** @param {any} axes @returns {[number, number] | null} */
function checkedAxes(axes) {
  if (!Array.isArray(axes) || axes.length !== 2 || axes[0] === axes[1]) return null;
  return axes.every((k) => Number.isInteger(k) && k >= 0) ? [axes[0], axes[1]] : null;
}

/** What is not understood is left at its default. @param {any} found @returns {DescentSettings} */
function checkedSettings(found) {
  const { optimizer, rate, steps, start, batches } = found ?? {};
  const known = readBatches(batches);
  return {
    optimizer: OPTIMIZERS.find(({ id }) => id === optimizer)?.id ?? DEFAULT_DESCENT.optimizer,
    rate: Number.isFinite(rate) && rate > 0 ? rate : DEFAULT_DESCENT.rate,
    steps: Number.isInteger(steps) && steps >= 1 && steps <= MAX_STEPS ? steps : DEFAULT_DESCENT.steps,
    start: Array.isArray(start) ? start.slice(0, 1000).map((s) => (Number.isFinite(s) ? s : null)) : [],
    ...(known && { batches: known }),
  };
}

/** @param {any} found */
function readBatches(found) {
  const { size, seed } = found ?? {};
  return Number.isInteger(size) && size >= 1 && Number.isInteger(seed) && seed >= 0 ? { size, seed } : null;
}
