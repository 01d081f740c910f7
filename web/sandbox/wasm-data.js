/**
 * What a WebAssembly binary puts into memory by itself: its data segments.
 *
 * A memory snapshot repeats them, and they are in the binary already: 1.5 MB less to transfer.
 */

const HEADER = 8;
const DATA_SECTION = 11;
const I32_CONST = 0x41;

/** Reads a binary from front to back. */
class Reader {
  /** @param {Uint8Array} bytes  @param {number} [at] */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** A number of 32 bits in LEB128, unsigned. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
}

/**
 * @param {Uint8Array} binary
 * @returns {Uint8Array} the content of its data section
 */
export function dataSection(binary) {
  const reader = new Reader(binary, HEADER);
  while (reader.at < binary.length) {
    const section = binary[reader.at++];
    const length = reader.number();
    if (section === DATA_SECTION) return binary.subarray(reader.at, reader.at + length);
    reader.at += length;
  }
  throw new Error('The WebAssembly binary has no data section.');
}

/**
 * Write every segment to its place.
 * @param {Uint8Array} section  from {@link dataSection}
 * @param {Uint8Array} memory   all zeros so far
 */
export function writeSegments(section, memory) {
  const reader = new Reader(section);
  for (let left = reader.number(); left > 0; left--) {
    const kind = reader.number();
    if (kind !== 0 || section[reader.at++] !== I32_CONST) throw new Error('A data segment has no fixed place.');
    const place = reader.number();
    reader.at += 1; // the end of the expression
    const length = reader.number();
    memory.set(section.subarray(reader.at, reader.at + length), place);
    reader.at += length;
  }
}
