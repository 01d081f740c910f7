import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_DESCENT } from '../../web/app/model/descent-settings.js';
import { ALL_ROOM, fromNow, history, newEntries, newestFirst, readEntry, standing, thinnedJournal } from '../../web/app/model/journal.js';
import { oneOf, randomFrom } from './random.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let count = 0;

/** @param {Partial<import('../../web/app/model/journal.js').Entry>} [more] @returns {import('../../web/app/model/journal.js').Entry} */
const entry = (more) => ({ id: `e${(count += 1)}`, document: 'lab/kink', tab: 'a', at: 0, origin: 'typed', text: `text ${count}`, ...more });

test('the newest text comes first, and none twice, nor an empty one', () => {
  const entries = [entry({ text: 'a', at: 1 }), entry({ text: 'b', at: 2 }), entry({ text: 'a', at: 3 }), entry({ text: ' \n', at: 4 })];
  assert.deepEqual(history(entries).map(({ text, at }) => [text, at]), [['a', 3], ['b', 2]]);
});

test('what a tab has written stands there when it is loaded again, and elsewhere the newest', () => {
  const entries = [entry({ text: 'mine', tab: 'a', at: 1 }), entry({ text: 'theirs', tab: 'b', at: 2 })];
  assert.equal(standing(entries, 'a')?.text, 'mine');
  assert.equal(standing(entries)?.text, 'theirs');
  assert.equal(standing(entries, 'of a tab that wrote nothing')?.text, 'theirs');
  assert.equal(standing([]), null);
});

test('within a day everything stays; later of what was typed an entry now and then, and each run for a month', () => {
  const now = 100 * DAY;
  const each = (/** @type {number} */ age, /** @type {any} */ more = {}) => Array.from({ length: 60 }, (_, k) => entry({ at: now - age + k * MINUTE, ...more }));
  const stays = (/** @type {any[]} */ entries) => thinnedJournal(entries, now).length;
  assert.equal(stays(each(DAY - 61 * MINUTE)), 60);
  assert.ok(stays(each(2 * DAY)) <= 8);
  assert.equal(stays(each(2 * DAY, { origin: 'run' })), 60);
  assert.ok(stays(each(40 * DAY)) <= 2);
  assert.ok(stays(each(40 * DAY, { origin: 'run' })) <= 3);
});

test('a text that stood there twice is there once, where it stood last', () => {
  const [last, first] = [entry({ text: 'the same', at: 2 }), entry({ text: 'the same', at: 1 })];
  assert.deepEqual(thinnedJournal([first, last], 3), [last]);
});

test('what is thinned is the oldest, and never what stands in a document or has passed', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = randomFrom(seed);
    const now = 100 * DAY;
    const entries = Array.from({ length: 200 }, () => entry({ at: Math.floor(now - random() ** 3 * 90 * DAY), document: `exercise/${Math.floor(random() * 9)}`, origin: oneOf(random, ['typed', 'run', 'passed', 'imported']), text: 'x'.repeat(Math.floor(random() * 300)) + Math.floor(random() * 1000) }));
    const room = Math.floor(random() * 30_000);
    const stays = thinnedJournal(entries, now, room);
    const kept = new Set(stays);
    assert.deepEqual(stays, newestFirst(stays));
    for (const one of entries.filter(({ origin }) => origin === 'passed')) assert.ok(kept.has(one), 'code that passed');
    for (const document of new Set(entries.map((one) => one.document))) {
      assert.ok(kept.has(/** @type {any} */ (standing(entries.filter((one) => one.document === document)))), 'what stands there');
    }
    const free = stays.filter((one) => one.origin !== 'passed' && standing(entries.filter(({ document }) => document === one.document)) !== one);
    assert.ok(free.reduce((sum, { text }) => sum + text.length, 0) <= room + 310, 'the rest has room');
    assert.deepEqual(thinnedJournal(stays, now, room).length, stays.length, 'once is enough');
  }
  assert.ok(ALL_ROOM >= 10_000_000);
});

test('of another device’s journal comes what is not here, and an entry that went on elsewhere is another', () => {
  const [here, both] = [entry(), entry({ text: 'begun' })];
  const theirs = [{ ...both, text: 'begun, and gone on' }, entry({ text: 'theirs' })];
  const added = newEntries([here, both], theirs);
  assert.deepEqual(added.map(({ text }) => text), ['begun, and gone on', 'theirs']);
  assert.equal(new Set([here, both, ...added].map(({ id }) => id)).size, 4);
  assert.deepEqual(newEntries([here, both, ...added], theirs), []);
});

test('an entry that says more of one text there says it here, and an id of something else is no reason to leave a text out', () => {
  const [typed, elsewhere] = [entry(), entry({ id: 'x'.repeat(300) })];
  assert.deepEqual(newEntries([typed], [{ ...typed, origin: 'passed' }]), [{ ...typed, origin: 'passed' }]);
  assert.deepEqual(newEntries([{ ...typed, origin: 'run' }], [typed]), []);
  const added = newEntries([typed, elsewhere], [{ ...typed, document: 'own/a' }, { ...elsewhere, text: 'another' }, { ...elsewhere, text: 'a third' }]);
  assert.deepEqual(added.map(readEntry), added, 'each can be read');
  assert.equal(new Set([typed, elsewhere, ...added].map(({ id }) => id)).size, 5);
});

test('what claims to be from the future is from now, in its order', () => {
  const entries = [entry({ at: 5 }), entry({ at: 900 }), entry({ at: 9 }), entry({ at: 700 })];
  assert.deepEqual(fromNow(entries, 100).map(({ at }) => at), [5, 101, 9, 100]);
});

test('what is no entry is not read', () => {
  const whole = entry({ at: 77, name: 'a name', settings: DEFAULT_DESCENT });
  assert.deepEqual(readEntry(JSON.parse(JSON.stringify(whole))), whole);
  for (const wrong of [null, 7, 'text', [], {}, { ...whole, id: '' }, { ...whole, document: 'x'.repeat(301) }, { ...whole, text: 7 }, { ...whole, at: -1 }, { ...whole, at: 'now' }, { ...whole, at: NaN }]) assert.equal(readEntry(wrong), null);
  const hostile = readEntry(JSON.parse('{"id":"a","document":"b","tab":"c","at":1e999,"origin":"<b>","text":"x","evil":1,"__proto__":{"evil":1},"settings":{"rate":"x"},"name":7,"gone":1}'));
  assert.deepEqual(hostile, { id: 'a', document: 'b', tab: 'c', at: 0, origin: 'typed', text: 'x', settings: DEFAULT_DESCENT });
});
