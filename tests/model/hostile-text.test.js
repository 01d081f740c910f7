/** Links and files of progress from strangers: whatever is in them, they are read in bounds or refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { importText, ImportProblem } from '../../web/app/course/transfer.js';
import { MAX_STEPS } from '../../web/app/model/descent-settings.js';
import { OPTIMIZERS } from '../../web/app/model/optimizers.js';
import { fromFragment } from '../../web/app/model/share-link.js';
import { LONGEST_CODE } from '../../web/app/model/kept-forms.js';
import { hostileFile, hostileLink, link } from './hostile.js';

const SEEDS = 200;

test('a link of any kind is refused, or gives code and settings that can be used', async () => {
  let opened = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const found = await fromFragment(hostileLink(seed));
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
    const text = hostileFile(seed);
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

test('a text or a list where the exercises should be is no file of exercises, however long it is', () => {
  for (const exercises of [`"${'x'.repeat(300_000)}"`, `[${'1,'.repeat(300_000)}1]`]) {
    const file = `{"kind":"autograd-from-scratch progress","version":1,"exercises":${exercises}}`;
    assert.throws(() => importText(file), (problem) => problem instanceof ImportProblem && /nothing to import/.test(problem.message));
  }
});
