import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from '../../web/app/course/progress.js';
import { checked, edited, EMPTY_RECORD, replaced } from '../../web/app/course/record.js';
import { Device } from './kept-place.js';

const ID = '05-operators/add';

const typed = (progress, code, id = ID) => progress.update(id, (record, now) => edited(record, code, now));

/** Progress in a tab of a device. */
const visit = async (device, now = () => 50) => new Progress((await device.open()).store, now);

test('what was typed is there after a reload', async () => {
  const device = new Device();
  const before = await visit(device);
  typed(before, 'x = 1');
  assert.ok(await before.keep());
  assert.equal((await visit(device)).get(ID).code, 'x = 1');
});

test('each exercise is kept by itself', async () => {
  const device = new Device();
  const progress = await visit(device);
  typed(progress, 'x');
  typed(progress, 'y', '06-graph/parents');
  await progress.keep();
  assert.deepEqual([...device.rows.keys()].sort(), ['course:05-operators/add', 'course:06-graph/parents']);
});

test('each text that stood in an exercise is in the journal, and the code that passed as such', async () => {
  const device = new Device();
  const progress = await visit(device);
  typed(progress, 'first = 1');
  progress.update(ID, (record) => checked(record, true, 'first = 1', 60));
  progress.update(ID, (record) => replaced(record, 'second = 2', 70));
  progress.update(ID, (record) => replaced(record, '', 80));
  await progress.keep();
  const entries = await (await visit(device)).entries(ID);
  assert.deepEqual(entries.map(({ text, origin }) => [text, origin]), [['', 'typed'], ['second = 2', 'typed'], ['first = 1', 'passed']]);
});

test('with storage full the text stays, the problem is told, and it is kept when there is room', async () => {
  const device = new Device();
  const { store } = await device.open();
  const progress = new Progress(store);
  device.full = true;
  typed(progress, 'precious');
  assert.equal(await progress.keep(), false);
  assert.equal(store.problem, 'full');
  assert.equal(progress.get(ID).code, 'precious');
  device.full = false;
  assert.equal(await progress.keep(), true);
  assert.equal(store.problem, null);
  assert.equal((await visit(device)).get(ID).code, 'precious');
});

test('with storage blocked everything works for as long as the page is open', async () => {
  const device = new Device();
  device.blocked = true;
  const progress = await visit(device);
  typed(progress, 'x');
  assert.equal(await progress.keep(), false);
  assert.equal(progress.get(ID).code, 'x');
});

test('another tab’s text is taken over, and one’s own unsaved text is not lost to it', async () => {
  const device = new Device();
  const [mine, other] = [await visit(device, () => 10), await visit(device, () => 20)];
  typed(mine, 'mine');
  typed(other, 'other');
  await other.keep();
  await mine.keep();
  assert.equal(mine.get(ID).code, 'other');
  assert.deepEqual(mine.get(ID).earlier.map(({ code }) => code), ['mine']);
});

test('merging keeps what both devices have', async () => {
  const progress = await visit(new Device());
  typed(progress, 'here');
  const there = checked(edited(EMPTY_RECORD, 'there', 10), true, 'there', 10);
  const theirs = new Map([[ID, there], ['06-graph/parents', there]]);
  assert.deepEqual(progress.merge(theirs), []);
  assert.equal(progress.get(ID).code, 'here');
  assert.equal(progress.get(ID).passed, 10);
  assert.equal(progress.get('06-graph/parents').code, 'there');
  assert.deepEqual(progress.merge(theirs), [...theirs.keys()], 'nothing of it is new the second time');
});

test('a merge for which there is no room takes nothing in, and leaves what was kept as it was', async () => {
  const device = new Device();
  const { store } = await device.open();
  const progress = new Progress(store, () => 50);
  typed(progress, 'here');
  await progress.keep();
  const before = [...device.rows.values()].map(({ key, value }) => [key, value]);
  device.room = 2000;
  const large = edited(EMPTY_RECORD, 'x'.repeat(600), 99);
  const ids = ['06-graph/a', ID, '06-graph/b', '06-graph/c'];
  const told = new Set();
  progress.addEventListener('change', ({ detail }) => told.add(detail));
  assert.equal(await store.allOrNothing(() => void progress.merge(new Map(ids.map((id) => [id, large])))), false);
  assert.deepEqual([...device.rows.values()].map(({ key, value }) => [key, value]), before);
  assert.deepEqual([...told].sort(), [...ids].sort());
  assert.equal(progress.get(ID).code, 'here');
  assert.deepEqual([...progress.all().keys()], [ID]);
  assert.equal(store.problem, null);
  typed(progress, 'typed next');
  assert.equal(await progress.keep(), true);
});

test('only the ids of exercises are keys', async () => {
  const progress = await visit(new Device());
  for (const id of ['__proto__', '../x', 'a/b/c', '', `${'a'.repeat(81)}/b`]) assert.throws(() => progress.update(id, (record) => record), TypeError);
});
