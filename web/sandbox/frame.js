/**
 * The whole script of the sandboxed frame: it keeps the bytes that the page posts in, compiles
 * Python's WebAssembly and unpacks its memory as they arrive, and starts and ends the workers.
 *
 * A worker and the page talk through a port of their own; this script never sees what they say.
 */
import { buffersIn, free } from '../shared/buffers.js';
import { trusted } from '../shared/trusted.js';
import { dataSection } from './wasm-data.js';

/** @typedef {import('../shared/frame-protocol.js').ToFrame} ToFrame */
/** @typedef {import('../shared/frame-protocol.js').FromFrame} FromFrame */
/** @typedef {import('../shared/frame-protocol.js').SpawnMessage} SpawnMessage */
/** @typedef {import('../shared/frame-protocol.js').Boot} Boot */
/** @typedef {{worker: Worker, begun: Promise<void>}} Begun */
/** @typedef {import('../shared/frame-protocol.js').Supplies} Supplies */
/** @typedef {{arrived: Promise<ArrayBuffer>, arrive: (bytes: ArrayBuffer) => void}} Slot */

/** @type {Map<string, Slot>} */
const slots = new Map();
/** @type {Map<number, Worker>} */
const workers = new Map();
/** @type {MessagePort} */
let page;

/** What the page posts in pieces. */
function inflow() {
  /** @type {ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>} */
  let controller;
  const stream = new ReadableStream({ start: (given) => void (controller = given) });
  /** @param {Uint8Array | null} chunk  null at the end */
  const take = (chunk) =>
    chunk ? controller.enqueue(/** @type {Uint8Array<ArrayBuffer>} */ (chunk)) : controller.close();
  return { stream, take };
}

const inflows = { wasm: inflow(), snapshot: inflow() };
const [compiled, kept] = inflows.wasm.stream.tee();
const module = WebAssembly.compileStreaming(
  new Response(compiled, { headers: { 'Content-Type': 'application/wasm' } }),
);
module.catch(() => {}); // each worker that needs it reports it
const data = new Response(kept)
  .arrayBuffer()
  .then((binary) => {
    const section = dataSection(new Uint8Array(binary)).slice();
    free(binary);
    return section;
  });
data.catch(() => {}); // likewise
const unpacking = new Response(
  inflows.snapshot.stream.pipeThrough(new DecompressionStream('gzip')),
).arrayBuffer();
unpacking.catch(() => {}); // likewise

/** A file that has come, or is to come. @param {string} name  @returns {Slot} */
function slot(name) {
  let found = slots.get(name);
  if (!found) {
    /** @type {Slot['arrive']} */
    let arrive = () => {};
    found = { arrived: new Promise((resolve) => (arrive = resolve)), arrive };
    slots.set(name, found);
  }
  return found;
}

/** @param {string} name  @returns {Promise<ArrayBuffer>} */
const file = (name) => slot(name).arrived;

/** A worker's own. @param {string} name */
const copyOf = async (name) => (await file(name)).slice(0);

/** From what the page kept of an earlier visit, or from what it is fetching. */
const snapshot = () => Promise.race([file('unpacked'), unpacking]);

/** Its script is a file of the build, whose hash the page has checked. */
const rule = trusted('python-worker', { createScriptURL: (address) => address });

/** @type {Promise<string> | undefined} */
let script;
function workerScript() {
  script ??= file('worker').then((bytes) =>
    URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' })),
  );
  return script;
}

/** @param {SpawnMessage} message */
const libraryOf = async ({ wheels, names }) => ({
  stdlib: await copyOf('stdlib'),
  micropip: { name: names.micropip, bytes: await copyOf('micropip') },
  wheels: await Promise.all(wheels.map(async (name) => ({ name, bytes: await copyOf(name) }))),
});

/** @param {SpawnMessage} message  @returns {Promise<Supplies>} */
async function suppliesFor(message) {
  const { boot, names } = message;
  return {
    data: (await data).slice(),
    library: boot === 'snapshot' ? null : await libraryOf(message),
    snapshot: boot === 'snapshot' ? (await snapshot()).slice(0) : null,
    engine: { name: names.engine, bytes: await copyOf('engine') },
    classroom: { name: names.classroom, bytes: await copyOf('classroom') },
  };
}

/** Of the next interpreter that continues from the snapshot. @type {Promise<Begun> | null} */
let ahead = null;

/** A worker that reads its script and makes its instance. @param {Boot} boot  @returns {Promise<Begun>} */
async function begin(boot) {
  const worker = new Worker(rule.createScriptURL(await workerScript()));
  const begun = module.then((module) => worker.postMessage({ boot, module }));
  begun.catch(() => {}); // told where it is needed
  return { worker, begun };
}

function beginAhead() {
  if (ahead) return;
  const mine = begin('snapshot');
  ahead = mine;
  const forget = () => void (ahead = ahead === mine ? null : ahead); // the next is begun when it is needed
  mine.then(({ worker }) => {
    worker.onerror ??= () => (worker.terminate(), forget());
  }, forget);
}

/** @param {SpawnMessage} message  @param {MessagePort} port */
async function spawn(message, port) {
  const { id, boot } = message;
  const beginning = (boot === 'snapshot' && ahead) || begin(boot);
  if (beginning === ahead) ahead = null;
  /** @param {unknown} error */
  const died = (error) => page.postMessage({ kind: 'died', id, message: String(error).slice(0, 1000) });
  try {
    const { worker, begun } = await beginning;
    workers.set(id, worker);
    worker.onerror = (event) => died(event.message || 'the worker failed');
    await begun;
    const supplies = await suppliesFor(message);
    worker.postMessage(supplies, [port, ...buffersIn(supplies)]);
    page.postMessage({ kind: 'begun', id });
    if (boot !== 'snapshot') return;
    const library = await libraryOf(message);
    worker.postMessage(library, buffersIn(library));
  } catch (error) {
    died(error);
  }
}

/** @param {MessageEvent<ToFrame>} event */
function receive({ data: message, ports }) {
  switch (message.kind) {
    case 'wasm':
    case 'snapshot':
      return inflows[message.kind].take(message.chunk);
    case 'unpacked':
      return unpacking.then((bytes) => {
        const copy = bytes.slice(0);
        page.postMessage({ kind: 'unpacked', bytes: copy }, [copy]);
      });
    case 'file':
      return slot(message.name).arrive(message.bytes);
    case 'spawn':
      return spawn(message, ports[0]);
    case 'ahead':
      return beginAhead();
    case 'kill':
      workers.get(message.id)?.terminate();
      return workers.delete(message.id);
  }
}

addEventListener('message', function connect(event) {
  if (event.source !== parent || event.data !== 'connect') return;
  removeEventListener('message', connect);
  page = event.ports[0];
  page.onmessage = receive;
});
