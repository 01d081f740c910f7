/** Python's client and where its interpreters come from, with a frame and a host that are made up. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';

globalThis.document = Object.assign(new EventTarget(), { hidden: false, baseURI: 'http://host/course/' });
const { PythonClient } = await import('../../web/app/python-client.js');
const { PythonHost } = await import('../../web/app/python-host.js');

const CONTENT = new Uint8Array(1000).fill(7);
const sha256 = createHash('sha256').update(CONTENT).digest('hex');
const file = (name, size = CONTENT.length) => ({ path: `assets/${name}`, name, size, sent: size, sha256 });
const UNPACKED = { size: CONTENT.length, sha256 };
const SITE = {
  frame: '',
  files: {
    worker: file('worker.js'),
    wasm: file('python.wasm'),
    stdlib: file('stdlib.zip'),
    engine: file('py_engine-1.whl'),
    micropip: file('micropip-1.whl'),
    snapshot: { ...file('snapshot.gz', 1_000_000), unpacked: UNPACKED },
  },
  wheels: [],
};
const READY = { kind: 'ready', boot: 'snapshot', python: '3.14.2', engine: '1' };

const ports = [];
after(() => ports.forEach((port) => port.close())); // open ones keep the process

/** A frame in which a worker is ready as soon as it is asked for, or never says anything. */
function frame({ silent }) {
  return {
    listen() {},
    remove() {},
    post({ kind, boot }, [port] = []) {
      if (kind !== 'spawn') return;
      ports.push(port);
      if (!silent) port.postMessage({ ...READY, boot });
    },
  };
}

const given = async () => new Response(CONTENT);

/** A client that opens these frames, one after the other. */
function client(frames, patience) {
  const opened = [];
  const openFrame = async () => {
    opened.push(frames[opened.length]);
    return frame(opened.at(-1));
  };
  const made = new PythonClient({ site: SITE, fetch: given, openFrame, boot: 'plain', standby: false, patience });
  return { made, opened };
}

test('a start that says nothing is made anew, with a frame of its own', async () => {
  const { made, opened } = client([{ silent: true }, { silent: false }], 1500);
  await made.start();
  assert.equal(made.state, 'ready');
  assert.equal(opened.length, 2);
});

test('a start that says nothing twice is given up, in words, and may be tried again', async () => {
  const { made, opened } = client([{ silent: true }, { silent: true }, { silent: false }], 60);
  await assert.rejects(made.start(), { name: 'BootError', message: /said nothing for/ });
  assert.equal(made.state, 'failed');
  assert.equal(opened.length, 2);
  await made.start();
  assert.equal(made.state, 'ready');
});

test('what is given up while Python starts is not asked', async () => {
  const { made } = client([{ silent: false }], 1500);
  const abort = new AbortController();
  const call = made.call('evaluate', { point: [1] }, { signal: abort.signal });
  abort.abort();
  const late = new Promise((resolve) => setTimeout(resolve, 500, 'no answer'));
  assert.equal(await Promise.race([call, late]), null);
  assert.equal(made.state, 'ready', 'and not running');
});

/** What a host makes of a link: so many seconds after its first byte, with the snapshot as far as is told. */
async function judged(t, { kept, seconds, bytes }) {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const answered = kept === 'pending' ? new Promise(() => {}) : Promise.resolve(undefined);
  globalThis.caches = { open: async () => ({ match: () => answered }) };
  const fetch = async (/** @type {URL} */ url) => {
    if (!String(url).includes('snapshot')) return new Response(CONTENT);
    return new Response(new ReadableStream({ start: (flow) => flow.enqueue(new Uint8Array(bytes)) }));
  };
  const host = new PythonHost({
    site: SITE, base: document.baseURI, boot: 'snapshot', fetch, openFrame: async () => frame({ silent: true }), onProgress() {},
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  now += seconds * 1000;
  const { plainIsSooner } = host;
  host.close();
  return plainIsSooner;
}

test('a link is slow where the snapshot would take longer than to do without it', async (t) => {
  assert.equal(await judged(t, { seconds: 1, bytes: 100_000 }), true);
  assert.equal(await judged(t, { seconds: 1, bytes: 900_000 }), false);
  assert.equal(await judged(t, { seconds: 0.5, bytes: 1000 }), false, 'too soon to tell');
});

test('a machine that is slow to read what it has kept is no slow link', async (t) => {
  assert.equal(await judged(t, { kept: 'pending', seconds: 30, bytes: 0 }), false);
});
