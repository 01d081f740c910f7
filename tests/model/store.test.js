import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited, EMPTY_RECORD } from '../../web/app/course/record.js';
import { PACE } from '../../web/app/storage/store.js';
import { Device, settled } from './kept-place.js';

const DOCUMENT = 'lab/geometric-median';
const SOON = 500;
const TEXT = 'def loss(x=1.0):\n    return x * x  # forty-six letters of a thought';

const textsIn = async (device, document = DOCUMENT) => (await (await device.open()).store.entries(document)).map(({ text }) => text);

/** Type a text letter by letter. */
async function typed(device, { store }, text, { every = 130, document = DOCUMENT } = {}) {
  for (let k = 1; k <= text.length; k += 1) {
    store.note(document, text.slice(0, k));
    await device.pass(every);
  }
}

for (const every of [1, 50, 130, 249, 400, 2000]) {
  test(`typing a letter every ${every} ms, whatever stood there half a second ago is kept when the tab crashes`, async () => {
    const device = new Device();
    const tab = await device.open();
    for (let k = 1; k <= TEXT.length; k += 1) {
      tab.store.note(DOCUMENT, TEXT.slice(0, k));
      await device.pass(every);
      const kept = Math.max(0, ...[...device.journal.values()].map(({ text }) => text.length));
      assert.ok(kept >= k - Math.ceil(SOON / every), `${k} letters typed, ${kept} kept`);
    }
    tab.crash();
    await device.pass(SOON);
    assert.ok((await textsIn(device)).every((text) => TEXT.startsWith(text)));
  });
}

test('what is typed in one go is one entry, and not one for each letter', async () => {
  const device = new Device();
  await typed(device, await device.open(), TEXT);
  await device.pass(SOON);
  assert.deepEqual(await textsIn(device), [TEXT]);
});

test('what is deleted, typed over, or left for a while is another entry', async () => {
  const device = new Device();
  const tab = await device.open();
  const lines = 'a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n';
  await typed(device, tab, lines);
  for (let k = lines.length; k >= 0; k -= 1) {
    tab.store.note(DOCUMENT, lines.slice(0, k));
    await device.pass(60);
  }
  await typed(device, tab, 'quite another thought, which is as long as the other');
  await device.pass(20_000);
  await typed(device, tab, 'X');
  await device.pass(SOON);
  const texts = await textsIn(device);
  for (const text of [lines, 'quite another thought, which is as long as the other', 'X']) assert.ok(texts.includes(text), text);
  assert.ok(texts.length < 30, `${texts.length} entries`);
});

test('a text that is closed in the middle of a word is there at the next visit, and is written then', async () => {
  const device = new Device();
  const tab = await device.open();
  tab.store.note(DOCUMENT, 'half a wo');
  tab.store.set('course:a/b', edited(EMPTY_RECORD, 'half', 5));
  tab.close();
  device.journal.clear(); // what it began to write as it went did not come through
  device.rows.clear();
  const next = await device.open();
  assert.deepEqual(await textsIn(device), ['half a wo']);
  assert.equal(next.store.get('course:a/b').code, 'half');
  assert.deepEqual([...device.texts.keys()], []);
  assert.equal(device.journal.size, 1);
});

test('what was changed last as a tab was closed stands at the next visit, and is no merge with what it was made from', async () => {
  const device = new Device();
  const tab = await device.open();
  const engine = { source: 'class Node: ...', step: null, edited: true, chosen: false, at: 5, from: '', carried: [], earlier: [] };
  tab.store.set('engine', engine);
  tab.store.set('course:a/b', edited(EMPTY_RECORD, 'one', 5));
  await device.pass(SOON);
  const kept = [...device.rows];
  tab.store.set('engine', { ...engine, chosen: true });
  tab.store.set('course:a/b', edited(EMPTY_RECORD, 'two', 6));
  tab.close();
  device.rows = new Map(kept); // what it began to write as it went did not come through
  const { store } = await device.open();
  assert.deepEqual(store.get('engine'), { ...engine, chosen: true });
  assert.deepEqual(store.get('course:a/b'), edited(EMPTY_RECORD, 'two', 6));
});

test('two tabs write entries of their own, and a stale one takes nothing away as it goes', async () => {
  const device = new Device();
  const [stale, busy] = [await device.open(), await device.open()];
  await typed(device, stale, 'of the first');
  await device.pass(60_000);
  await typed(device, busy, 'of the second');
  await device.pass(SOON);
  stale.close();
  await device.pass(SOON);
  assert.deepEqual(await textsIn(device), ['of the second', 'of the first']);
});

test('two tabs that change one record keep both texts, also where neither has heard of the other', async () => {
  const device = new Device();
  const [one, other] = [await device.open(), await device.open()];
  one.store.set('course:a/b', edited(EMPTY_RECORD, 'one', 10));
  other.store.set('course:a/b', edited(EMPTY_RECORD, 'other', 20));
  await Promise.all([one.store.flush(), other.store.flush()]);
  await settled();
  for (const { store } of [one, other]) {
    const { code, earlier } = store.get('course:a/b');
    assert.deepEqual([code, earlier.map((text) => text.code)], ['other', ['one']]);
  }
});

test('a tab hears what another has written, and goes on from it', async () => {
  const device = new Device();
  const [one, other] = [await device.open(), await device.open()];
  const heard = [];
  other.store.addEventListener('heard', ({ detail }) => heard.push(detail));
  one.store.set('course:a/b', edited(EMPTY_RECORD, 'one', 10));
  await device.pass(SOON);
  assert.equal(other.store.get('course:a/b').code, 'one');
  assert.deepEqual(heard, ['course:a/b']);
  other.store.set('course:a/b', edited(other.store.get('course:a/b'), 'two', 20));
  await device.pass(SOON);
  assert.deepEqual([one.store.get('course:a/b').code, one.store.get('course:a/b').earlier], ['two', []]);
});

for (const way of ['full', 'blocked']) {
  test(`with storage ${way} nothing is said to be kept, all goes on, and it is kept when that has passed`, async () => {
    const device = new Device();
    const { store } = await device.open();
    const said = [];
    store.addEventListener('problem', () => said.push(store.problem));
    device[way] = true;
    store.note(DOCUMENT, 'precious');
    store.set('course:a/b', edited(EMPTY_RECORD, 'too', 5));
    assert.equal(await store.flush(), false);
    assert.deepEqual(said, [way]);
    assert.deepEqual((await store.entries(DOCUMENT)).map(({ text }) => text), ['precious'], 'it can be exported');
    device[way] = false;
    await device.pass(10_000);
    assert.deepEqual(said, [way, null]);
    assert.deepEqual(await textsIn(device), ['precious']);
    assert.equal((await device.open()).store.get('course:a/b').code, 'too');
  });
}

test('what is written late is known as one’s own, and where nothing can be read nothing is forgotten', async () => {
  const device = new Device();
  const { store } = await device.open();
  device.slow = 7000;
  store.set('course:a/b', edited(EMPTY_RECORD, 'one', 5));
  await device.pass(6000);
  assert.deepEqual([store.problem, store.unkept], ['slow', true]);
  store.set('course:a/b', edited(EMPTY_RECORD, 'two', 6));
  void store.again();
  await device.pass(20_000);
  device.slow = 0;
  await device.pass(20_000);
  assert.deepEqual([store.problem, store.unkept, device.rows.get('course:a/b').value], [null, false, edited(EMPTY_RECORD, 'two', 6)]);
  device.blocked = true;
  await store.hear({ keys: ['course:a/b'] });
  assert.deepEqual([store.problem, store.get('course:a/b').code, await store.entries(DOCUMENT)], ['blocked', 'two', []], 'that they cannot be read is said');
  device.blocked = false;
  await device.pass(20_000);
  assert.equal(store.problem, null, 'and that it is over');
});

test('where the browser keeps nothing from the beginning, everything works, and later goes beside what was kept', async () => {
  const device = new Device();
  const before = await device.open();
  before.store.set('course:a/b', edited(EMPTY_RECORD, 'before', 5));
  await device.pass(SOON);
  before.crash();
  device.blocked = true;
  const { store } = await device.open();
  assert.equal(store.problem, 'blocked');
  store.set('course:a/b', edited(EMPTY_RECORD, 'since', 9));
  device.blocked = false;
  assert.equal(await store.flush(), true);
  assert.deepEqual([store.get('course:a/b').code, store.get('course:a/b').earlier[0].code], ['since', 'before']);
});

test('with the clock set back the newest text stands, and no text is gone', async () => {
  const device = new Device();
  const tab = await device.open();
  await typed(device, tab, 'before');
  await device.pass(SOON);
  device.now -= 7_200_000;
  await typed(device, tab, 'and after');
  await device.pass(SOON);
  const again = await device.open();
  assert.deepEqual((await again.store.entries(DOCUMENT)).map(({ text }) => text), ['and after', 'before']);
  again.store.note(DOCUMENT, 'and after that');
  await device.pass(SOON);
  assert.deepEqual(await textsIn(device), ['and after that', 'and after', 'before']);
});

test('what is evicted while a page is open is written again with the next change', async () => {
  const device = new Device();
  const tab = await device.open();
  await typed(device, tab, 'before');
  await device.pass(SOON);
  device.journal.clear();
  device.rows.clear();
  tab.store.note(DOCUMENT, 'before and after');
  await device.pass(SOON);
  assert.deepEqual(await textsIn(device), ['before and after']);
});

test('what an earlier release kept is taken over once, and what cannot be read is put aside and named', async () => {
  const device = new Device();
  const record = edited(EMPTY_RECORD, 'mine', 5);
  const old = {
    'course:a/b': JSON.stringify(record),
    'course:a/c': '{"half": ',
    'course-unreadable:a/d': 'lost before',
    engine: JSON.stringify({ source: 'class Node: ...', step: null, edited: true, chosen: true, earlier: ['earlier'] }),
    lab: JSON.stringify({ code: 'def loss(): ...', example: 'kink', settings: { rate: 0.3 } }),
    'lab-versions': JSON.stringify([{ code: 'a version', example: 'kink', at: 77 }, 7]),
    theme: '"dark"',
  };
  for (const [key, text] of Object.entries(old)) device.texts.set(key, text);
  const { store } = await device.open();
  assert.deepEqual(store.get('course:a/b'), record);
  assert.deepEqual([store.get('engine').source, store.get('engine').chosen, store.get('engine').earlier[0].source], ['class Node: ...', true, 'earlier']);
  assert.equal(store.get('lab'), 'lab/kink');
  const [standing, version] = await store.entries('lab/kink');
  assert.deepEqual([standing.text, standing.settings.rate, version.text, version.at], ['def loss(): ...', 0.3, 'a version', 77]);
  assert.deepEqual(store.unread, ['course:a/c', 'course:a/d']);
  assert.deepEqual([store.get('aside:course:a/c'), store.get('aside:course:a/d')], ['{"half": ', 'lost before']);
  assert.deepEqual([...device.texts.keys()], ['theme']);
  assert.deepEqual((await device.open()).store.unread, []);
});

test('with no room to take it over, what an earlier release kept stays where it is', async () => {
  const device = new Device();
  device.texts.set('course:a/b', JSON.stringify(edited(EMPTY_RECORD, 'mine', 5)));
  device.full = true;
  const { store } = await device.open();
  assert.equal(store.get('course:a/b').code, 'mine');
  assert.deepEqual([...device.texts.keys()], ['course:a/b']);
});

test('a value of another shape wedges nothing, and is put aside', async () => {
  const device = new Device();
  for (const [key, value] of Object.entries({ lab: { code: 7 }, engine: 'x', 'course:a/b': { version: 2, code: 'of a later release' } })) device.rows.set(key, { key, value, stamp: 'x' });
  for (const key of ['lab', 'lab-versions']) device.texts.set(key, '{"code":7}');
  const { store } = await device.open();
  assert.deepEqual(['lab', 'engine', 'course:a/b'].map((key) => store.get(key)), [undefined, undefined, undefined]);
  assert.deepEqual(store.unread.sort(), ['before:lab', 'before:lab-versions', 'course:a/b', 'engine', 'lab']);
  assert.deepEqual(store.get('aside:course:a/b'), { version: 2, code: 'of a later release' });
});

test('of what two closed tabs could not write, made from the same, both are there at the next visit', async () => {
  const device = new Device();
  const tabs = [await device.open(), await device.open()];
  tabs[0].store.set('course:a/b', edited(EMPTY_RECORD, 'before', 5));
  await device.pass(SOON);
  for (const [k, tab] of tabs.entries()) tab.store.set('course:a/b', edited(tab.store.get('course:a/b'), `of ${k}`, 6 + k));
  for (const tab of tabs) tab.close({ written: false });
  const { code, earlier } = (await device.open()).store.get('course:a/b');
  assert.deepEqual([code, earlier.map((one) => one.code)], ['of 1', ['of 0']]);
});

test('what another tab took over as this one was hidden takes no place of what is written here since', async () => {
  const device = new Device();
  const [here, other] = [await device.open(), await device.open()];
  here.store.note(DOCUMENT, 'a thou');
  here.store.leave();
  device.room = 0;
  await other.store.takeOver(); // and cannot write it
  device.room = Infinity;
  here.store.note(DOCUMENT, 'a thought');
  await device.pass(SOON);
  here.crash();
  await device.pass(20_000);
  assert.deepEqual(await textsIn(device), ['a thought']);
});

test('what a later release writes in another tab is not written over, and what is typed here waits for it', async () => {
  const device = new Device();
  const [{ store, close }, { store: other }] = [await device.open(), await device.open()];
  store.set('course:a/b', edited(EMPTY_RECORD, 'one', 5));
  await device.pass(SOON);
  const later = { version: 2, texts: ['one', 'two'] };
  other.set('course:a/b', later); // as such a release would
  await device.pass(SOON);
  assert.deepEqual([store.problem, store.get('course:a/b').code], ['later', 'one']);
  store.set('course:a/b', edited(EMPTY_RECORD, 'three', 9));
  store.note(DOCUMENT, 'and four');
  await device.pass(20_000);
  assert.deepEqual([store.problem, store.unkept, device.rows.get('course:a/b').value], ['later', true, later]);
  assert.ok([...device.journal.values()].some(({ text }) => text === 'and four'), 'a text is kept all the same');
  assert.equal(close(), true, 'without a question');
  assert.ok([...device.texts.values()].some((text) => text.includes('three')), 'it is there for that release');
});

test('what a release put aside is read by one that can, each of several', async () => {
  const device = new Device();
  for (const [name, text, at] of [['', 'theirs', 5], ['+', 'another device’s', 6], ['++', 'a third', 4]]) {
    const key = `aside:course:a/b${name}`;
    device.rows.set(key, { key, value: edited(EMPTY_RECORD, text, at), stamp: 'x' });
  }
  const { store } = await device.open();
  const { code, earlier } = store.get('course:a/b');
  assert.deepEqual([code, earlier.map((one) => one.code)], ['another device’s', ['theirs', 'a third']]);
  await device.pass(SOON);
  assert.deepEqual([...device.rows.keys()], ['course:a/b']);
});

test('a page that is only looked at writes nothing', async () => {
  const device = new Device();
  const { store } = await device.open();
  store.noteAgain(DOCUMENT, 'the example', { origin: 'run' });
  store.leave();
  await device.pass(60_000);
  assert.deepEqual([device.writes, device.texts.size], [0, 0]);
});

test('what was deleted while the page was away is not written again as it is run', async () => {
  const device = new Device();
  const { store } = await device.open();
  store.note(DOCUMENT, 'deleted');
  await device.pass(SOON);
  device.journal.clear();
  await store.again();
  store.noteAgain(DOCUMENT, 'deleted', { origin: 'run' });
  await device.pass(SOON);
  assert.equal(device.journal.size, 0);
});

test('writing is at the store’s pace, not at the reader’s', async () => {
  const device = new Device();
  await typed(device, await device.open(), TEXT, { every: 10 });
  assert.ok(device.writes <= Math.ceil((TEXT.length * 10) / PACE), `${device.writes} writes`);
});
