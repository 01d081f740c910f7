import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from '../../web/app/course/progress.js';
import { checked, edited, EMPTY_RECORD } from '../../web/app/course/record.js';

const ID = '05-operators/add';

/** A shelf in memory, that can be full or blocked. */
function shelf() {
  const texts = new Map();
  return {
    texts,
    full: false,
    room: Infinity,
    blocked: false,
    get(key) {
      if (this.blocked) throw new Error('blocked');
      return texts.get(key) ?? null;
    },
    set(key, text) {
      const used = [...texts].reduce((sum, [name, { length }]) => (name === key ? sum : sum + length), text.length);
      if (this.full || this.blocked || used > this.room) throw new Error('full');
      texts.set(key, text);
    },
    remove: (key) => texts.delete(key),
    keys: () => [...texts.keys()],
  };
}

const typed = (progress, code) => progress.update(ID, (record, now) => edited(record, code, now));

test('what was typed is there after a reload', () => {
  const place = shelf();
  const before = new Progress(place, () => 5);
  typed(before, 'x = 1');
  before.keep();
  assert.equal(new Progress(place).get(ID).code, 'x = 1');
});

test('each exercise is kept by itself', () => {
  const place = shelf();
  const progress = new Progress(place);
  typed(progress, 'x');
  progress.update('06-graph/parents', (record, now) => edited(record, 'y', now));
  progress.keep();
  assert.deepEqual([...place.texts.keys()].sort(), ['course:05-operators/add', 'course:06-graph/parents']);
});

test('a text that cannot be read is put aside, and takes no other exercise with it', () => {
  const place = shelf();
  place.texts.set('course:05-operators/add', '{"code": "half a');
  place.texts.set('course:06-graph/parents', JSON.stringify({ ...EMPTY_RECORD, code: 'whole' }));
  const progress = new Progress(place);
  assert.equal(progress.get(ID), EMPTY_RECORD);
  assert.equal(progress.get('06-graph/parents').code, 'whole');
  assert.equal(place.texts.get('course-unreadable:05-operators/add'), '{"code": "half a');
});

test('with storage full the text stays, the problem is told, and it is kept when there is room', () => {
  const place = shelf();
  const progress = new Progress(place);
  let told = 0;
  progress.addEventListener('problem', () => (told += 1));
  place.full = true;
  typed(progress, 'precious');
  assert.equal(progress.keep(), false);
  assert.equal(progress.problem, true);
  assert.equal(progress.get(ID).code, 'precious');
  place.full = false;
  assert.equal(progress.keep(), true);
  assert.equal(told, 2);
  assert.match(place.texts.get('course:05-operators/add'), /precious/);
});

test('with storage blocked everything works for as long as the page is open', () => {
  const place = shelf();
  place.blocked = true;
  const progress = new Progress(place);
  typed(progress, 'x');
  assert.equal(progress.keep(), false);
  assert.equal(progress.get(ID).code, 'x');
});

test('another tab’s text is taken over, and one’s own unsaved text is not lost to it', () => {
  const place = shelf();
  const [mine, other] = [new Progress(place, () => 10), new Progress(place, () => 20)];
  typed(mine, 'mine');
  typed(other, 'other');
  other.keep();
  mine.heard('course:05-operators/add');
  assert.equal(mine.get(ID).code, 'other');
  assert.deepEqual(mine.get(ID).earlier.map(({ code }) => code), ['mine']);
  mine.keep();
});

test('merging keeps what both devices have', () => {
  const progress = new Progress(shelf(), () => 50);
  typed(progress, 'here');
  const there = checked(edited(EMPTY_RECORD, 'there', 10), true, 'there', 10);
  const theirs = new Map([[ID, there], ['06-graph/parents', there]]);
  assert.deepEqual(progress.merge(theirs), []);
  assert.equal(progress.get(ID).code, 'here');
  assert.equal(progress.get(ID).passed, 10);
  assert.equal(progress.get('06-graph/parents').code, 'there');
  assert.deepEqual(progress.merge(theirs), [...theirs.keys()], 'nothing of it is new the second time');
});

test('a merge for which there is no room takes nothing in, and leaves what was kept as it was', () => {
  const place = shelf();
  const progress = new Progress(place, () => 50);
  typed(progress, 'here');
  progress.keep();
  const before = [...place.texts];
  place.room = 2000;
  const large = edited(EMPTY_RECORD, 'x'.repeat(600), 99);
  const ids = ['06-graph/a', ID, '06-graph/b', '06-graph/c'];
  assert.equal(progress.merge(new Map(ids.map((id) => [id, large]))), null);
  assert.deepEqual([...place.texts], before);
  assert.equal(progress.get(ID).code, 'here');
  assert.deepEqual([...progress.all().keys()], [ID]);
  assert.equal(progress.problem, false);
  typed(progress, 'typed next');
  assert.equal(progress.keep(), true);
});

test('only the ids of exercises are keys', () => {
  const progress = new Progress(shelf());
  for (const id of ['__proto__', '../x', 'a/b/c', '', `${'a'.repeat(81)}/b`]) assert.throws(() => progress.update(id, (record) => record), TypeError);
});
