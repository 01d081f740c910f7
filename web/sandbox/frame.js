/**
 * The whole script of the sandboxed frame: it keeps the bytes that the page posts in, compiles
 * Python's WebAssembly as it arrives, and starts and ends the workers.
 *
 * A worker and the page talk through a port of their own; this script never sees what they say.
 */

/** @typedef {import('../shared/frame-protocol.js').ToFrame} ToFrame */
/** @typedef {import('../shared/frame-protocol.js').FromFrame} FromFrame */
/** @typedef {import('../shared/frame-protocol.js').SpawnMessage} SpawnMessage */
/** @typedef {import('../shared/frame-protocol.js').Init} Init */
/** @typedef {{arrived: Promise<ArrayBuffer>, arrive: (bytes: ArrayBuffer) => void}} Slot */

/** @type {Map<string, Slot>} */
const slots = new Map();
/** @type {Map<number, Worker>} */
const workers = new Map();
/** @type {MessagePort} */
let page;

/** @type {ReadableStreamDefaultController<Uint8Array>} */
let wasm;
const module = WebAssembly.compileStreaming(
  new Response(new ReadableStream({ start: (controller) => void (wasm = controller) }), {
    headers: { 'Content-Type': 'application/wasm' },
  }),
);
module.catch(() => {}); // each worker that needs it reports it

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

/** @type {Promise<ArrayBuffer> | undefined} */
let unpacked;
function snapshot() {
  unpacked ??= file('snapshot').then((bytes) =>
    new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer(),
  );
  return unpacked;
}

/** @type {Promise<string> | undefined} */
let script;
function workerScript() {
  script ??= file('worker').then((bytes) =>
    URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' })),
  );
  return script;
}

/** @param {SpawnMessage} message  @returns {Promise<Init>} */
async function initFor({ boot, wheels, names }) {
  return {
    boot,
    module: await module,
    stdlib: await file('stdlib'),
    snapshot: boot === 'snapshot' ? await snapshot() : null,
    engine: { name: names.engine, bytes: await file('engine') },
    micropip: { name: names.micropip, bytes: await file('micropip') },
    wheels: await Promise.all(wheels.map(async (name) => ({ name, bytes: await file(name) }))),
  };
}

/** @param {SpawnMessage} message  @param {MessagePort} port */
async function spawn(message, port) {
  const { id } = message;
  /** @param {unknown} error */
  const died = (error) => page.postMessage({ kind: 'died', id, message: String(error) });
  try {
    const worker = new Worker(await workerScript());
    workers.set(id, worker);
    worker.onerror = (event) => died(event.message || 'the worker failed');
    worker.postMessage(await initFor(message), [port]);
  } catch (error) {
    died(error);
  }
}

/** @param {MessageEvent<ToFrame>} event */
function receive({ data, ports }) {
  switch (data.kind) {
    case 'wasm':
      return data.chunk ? wasm.enqueue(data.chunk) : wasm.close();
    case 'file':
      return slot(data.name).arrive(data.bytes);
    case 'spawn':
      return spawn(data, ports[0]);
    case 'kill':
      workers.get(data.id)?.terminate();
      return workers.delete(data.id);
  }
}

addEventListener('message', function connect(event) {
  if (event.source !== parent || event.data !== 'connect') return;
  removeEventListener('message', connect);
  page = event.ports[0];
  page.onmessage = receive;
});
