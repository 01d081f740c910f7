/** The worker's script: start Python, say so, and answer the page's calls. */
import './guard.js';
import { boot, giveLibrary } from './boot.js';
import { createDispatch, fatal } from './dispatch.js';
import { lockPort } from './locked-port.js';

/** @typedef {import('../shared/protocol.js').PageMessage} PageMessage */

/** @param {import('../shared/frame-protocol.js').Begin} given */
async function begin(given) {
  const supplied = nextMessage();
  const booting = boot(given, supplied.then(({ data }) => data));
  booting.catch(() => {}); // told below, when there is somebody to tell
  const { data: { library: whole, engine: wheel }, ports: [port] } = await supplied;
  /** @type {(message: PageMessage) => void} */
  let dispatch = () => {}; // the page calls only what is ready
  const send = lockPort(port, (message) => dispatch(message));
  const follows = nextMessage();
  try {
    const python = await booting;
    const library = whole ? Promise.resolve() : follows.then(({ data }) => giveLibrary(python, data));
    dispatch = createDispatch(python, send, library);
    const version = python.pyimport('sys').version.split(' ')[0];
    const engine = wheel.name.split('-')[1]; // name-version-tags, as wheels are named
    send({ kind: 'ready', boot: given.boot, python: version, engine });
  } catch (error) {
    send({ kind: 'failed', error: fatal(error) });
  }
}

/** @returns {Promise<MessageEvent>} */
const nextMessage = () =>
  new Promise((resolve) => self.addEventListener('message', resolve, { once: true }));

nextMessage().then(({ data }) => begin(data));
