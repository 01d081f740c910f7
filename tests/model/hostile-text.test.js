/** Links and files of progress from strangers: whatever is in them, they are read in bounds or refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { importText, ImportProblem } from '../../web/app/course/transfer.js';
import { MAX_STEPS, OPTIMIZERS } from '../../web/app/model/descent-settings.js';
import { fromFragment, LONGEST_CODE } from '../../web/app/model/share-link.js';
import { oneOf, randomFrom } from './random.js';

const SEEDS = 200;

/** JSON that anyone might write, as text: so that it can hold names that no literal has. @param {() => number} draw @param {number} depth @returns {string} */
function json(draw, depth = 4) {
  const pick = (/** @type {readonly any[]} */ list) => oneOf(draw, list);
  const many = () => Math.floor(draw() * 4);
  const leaf = () => pick(['null', 'true', '-1', '0', '1e308', '1e999', '"x"', '""', '"<img src=x onerror=alert(1)>"', `"${'y'.repeat(70_000)}"`, '"2999-01-01"', '"__proto__"', '[]', '{}']);
  if (depth === 0 || draw() < 0.3) return leaf();
  if (draw() < 0.3) return `[${Array.from({ length: many() }, () => json(draw, depth - 1)).join()}]`;
  const names = ['code', 'settings', 'axes', 'start', 'rate', 'steps', 'optimizer', 'batches', 'size', 'seed', 'version', 'passed', 'passedCode', 'earlier', 'at', 'source', 'engine', 'exercises', 'journal', 'text', 'document', 'aside', '__proto__', 'constructor', 'toString', '01-the-problem/distance', 'x'.repeat(3000)];
  return `{${Array.from({ length: many() + 1 }, () => `${JSON.stringify(pick(names))}:${json(draw, depth - 1)}`).join()}}`;
}

/** @param {Buffer} packed */
const link = (packed) => `#lab=${packed.toString('base64url')}`;

/** A link whose fields are likely, and what is in them is anything. @param {() => number} draw */
function hostileLink(draw) {
  const how = draw();
  const settings = `{"optimizer":${json(draw, 1)},"rate":${json(draw, 1)},"steps":${json(draw, 1)},"start":${json(draw, 2)},"batches":${json(draw, 2)},"__proto__":{"polluted":1}}`;
  const text = how < 0.7 ? `{"code":${draw() < 0.6 ? '"def loss(x=1.0): return x"' : json(draw, 1)},"settings":${draw() < 0.7 ? settings : json(draw)},"axes":${json(draw, 2)}}` : json(draw);
  const packed = deflateRawSync(Buffer.from(text));
  if (how > 0.9) packed[Math.floor(draw() * packed.length)] ^= 1 << Math.floor(draw() * 8);
  const fragment = link(how > 0.85 && how < 0.9 ? packed.subarray(0, packed.length / 2) : packed);
  return draw() < 0.2 ? fragment.replace('=', `=2.${Math.floor(draw() * 2 ** 32).toString(16).padStart(8, '0')}.`) : fragment;
}

test('a link of any kind is refused, or gives code and settings that can be used', async () => {
  let opened = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const found = await fromFragment(hostileLink(randomFrom(seed)));
    if (found === null || typeof found === 'string') continue;
    opened += 1;
    const { code, settings, axes } = found;
    assert.ok(typeof code === 'string' && code.length <= LONGEST_CODE, `seed ${seed}`);
    assert.ok(OPTIMIZERS.some(({ id }) => id === settings.optimizer), `seed ${seed}`);
    assert.ok(settings.rate > 0 && Number.isFinite(settings.rate) && Number.isInteger(settings.steps) && settings.steps <= MAX_STEPS, `seed ${seed}`);
    assert.ok(settings.start.length <= 1000 && settings.start.every((each) => each === null || Number.isFinite(each)), `seed ${seed}`);
    assert.ok(!axes || axes.every((each) => Number.isInteger(each) && each >= 0), `seed ${seed}`);
    assert.deepEqual(Object.keys(found).filter((key) => !['code', 'settings', 'axes'].includes(key)), []);
  }
  assert.ok(opened > SEEDS / 10 && opened < SEEDS, `${opened} were opened`);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('a link that unpacks to a gigabyte is left before it has', async () => {
  const piece = deflateRawSync(Buffer.alloc(1 << 20, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  const gigabyte = Buffer.concat([...new Array(1024).fill(piece), deflateRawSync(Buffer.from('"x"'))]);
  const before = process.memoryUsage().rss;
  const began = process.cpuUsage();
  assert.equal(typeof (await fromFragment(link(gigabyte))), 'string');
  const { user } = process.cpuUsage(began);
  assert.ok(user < 1_500_000, `${user / 1000} ms`);
  assert.ok(process.memoryUsage().rss - before < 200e6);
});

test('a file of any kind is refused in words, or gives records in bounds', () => {
  let read = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const draw = randomFrom(seed);
    const record = () => `{"version":1,"code":${json(draw, 1)},"passedCode":${json(draw, 1)},"passed":${json(draw, 1)},"hints":${json(draw, 1)},"earlier":${json(draw, 3)},"__proto__":{"polluted":1}}`;
    const body = `"exercises":{"01-the-problem/distance":${record()},"problem-guess":${record()},"__proto__":${record()}},"engine":${json(draw, 3)},"journal":${json(draw, 3)},"aside":${json(draw, 2)}`;
    const text = draw() < 0.7 ? `{"kind":"autograd-from-scratch progress","version":1,${body}}` : json(draw);
    try {
      const { records, engine, entries, aside } = importText(text);
      read += 1;
      for (const { code, earlier } of records.values()) assert.ok((code === null || typeof code === 'string') && Array.isArray(earlier), `seed ${seed}`);
      assert.ok(engine.source === null || typeof engine.source === 'string', `seed ${seed}`);
      assert.ok(Array.isArray(entries) && aside instanceof Map, `seed ${seed}`);
    } catch (problem) {
      assert.ok(problem instanceof ImportProblem, `seed ${seed}: ${problem}`);
    }
  }
  assert.ok(read > SEEDS / 4, `${read} were read`);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});
