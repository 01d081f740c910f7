/** The sandboxed frame that Python runs behind: opaque origin, no network, no storage. */
import { trusted } from '../shared/trusted.js';

/** @typedef {import('../shared/frame-protocol.js').ToFrame} ToFrame */
/** @typedef {import('../shared/frame-protocol.js').FromFrame} FromFrame */

/**
 * @typedef {object} Frame
 * @property {(message: ToFrame, transfer?: Transferable[]) => void} post
 * @property {(listener: (message: FromFrame) => void) => void} listen
 * @property {() => void} remove
 */

/** Its document is a constant of the build. */
const rule = trusted('python-frame', { createHTML: (text) => text });

/**
 * @param {string} srcdoc
 * @param {Document} [page]
 * @returns {Promise<Frame>}
 */
export async function openFrame(srcdoc, page = document) {
  const frame = page.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.title = 'Python';
  frame.srcdoc = rule.createHTML(srcdoc);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  page.body.append(frame);
  await loaded;
  const { port1, port2 } = new MessageChannel();
  frame.contentWindow?.postMessage('connect', '*', [port2]); // an opaque origin has no name to give
  return {
    post: (message, transfer = []) => port1.postMessage(message, transfer),
    listen: (listener) => (port1.onmessage = ({ data }) => listener(data)),
    remove: () => {
      port1.close();
      frame.remove();
    },
  };
}
