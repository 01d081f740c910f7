/** The worker's script: start Python, say so, and answer the page's calls. */
import './guard.js';
import { boot, giveLibrary } from './boot.js';
import { createDispatch, fatal } from './dispatch.js';
import { lockPort } from './locked-port.js';

/** @typedef {import('../shared/protocol.js').PageMessage} PageMessage */

/** @param {import('../shared/frame-protocol.js').Init} init  @param {MessagePort} port */
async function begin(init, port) {
  /** @type {(message: PageMessage) => void} */
  let dispatch = () => {}; // the page calls only what is ready
  const send = lockPort(port, (message) => dispatch(message));
  const follows = nextMessage();
  try {
    const python = await boot(init);
    const library = init.library ? Promise.resolve() : follows.then(({ data }) => giveLibrary(python, data));
    dispatch = createDispatch(python, send, library);
    const version = python.pyimport('sys').version.split(' ')[0];
    const engine = init.engine.name.split('-')[1]; // name-version-tags, as wheels are named
    send({ kind: 'ready', boot: init.boot, python: version, engine });
  } catch (error) {
    send({ kind: 'failed', error: fatal(error) });
  }
}

/** @returns {Promise<MessageEvent>} */
const nextMessage = () =>
  new Promise((resolve) => self.addEventListener('message', resolve, { once: true }));

nextMessage().then(({ data, ports }) => begin(data, ports[0]));
