/** Files that Python needs come whole, however the line to the host behaves; or it is said why not. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Line } from '../../web/app/line.js';
import { BootError } from '../../web/app/python-errors.js';
import { readFile } from '../../web/app/python-files.js';

const BASE = 'http://host/course/';
const CONTENT = Uint8Array.from({ length: 1000 }, (_, i) => (i * i) % 251);
const FILE = {
  path: 'assets/a.zip',
  name: 'a.zip',
  size: CONTENT.length,
  sent: CONTENT.length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};

/** A body that gives pieces of at most 100 bytes, and breaks after `most` of them. */
function body(bytes, most = Infinity) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= most) return controller.error(new TypeError('network error'));
      if (at >= bytes.length) return controller.close();
      const end = Math.min(at + 100, bytes.length, most);
      controller.enqueue(bytes.slice(at, end));
      at = end;
    },
  });
}

/** The host's answer to one request, of which so many bytes arrive. */
function answer(request, { most, ranges = true, content = CONTENT, status = 200 } = {}) {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers?.Range ?? '')?.[1] ?? 0);
  if (status !== 200) return new Response('no', { status });
  if (!from || !ranges) return new Response(body(content, most));
  if (from >= content.length) return new Response('', { status: 416 });
  const headers = { 'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}` };
  return new Response(body(content.slice(from), most), { status: 206, headers });
}

/** Read the file from a host that behaves as each plan says in turn, the last one for all that follow. */
async function read(plans, { probe = async () => {}, how = {} } = {}) {
  const line = new Line(probe, [0]);
  const told = [];
  line.addEventListener('change', () => told.push(line.down));
  const requests = [];
  const chunks = [];
  const fetch = async (url, request) => {
    const plan = plans[Math.min(requests.length, plans.length - 1)];
    requests.push({ url: String(url), ...request });
    if (plan === 'down') throw new TypeError('Failed to fetch');
    return answer(request, plan);
  };
  const given = { fetch, base: BASE, line, onChunk: (chunk) => chunks.push(...chunk), ...how };
  const outcome = await readFile(FILE, given).then((bytes) => new Uint8Array(bytes), (error) => error);
  return { outcome, requests, chunks, told };
}

const whole = ({ outcome, chunks }) => {
  assert.deepEqual(outcome, CONTENT);
  assert.deepEqual(chunks, [...CONTENT], 'each byte is passed on once, in order');
};

test('a file comes in one request', async () => {
  const { requests, ...rest } = await read([{}]);
  whole(rest);
  assert.deepEqual(requests.map(({ url, cache, headers }) => [url, cache, headers]), [[`${BASE}assets/a.zip`, 'default', undefined]]);
});

for (const most of [0, 100, 510, 990]) {
  test(`a line that is cut after ${most} bytes goes on from there`, async () => {
    const { requests, ...rest } = await read([{ most }, {}]);
    whole(rest);
    assert.equal(requests.length, 2);
    assert.equal(requests[1].headers?.Range, most ? `bytes=${most}-` : undefined);
    assert.deepEqual(rest.told, [], 'once is not worth a word');
  });
}

test('a host without ranges sends it all again, and what is here is passed over', async () => {
  whole(await read([{ most: 310 }, { ranges: false, most: 640 }, { ranges: false }]));
});

test('a line that breaks after each 100 bytes still brings it', async () => {
  whole(await read([{ most: 100 }]));
});

test('a line that is down is waited for, and that is told', async () => {
  const down = Array(9).fill('down');
  const { told, ...rest } = await read([{ most: 200 }, ...down, {}], { probe: () => Promise.reject(new TypeError('down')) });
  whole(rest);
  assert.deepEqual(told, [true, false]);
});

test('what does not come though the host answers is given up, with the reason', async () => {
  for (const plans of [['down'], [{ ranges: false, most: 400 }]]) {
    const { outcome, requests } = await read(plans);
    assert.ok(outcome instanceof BootError);
    assert.match(outcome.message, /a\.zip does not come, though the site answers/);
    assert.ok(requests.length < 7, `${requests.length} requests`);
  }
});

test('what is missing, short, long or damaged is told at once', async () => {
  const damaged = CONTENT.map((byte, i) => (i === 500 ? byte ^ 1 : byte));
  const cases = [
    [{ status: 404 }, /has no a\.zip \(it answered 404\)/, 1],
    [{ content: CONTENT.slice(0, 700) }, /has 700 bytes, not 1000/, 2],
    [{ content: Uint8Array.from([...CONTENT, 1]) }, /has 1001 bytes, not 1000/, 1],
    [{ content: damaged }, /damaged/, 1],
  ];
  for (const [plan, words, count] of cases) {
    const { outcome, requests } = await read([plan]);
    assert.ok(outcome instanceof BootError, String(outcome));
    assert.match(outcome.message, words);
    assert.equal(requests.length, count);
  }
});

test("a copy that was no good is not taken from the browser's cache again", async () => {
  const { requests } = await read([{}], { how: { again: true } });
  assert.equal(requests[0].cache, 'reload');
  assert.equal(requests[0].mode, undefined, 'a service worker’s routes answer what is asked without CORS');
});

test('whoever leaves does not wait', async () => {
  const leaving = new AbortController();
  const probe = async () => leaving.abort();
  const { outcome, requests } = await read(['down'], { probe, how: { signal: leaving.signal } });
  assert.ok(outcome instanceof Error);
  assert.ok(requests.length <= 2);
});
