/** What holds of all work, whatever it is: each claim for some hundred random ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { merged, readRecord } from '../../web/app/course/record.js';
import { exportText, importText } from '../../web/app/course/transfer.js';
import { heldIn, takeIn } from '../../web/app/course/whole.js';
import { newestFirst } from '../../web/app/model/journal.js';
import { mergedEngines, NO_ENGINE, readEngine } from '../../web/app/model/engine-file.js';
import { json } from './hostile.js';
import { Device } from './kept-place.js';
import { aside, engine, entries, record, records, sourcesOf, STEPS, textsOf } from './random-work.js';
import { oneOf, randomFrom } from './random.js';

const LATER = 1e12;

/** @param {string} claim @param {(random: () => number) => void | Promise<void>} holds @param {number} [seeds] */
function always(claim, holds, seeds = 300) {
  test(claim, async () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      try {
        await holds(randomFrom(seed));
      } catch (error) {
        throw new Error(`seed ${seed}: ${/** @type {Error} */ (error).message}`, { cause: error });
      }
    }
  });
}

/** @template T @param {T} value @returns {T} */
const written = (value) => JSON.parse(JSON.stringify(value));

/** @param {string[]} has @param {string[]} all */
function holdsAll(has, all) {
  assert.deepEqual(all.filter((one) => !has.includes(one)), []);
}

always('a record that is written is read as it was', (random) => {
  const one = record(random);
  assert.deepEqual(readRecord(written(one)), one);
});

always('an engine that is written is read as it was', (random) => {
  const one = engine(random);
  assert.deepEqual(readEngine(written(one)), one);
});

always('code that passed is never gone, whatever was done since', (random) => {
  /** @type {string[]} */
  const passed = [];
  const one = record(random, (text) => passed.push(text));
  holdsAll(textsOf(one), passed.filter((text) => text !== ''));
});

always('a merge of records has every text of both, and takes no pass away', (random) => {
  const [mine, theirs] = [record(random), record(random)];
  const both = merged(mine, theirs);
  holdsAll(textsOf(both), [...textsOf(mine), ...textsOf(theirs)]);
  assert.equal(both.passed !== null, mine.passed !== null || theirs.passed !== null);
  assert.deepEqual(new Set(textsOf(merged(theirs, mine))), new Set(textsOf(both)));
  assert.deepEqual(merged(both, theirs), both, 'a second time changes nothing');
});

always('a merge of engines has every text of both', (random) => {
  const [mine, theirs] = [engine(random), engine(random)];
  const { file, went } = mergedEngines(mine, theirs, STEPS);
  holdsAll(sourcesOf(file), [...sourcesOf(mine), ...sourcesOf(theirs)]);
  assert.equal(file.source, { none: mine.source, same: mine.source, 'theirs stands': theirs.source, 'mine gave way': theirs.source, 'mine stands': mine.source }[went]);
});

always('what is exported is what a fresh profile has once it is imported', async (random) => {
  const mine = { records: records(random), engine: engine(random), entries: entries(random), aside: aside(random) };
  if (mine.records.size + mine.entries.length + mine.aside.size + sourcesOf(mine.engine).length === 0) return; // a file of nothing is refused
  const found = importText(exportText(mine), LATER);
  const { store } = await new Device().open();
  const done = await takeIn(store, found, () => store.set('engine', mergedEngines(NO_ENGINE, found.engine, STEPS).file));
  assert.deepEqual(done, { same: [], texts: mine.entries.length });
  assert.deepEqual(await heldIn(store), mine);
  assert.deepEqual(await takeIn(store, found, () => {}), { same: [...found.records.keys()], texts: 0 }, 'nothing of it is new the second time');
});

always('whatever stands in storage, the store opens, keeps what is typed, and what it cannot read is put aside', async (random) => {
  const device = new Device();
  const anything = () => JSON.parse(json(random, 3));
  for (const key of ['lab', 'engine', 'course:a/b', 'aside:course:a/b', 'of a later release']) if (random() < 0.5) device.rows.set(key, { key, value: anything(), stamp: 'x' });
  for (let k = 0; k < 4; k += 1) device.journal.set(`e${k}`, { ...Object(anything()), id: `e${k}`, document: oneOf(random, ['lab/kink', '', 'x'.repeat(400)]), tab: oneOf(random, ['a', anything()]), at: oneOf(random, [k, anything()]), text: oneOf(random, ['x', anything()]) });
  for (const key of ['lab', 'lab-versions', 'engine', 'course:a/c', 'course-unreadable:a/d', 'pending:visit 9']) {
    if (random() < 0.5) device.texts.set(key, oneOf(random, [json(random, 3), `{"values":${json(random, 3)},"entries":${json(random, 2)}}`, `{"values":[["course:a/b",${json(random, 2)}]]}`, '{"half": ', '']));
  }
  const had = [...device.rows].filter(([key]) => !key.startsWith('aside:'));
  const { store } = await device.open();
  for (const [key, { value }] of had) {
    const there = [...store.aside()].filter(([name]) => name.startsWith(key)).map(([, put]) => put);
    if (store.get(key) === undefined) assert.ok(there.some((put) => isDeepStrictEqual(put, value)), `${key} is neither read nor put aside`);
  }
  await store.entries('lab/kink'); // as an editor opens
  store.note('lab/kink', 'typed');
  assert.equal(await store.flush(), true);
  assert.equal((await store.entries('lab/kink'))[0]?.text, 'typed');
  const held = await heldIn(store);
  assert.equal(importText(exportText(held), LATER).unread, 0);
  assert.equal((await device.open()).store.unread.length, 0, 'it is said once');
}, 100);

always('what stands in each document stands there once it is imported, by whatever clock', async (random) => {
  const mine = entries(random);
  if (mine.length === 0) return;
  const found = importText(exportText({ records: new Map(), engine: NO_ENGINE, entries: mine, aside: new Map() }), Math.floor(random() * 400));
  assert.deepEqual(newestFirst(found.entries).map(({ id }) => id), mine.map(({ id }) => id));
});

always('a merge of journals has every text of both', async (random) => {
  const [mine, theirs] = [entries(random), entries(random)];
  const { store } = await new Device().open();
  store.add(mine);
  await takeIn(store, { records: new Map(), engine: NO_ENGINE, entries: theirs, aside: new Map() }, () => {});
  const there = new Set((await store.entries('', { under: true })).map(({ document, text }) => `${document}: ${text}`));
  for (const { document, text } of [...mine, ...theirs]) assert.ok(there.has(`${document}: ${text}`), text);
});
