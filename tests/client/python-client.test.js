/** Python's client and where its interpreters come from, with a frame and a host that are made up. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';

const newDocument = () => Object.assign(new EventTarget(), { hidden: false, baseURI: 'http://host/course/' });
globalThis.document = newDocument();
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
    classroom: file('classroom-1.whl'),
    micropip: file('micropip-1.whl'),
    snapshot: { ...file('snapshot.gz', 1_000_000), unpacked: UNPACKED },
  },
  wheels: [],
};
const READY = { kind: 'ready', boot: 'snapshot', python: '3.14.2', engine: '1' };

const ports = [];
let over = false;
after(() => {
  over = true;
  ports.forEach((port) => port.close()); // open ones keep the process
});

/** @param {MessagePort} port */
const hold = (port) => void (over ? port.close() : ports.push(port));

/** A frame in which a worker is ready as soon as it is asked for, or never says anything. */
function frame({ silent }) {
  return {
    listen() {},
    remove() {},
    post({ kind, boot }, [port] = []) {
      if (kind !== 'spawn') return;
      hold(port);
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
  assert.equal(await call, null);
  assert.equal(made.state, 'ready', 'and not running');
});

test('where there is no memory for a spare, the next worker is begun all the same, once Python is at rest', async () => {
  const site = { ...SITE, files: { ...SITE.files, snapshot: { ...file('snapshot.gz'), unpacked: UNPACKED } } };
  for (const [standby, asked] of [[false, ['spawn', 'ahead']], [true, ['spawn', 'spawn']]]) {
    const kinds = [];
    const double = frame({ silent: false });
    const post = (message, transfer) => (double.post(message, transfer), kinds.push(message.kind));
    const made = new PythonClient({ site, fetch: given, openFrame: async () => ({ ...double, post }), boot: 'snapshot', standby, calm: 0 });
    const told = () => kinds.filter((kind) => kind === 'spawn' || kind === 'ahead');
    await made.start();
    await until(() => told().length >= 2);
    assert.deepEqual(told().slice(0, 2), asked);
  }
});

/** A client whose page can be hidden; what it opened, and how often a frame was removed. */
async function hideable(t, away, answers = () => {}) {
  globalThis.document = newDocument(); // of no other client
  const counts = { spawned: 0, removed: 0 };
  const openFrame = async () => ({
    listen() {},
    remove: () => void (counts.removed += 1),
    post({ kind }, [port] = []) {
      if (kind !== 'spawn') return;
      counts.spawned += 1;
      hold(port);
      port.onmessage = ({ data }) => answers(data, port);
      port.postMessage({ ...READY, boot: 'plain' });
    },
  });
  const made = new PythonClient({ site: SITE, fetch: given, openFrame, boot: 'plain', standby: true, calm: 0, away });
  const look = (/** @type {boolean} */ hidden) => {
    document.hidden = hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  t.after(async () => {
    look(false);
    await until(() => made.standbyReady); // or it would open a port later, which nobody closes
  });
  await made.start();
  await until(() => made.standbyReady);
  return { made, counts, look };
}

async function until(condition) {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, `never: ${condition}`);
    await pause(5);
  }
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const NEVER = 100_000;

test('a page that nobody looks at lets the spare go, and makes another when it is seen', async (t) => {
  const { made, counts, look } = await hideable(t, { spare: 10, all: NEVER });
  look(true);
  await until(() => !made.standbyReady);
  assert.deepEqual([made.state, counts.removed], ['ready', 0]);
  look(false);
  await until(() => made.standbyReady);
});

test('a page that nobody looks at for long lets all go, and starts anew when it is seen', async (t) => {
  const { made, counts, look } = await hideable(t, { spare: 5, all: 5 });
  const { about } = made;
  look(true);
  await until(() => counts.removed === 1);
  assert.deepEqual([made.state, made.about], ['loading', null]);
  look(false);
  await until(() => made.state === 'ready');
  assert.notEqual(made.about, about, 'who asks sees that it is another');
});

test('who calls while all is let go is answered by a new one', async (t) => {
  const reply = ({ id }, port) => port.postMessage({ kind: 'result', id, value: { loss: 1, gradient: [2] } });
  const { made, counts, look } = await hideable(t, { spare: 5, all: 5 }, reply);
  look(true);
  await until(() => counts.removed === 1);
  assert.deepEqual(await made.call('evaluate', { point: [1] }), { loss: 1, gradient: [2] });
});

test('a page that is seen again in time keeps what it has', async (t) => {
  const { counts, look } = await hideable(t, { spare: 100, all: 0 });
  look(true);
  look(false);
  await pause(200);
  assert.equal(counts.removed, 0);
});

test('a run under way is never let go, and the rest follows when it has ended', async (t) => {
  let answer = () => {};
  const wait = ({ id }, port) => (answer = () => port.postMessage({ kind: 'result', id, value: { loss: 1, gradient: [2] } }));
  const { made, counts, look } = await hideable(t, { spare: 5, all: 5 }, wait);
  const run = made.call('evaluate', { point: [1] });
  look(true);
  await pause(100);
  assert.deepEqual([made.state, counts.removed, made.standbyReady], ['running', 0, true]);
  answer();
  await run;
  await until(() => counts.removed === 1);
});

/** What a host makes of a link: so many seconds after its first byte, with the snapshot as far as is told. */
async function judged(t, { kept, seconds, bytes }) {
  let now = 1000;
  const clock = t.mock.method(performance, 'now', () => now);
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
  clock.mock.restore(); // at once: of two in one test, the end of the test would restore the first
  delete globalThis.caches;
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
