/** The sandboxed frame's script: which worker an interpreter gets, and what it is given when. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';

/** With a memory of one page, and a data section that puts one byte there. */
const WASM = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 11, 7, 1, 0, 0x41, 0, 0x0b, 1, 42]);
const NAMES = { engine: 'engine.whl', classroom: 'classroom.whl', micropip: 'micropip.whl' };

/** @type {{told: any[], ended: boolean, onerror: (event: object) => void}[]} */
const workers = [];
globalThis.Worker = class {
  told = [];
  ended = false;
  onerror = null;
  constructor() {
    workers.push(this);
  }
  postMessage(message) {
    this.told.push(message);
  }
  terminate() {
    this.ended = true;
  }
};
globalThis.parent = {};
let connect;
globalThis.addEventListener = (_kind, listener) => (connect = listener);
globalThis.removeEventListener = () => {};
await import('../../web/sandbox/frame.js');
const { port1, port2 } = new MessageChannel();
connect({ source: globalThis.parent, data: 'connect', ports: [port2] });
const heard = [];
port1.onmessage = ({ data }) => heard.push(data);
const others = [];
after(() => [port1, port2, ...others].forEach((port) => port.close()));

const file = (name, bytes = [7]) => port1.postMessage({ kind: 'file', name, bytes: Uint8Array.from(bytes).buffer });
const chunk = (kind, bytes) => port1.postMessage({ kind, chunk: bytes });
function spawn(id, boot = 'snapshot') {
  const channel = new MessageChannel();
  others.push(channel.port1, channel.port2);
  port1.postMessage({ kind: 'spawn', id, boot, names: NAMES, wheels: [] }, [channel.port2]);
}

async function until(condition) {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, `never: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
const begun = (id) => () => heard.some((message) => message.kind === 'begun' && message.id === id);

test('a worker makes its instance while the snapshot is on its way', async () => {
  spawn(1);
  file('worker');
  chunk('wasm', WASM.slice());
  chunk('wasm', null);
  await until(() => workers[0]?.told.length === 1);
  assert.equal(workers[0].told[0].boot, 'snapshot');
  assert.ok(workers[0].told[0].module instanceof WebAssembly.Module);
  for (const name of ['engine', 'classroom']) file(name);
  chunk('snapshot', new Uint8Array(gzipSync('memory')));
  chunk('snapshot', null);
  await until(begun(1));
  const supplies = workers[0].told[1];
  assert.equal(Buffer.from(supplies.snapshot).toString(), 'memory');
  assert.deepEqual([...supplies.data], [...WASM.slice(-7)]);
  assert.deepEqual([supplies.engine.name, supplies.classroom.name, supplies.library], [NAMES.engine, NAMES.classroom, null]);
  for (const name of ['stdlib', 'micropip']) file(name);
  await until(() => workers[0].told.length === 3);
  assert.equal(workers[0].told[2].micropip.name, NAMES.micropip, 'what installs follows, as nobody need wait for it');
});

test('one that was begun ahead is the next one, and is given a memory only then', async () => {
  port1.postMessage({ kind: 'ahead' });
  port1.postMessage({ kind: 'ahead' });
  await until(() => workers[1]?.told.length === 1);
  assert.equal(workers[1].told[0].snapshot, undefined);
  port1.postMessage({ kind: 'kill', id: 1 });
  spawn(2);
  await until(begun(2));
  assert.equal(workers.length, 2);
  assert.equal(Buffer.from(workers[1].told[1].snapshot).toString(), 'memory');
  assert.deepEqual([workers[0].ended, workers[1].ended], [true, false]);
  port1.postMessage({ kind: 'kill', id: 2 });
  await until(() => workers[1].ended);
});

test('one that was begun ahead and failed is not given away', async () => {
  port1.postMessage({ kind: 'ahead' });
  await until(() => workers[2]?.told.length === 1);
  workers[2].onerror({ message: 'no memory' });
  spawn(3);
  await until(begun(3));
  assert.equal(workers.length, 4);
  assert.deepEqual([workers[2].told.length, workers[2].ended], [1, true]);
  assert.deepEqual(heard.filter(({ kind }) => kind === 'died'), []);
});

test('a plain start, which is given other things, takes none that was begun ahead', async () => {
  port1.postMessage({ kind: 'ahead' });
  await until(() => workers[4]?.told.length === 1);
  spawn(5, 'plain');
  await until(begun(5));
  assert.equal(workers[4].told.length, 1);
  assert.deepEqual([workers[5].told[0].boot, workers[5].told[1].snapshot], ['plain', null]);
  workers[5].onerror({ message: 'it fell' });
  await until(() => heard.some(({ kind, id }) => kind === 'died' && id === 5));
});
