import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from '../../web/app/course/progress.js';
import { edited, EMPTY_RECORD } from '../../web/app/course/record.js';
import { NO_ENGINE, edited as engineEdited } from '../../web/app/model/engine-file.js';
import { standing } from '../../web/app/model/journal.js';
import { Device, settled } from './kept-place.js';

/* Whatever becomes of a page, what was made in it is there at the next visit, or it was said before that it is not. */

const SOON = 500;
const ID = '05-operators/add';

/** In a document of the journal. @param {string} document @param {import('../../web/app/model/journal.js').Origin} [origin] */
const inDocument = (document, origin) => ({
  make({ store }, text) {
    store.note(document, text);
    if (origin) store.noteAgain(document, text, { origin });
  },
  stands: async ({ store }, name) => standing(await store.entries(document), name)?.text,
  texts: async ({ store }) => (await store.entries(document)).map(({ text }) => text),
  old: (text) => ({ lab: JSON.stringify({ code: text, example: document.slice('lab/'.length), settings: {} }) }),
});

const WORK = {
  typed: inDocument('lab/kink'),
  run: inDocument('lab/kink', 'run'),
  'from a link': { ...inDocument('link/0-1'), old: null }, // of which earlier releases kept nothing
  'in an exercise': {
    make: ({ store, now }, text) => new Progress(store, now).update(ID, (record, at) => edited(record, text, at)),
    stands: async ({ store }) => new Progress(store).get(ID).code,
    texts: async ({ store }) => [new Progress(store).get(ID).code, ...new Progress(store).get(ID).earlier.map(({ code }) => code), ...(await new Progress(store).entries(ID)).map(({ text }) => text)],
    old: (text) => ({ [`course:${ID}`]: JSON.stringify(edited(EMPTY_RECORD, text, 5)) }),
  },
  'in My engine': {
    make({ store, now }, text) {
      const before = store.get('engine') ?? NO_ENGINE;
      store.set('engine', engineEdited(before, text, now()));
      store.note('engine', text, { before: before.source });
    },
    stands: async ({ store }) => store.get('engine')?.source,
    texts: async ({ store }) => [store.get('engine')?.source, ...(store.get('engine')?.earlier ?? []).map(({ source }) => source), ...(await store.entries('engine')).map(({ text }) => text)],
    old: (text) => ({ engine: JSON.stringify(engineEdited(NO_ENGINE, text, 5)) }),
  },
};

/** @typedef {typeof WORK['typed']} Work */

/** A tab, with the device's clock. @param {Device} device @param {string} [name] */
const visit = async (device, name) => Object.assign(await device.open(name), { now: () => device.now });

/** The next visit has it standing, and in reach whatever is named. @param {Device} device @param {any} work @param {string} stands @param {string[]} [also] */
async function holds(device, work, stands, also = []) {
  const next = await visit(device, 'the next');
  assert.equal(await work.stands(next, null), stands);
  const texts = await work.texts(next);
  for (const text of [stands, ...also]) assert.ok(texts.includes(text), `${text} is not in reach`);
}

/** @type {Record<string, (device: Device, work: any) => Promise<void>>} */
const FATES = {
  async 'the page is loaded again at once'(device, work) {
    const tab = await visit(device, 'mine');
    work.make(tab, 'mine');
    tab.close({ written: false });
    const again = await visit(device, 'mine');
    assert.equal(await work.stands(again, 'mine'), 'mine');
    await device.pass(SOON);
    again.close();
    await holds(device, work, 'mine');
  },
  async 'the tab crashes half a second later'(device, work) {
    const tab = await visit(device);
    work.make(tab, 'mine');
    await device.pass(SOON);
    tab.crash();
    await holds(device, work, 'mine');
  },
  async 'the tab is closed at once, and never written'(device, work) {
    const tab = await visit(device);
    work.make(tab, 'mine');
    tab.close({ written: false });
    await holds(device, work, 'mine');
  },
  async 'a stale tab is closed after it'(device, work) {
    const stale = await visit(device);
    work.make(stale, 'stale');
    await device.pass(SOON);
    const tab = await visit(device);
    await device.pass(60_000);
    work.make(tab, 'mine');
    await device.pass(SOON);
    stale.close();
    await settled();
    await holds(device, work, 'mine', ['stale']);
  },
  async 'two tabs write it at once'(device, work) {
    const [one, other] = [await visit(device), await visit(device)];
    work.make(one, 'one');
    device.now += 1;
    work.make(other, 'other');
    await device.pass(SOON);
    for (const tab of [one, other]) tab.close();
    await settled();
    await holds(device, work, 'other', ['one']);
  },
  async 'storage is full for a while'(device, work) {
    const tab = await visit(device);
    work.make(tab, 'before');
    await device.pass(SOON);
    device.full = true;
    work.make(tab, 'mine');
    await device.pass(SOON);
    assert.deepEqual([tab.store.problem, tab.store.unkept], ['full', true], 'it is said');
    assert.ok((await work.texts(tab)).includes('mine'), 'it can be exported');
    device.full = false;
    await device.pass(10_000);
    assert.deepEqual([tab.store.problem, tab.store.unkept], [null, false], 'it is said that it is over');
    tab.crash();
    await holds(device, work, 'mine');
  },
  async 'the database is full, and the page is left'(device, work) {
    const tab = await visit(device);
    device.room = 0;
    work.make(tab, 'mine');
    await device.pass(SOON);
    assert.equal(tab.store.problem, 'full');
    tab.close();
    await settled();
    device.room = Infinity;
    await holds(device, work, 'mine');
  },
  async 'the database is full for two visits'(device, work) {
    const tab = await visit(device);
    device.room = 0;
    work.make(tab, 'first');
    tab.close();
    const second = await visit(device);
    work.make(second, 'mine');
    await device.pass(SOON);
    second.close();
    await settled();
    assert.equal(device.texts.size, 1, 'what waits, waits once');
    device.room = Infinity;
    await holds(device, work, 'mine', ['first']);
  },
  async 'storage is blocked at first'(device, work) {
    device.blocked = true;
    const tab = await visit(device);
    work.make(tab, 'mine');
    await device.pass(SOON);
    assert.deepEqual([tab.store.problem, tab.store.unkept], ['blocked', true], 'it is said');
    device.blocked = false;
    await device.pass(10_000);
    tab.crash();
    await holds(device, work, 'mine');
  },
  async 'all that was kept is evicted'(device, work) {
    const tab = await visit(device);
    work.make(tab, 'mine');
    await device.pass(SOON);
    for (const place of [device.rows, device.journal, device.texts]) place.clear();
    work.make(tab, 'mine, and more');
    await device.pass(SOON);
    tab.close();
    await holds(device, work, 'mine, and more');
  },
  async 'the page goes to the browser’s cache, and comes back'(device, work) {
    const tab = await visit(device);
    work.make(tab, 'mine');
    await settled(); // a run is written at once
    const { writes } = device;
    tab.store.leave();
    await settled();
    assert.equal(device.writes, writes, 'nothing is begun that would sleep with the page, and hold up the next');
    const other = await visit(device);
    await device.pass(1000);
    work.make(other, 'of the other');
    await device.pass(SOON);
    await tab.store.again();
    work.make(tab, 'mine again');
    await device.pass(SOON);
    assert.equal(device.texts.size, 0, 'nothing waits that is written');
    await holds(device, work, 'mine again', ['of the other']);
  },
  async 'the clock is set back'(device, work) {
    const tab = await visit(device);
    work.make(tab, 'before');
    await device.pass(SOON);
    device.now -= 7_200_000;
    const next = await visit(device);
    await work.texts(next); // as an editor opens
    work.make(next, 'mine');
    await device.pass(SOON);
    next.close();
    await holds(device, work, 'mine', ['before']);
  },
  async 'the site is updated in the middle'(device, work) {
    const old = work.old?.('of the earlier release');
    if (!old) return;
    for (const [key, text] of Object.entries(old)) device.texts.set(key, text);
    const tab = await visit(device);
    assert.equal(await work.stands(tab, null), 'of the earlier release');
    await device.pass(1000);
    work.make(tab, 'mine');
    await device.pass(SOON);
    await holds(device, work, 'mine', ['of the earlier release']);
    for (const [key, text] of Object.entries(work.old('of a tab that was not updated'))) device.texts.set(key, text);
    await tab.store.takeOver(); // as it hears of it
    assert.ok((await work.texts(await visit(device))).includes('of a tab that was not updated'));
    assert.equal(device.texts.size, 0);
  },
};

for (const [what, work] of Object.entries(WORK)) {
  for (const [fate, comes] of Object.entries(FATES)) test(`${what}: nothing is lost where ${fate}`, () => comes(new Device(), work));
}
