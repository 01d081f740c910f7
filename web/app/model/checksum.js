/**
 * CRC-32 (as in zip and gzip): it sees any one changed character, and all but one in four billion
 * other changes.
 *
 * @module checksum
 */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {string} text @returns {string} eight hexadecimal digits, of the text's UTF-8 */
export function checksum(text) {
  let value = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (~value >>> 0).toString(16).padStart(8, '0');
}
