/**
 * Bytes that pass from one script to another: handed over, and freed where they have been used.
 *
 * What is cloned instead is held three times, by who sends it, by the message and by who takes it,
 * until each one's collector comes, which knows little of what buffers cost.
 *
 * @module buffers
 */

/** @param {unknown} value  data  @returns {ArrayBuffer[]} every buffer in it, each to be transferred */
export function buffersIn(value) {
  if (value instanceof ArrayBuffer) return [value];
  if (ArrayBuffer.isView(value)) return buffersIn(value.buffer);
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(buffersIn) : [];
}

/**
 * Free its memory now; nothing can be read from it any more. It is sent to nobody: what `transfer`
 * detaches, Chromium holds until a collector comes all the same.
 * @param {ArrayBuffer} buffer
 */
export function free(buffer) {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(null, [buffer]);
  port1.close();
  port2.close();
}
