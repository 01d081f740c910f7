/**
 * The port to the page, kept where a learner's code cannot find it.
 *
 * Python reaches this worker's JavaScript by `import js`, and may replace anything in it. So what
 * is used on the port is taken before any such code runs, and never looked up again; and the
 * events, which would lead to the port, are handed to no one. What is sent is bounded: see plain.js.
 */
import { plain } from './plain.js';

/** @typedef {import('../shared/protocol.js').PageMessage} PageMessage */
/** @typedef {import('../shared/protocol.js').WorkerMessage} WorkerMessage */

const { apply } = Reflect;
const { postMessage } = MessagePort.prototype;
const dataOf = /** @type {() => PageMessage} */ (
  Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get
);

/**
 * @param {MessagePort} port
 * @param {(message: PageMessage) => void} receive
 * @returns {(message: WorkerMessage) => void} to send with
 */
export function lockPort(port, receive) {
  port.onmessage = (event) => receive(apply(dataOf, event, []));
  return (message) => apply(postMessage, port, [plain(message)]);
}
