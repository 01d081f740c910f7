/**
 * A link that carries code and settings in its fragment, which browsers do not send to any server.
 *
 *     #lab=2. checksum . base64url( deflate( JSON ) )
 *     #lab=              base64url( deflate( JSON ) )    of earlier releases, without a checksum
 *
 * What comes by a link is from a stranger: it is bounded, checked, and never more than text and numbers.
 *
 * @module share-link
 */

import { checksum } from './checksum.js';
import { LONGEST_CODE, readerOf } from './kept-forms.js';

/** @typedef {import('./descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {Omit<import('../../shared/kept.js').Shared, 'settings'> & {settings: DescentSettings}} Shared */

const PREFIX = '#lab=';
const VERSION = 2;
const readShared = readerOf('Shared');
/** Little text can unpack to very much. */
const LARGEST = 8 * LONGEST_CODE;

/** @param {Shared} shared @returns {Promise<string>} the fragment, with its # */
export async function toFragment({ code, settings, axes }) {
  const text = JSON.stringify({ code, settings, axes });
  const packed = await through(new Blob([text]).stream(), new CompressionStream('deflate-raw'), Infinity);
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join('');
  const content = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return `${PREFIX}${VERSION}.${checksum(content)}.${content}`;
}

/** @param {string} fragment */
export function isShared(fragment) {
  return fragment.startsWith(PREFIX);
}

/**
 * @param {string} fragment
 * @returns {Promise<Shared | 'damaged' | 'later'>} `later`: a later release made it
 */
export async function fromFragment(fragment) {
  const [content, sum, version, ...more] = fragment.slice(PREFIX.length).split('.').reverse();
  if (Number(version) > VERSION) return 'later';
  const whole = version === String(VERSION) && sum === checksum(content) && more.length === 0;
  if (sum !== undefined && !whole) return 'damaged';
  return (await unpacked(content)) ?? 'damaged';
}

/** @param {string} content @returns {Promise<Shared | null>} */
async function unpacked(content) {
  try {
    const binary = atob(content.replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const bytes = await through(new Blob([packed]).stream(), new DecompressionStream('deflate-raw'), LARGEST);
    return withTwoAxes(readShared(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))));
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

/** An axis has another across it. @param {Shared | undefined} shared @returns {Shared | null} */
function withTwoAxes(shared) {
  if (!shared?.axes || shared.axes[0] !== shared.axes[1]) return shared ?? null;
  return { code: shared.code, settings: shared.settings };
}
