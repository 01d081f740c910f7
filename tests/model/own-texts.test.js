import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEntry, thinnedJournal } from '../../web/app/model/journal.js';
import { LONGEST_NAME, ownTextsIn, problemOfName, tidyName } from '../../web/app/model/own-texts.js';
import { Device } from './kept-place.js';
import { entries } from './random-work.js';
import { randomFrom } from './random.js';

const DAY = 86_400_000;
let count = 0;

/** @param {Partial<import('../../web/app/model/journal.js').Entry>} [more] @returns {import('../../web/app/model/journal.js').Entry} */
const entry = (more) => ({ id: `e${(count += 1)}`, document: 'own/a', tab: 'a', at: count, origin: 'typed', text: `text ${count}`, ...more });
const named = (...names) => ownTextsIn(names.map((name, k) => entry({ document: `own/${k}`, ...(name !== null && { name }) }))).reverse().map(({ name }) => name);

test('a text has the name that it was given last, whoever writes on', () => {
  const entries = [entry({ name: 'first' }), entry({ name: 'second' }), entry({ tab: 'b' })];
  assert.deepEqual(ownTextsIn(entries), [{ document: 'own/a', name: 'second', gone: false }]);
  assert.deepEqual(named(null, '', ' \u200b ', '\u202e'), ['A text of your own', 'A text of your own (2)', 'A text of your own (3)', 'A text of your own (4)']);
});

test('texts of one name are told apart, and one that has a number by itself keeps it', () => {
  assert.deepEqual(named('A', 'A', 'A (2)', 'A', '__proto__', '__proto__'), ['A', 'A (3)', 'A (2)', 'A (4)', '__proto__', '__proto__ (2)']);
  const gone = [entry({ document: 'own/x', name: 'B', gone: true }), entry({ document: 'own/y', name: 'B' })];
  assert.deepEqual(ownTextsIn(gone).map((own) => [own.name, own.gone]), [['B', false], ['B', true]], 'what is deleted takes no name away');
});

test('a name of any script is what was written, on one line, and turns nothing around it', () => {
  for (const name of ['損失', 'خسارة', 'ההפסד', 'कथा', '👩‍👩‍👧‍👦', 'é', '<b>&amp;', '__proto__', 'می‌خواهم', '-', '🫠'.repeat(LONGEST_NAME)]) {
    assert.deepEqual([tidyName(name), problemOfName(tidyName(name))], [name.normalize('NFC'), ''], name);
  }
  assert.equal(tidyName(' a\n\t b\0\u202ec\ud83d\u2028d '), 'a bc d');
});

test('an empty name, one that nobody sees and one that is too long are refused with the reason', () => {
  for (const name of ['', '   ', '\u200b\u200d', '\u0301', '\u2066']) assert.match(problemOfName(tidyName(name)), /one can see/, JSON.stringify(name));
  assert.match(problemOfName('🫠'.repeat(LONGEST_NAME + 1)), /at most 80 characters; this one has 81/);
});

test('a text that is deleted is back as soon as one goes on with it, and all that stood in it can be had', async () => {
  const device = new Device();
  const [tab, other] = [await device.open(), await device.open()];
  const texts = async () => (await other.store.entries('own/', { under: true })).map(({ text }) => text);
  const own = async ({ store }) => ownTextsIn(await store.entries('own/', { under: true })).map(({ name, gone }) => [name, gone]);
  tab.store.note('own/a', 'first', { name: 'a name' });
  await device.pass(500);
  tab.store.note('own/a', 'first and more');
  await device.pass(500);
  assert.deepEqual(await own(other), [['a name', false]], 'who writes on under a name leaves it');
  tab.store.turn('own/a');
  tab.store.note('own/a', 'first and more', { gone: true });
  tab.store.turn('own/a');
  await device.pass(500);
  assert.deepEqual([await own(other), await texts()], [[['a name', true]], ['first and more', 'first and more']]);
  device.now -= 7_200_000; // by a clock that was set back
  other.store.note('own/a', 'written on in a tab that had it open');
  await device.pass(500);
  assert.deepEqual(await own(tab), [['a name', false]]);
  assert.deepEqual(await texts(), ['written on in a tab that had it open', 'first and more', 'first and more']);
});

test('what is thinned takes no name away, and brings back nothing that was deleted', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const all = entries(randomFrom(seed));
    assert.deepEqual(ownTextsIn(thinnedJournal(all, 400 * DAY, 0)), ownTextsIn(all), `seed ${seed}`);
  }
  const some = [entry({ at: 1, name: 'long ago' }), entry({ at: 2 }), entry({ at: 3, gone: true }), entry({ document: 'own/b', at: 1, name: 'b', text: 'same' }), entry({ document: 'own/b', at: 2, text: 'same' })];
  assert.deepEqual(ownTextsIn(thinnedJournal(some, 400 * DAY, 0)), ownTextsIn(some));
  const [gone] = some.filter((one) => one.gone);
  assert.deepEqual(readEntry(JSON.parse(JSON.stringify(gone))), gone);
  assert.equal(readEntry({ ...gone, gone: 'yes' })?.gone, undefined);
});
