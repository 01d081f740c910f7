import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited, engineOfText, followed, mergedEngines, NO_ENGINE, readEngine, replaced, taken } from '../../web/app/model/engine-file.js';

const STEPS = ['a/one', 'a/two', 'a/three'];
const one = followed(NO_ENGINE, 'class Node:\n    one = 1\n', 'a/one', 'One', 10);
const text = (source, step = null, at = 1) => ({ source, step, edited: false, at, from: 'X' });

test('the first step that is passed is the engine', () => {
  assert.deepEqual([one.source, one.step, one.edited, one.from], ['class Node:\n    one = 1\n', 'a/one', false, 'One']);
});

test('a later step takes its place, with what it lacks, and the earlier text is kept with its name', () => {
  const two = followed(one, 'class Node:\n    two = 2\n', 'a/two', 'Two', 20);
  assert.equal(two.source, 'class Node:\n    two = 2\n\n    one = 1\n');
  assert.deepEqual(two.carried, ['Node.one']);
  assert.deepEqual(two.earlier, [{ source: one.source, step: 'a/one', edited: false, at: 10, from: 'One' }]);
});

test('following the same step again changes nothing', () => {
  const two = followed(one, 'class Node:\n    two = 2\n', 'a/two', 'Two', 20);
  assert.equal(followed(two, 'class Node:\n    two = 2\n', 'a/two', 'Two', 30), two);
});

test('what was changed by hand is not replaced until the student takes the new code', () => {
  const mine = edited(one, 'class Node:\n    one = 1\n\n    def mine(self): ...\n', 15);
  assert.equal(followed(mine, 'class Node:\n    two = 2\n', 'a/two', 'Two', 20), mine);
  const after = taken(mine, 'class Node:\n    two = 2\n', 'a/two', 'Two', 20);
  assert.deepEqual(after.carried, ['Node.one', 'Node.mine']);
  assert.match(after.source, /def mine/);
  assert.equal(after.earlier[0].source, mine.source);
  assert.equal(after.earlier[0].edited, true);
});

test('an engine can be pasted before anything was passed, and a step that is passed does not replace it', () => {
  const pasted = edited(NO_ENGINE, 'class Value: ...', 5);
  assert.deepEqual([pasted.source, pasted.step, pasted.from], ['class Value: ...', null, 'Pasted']);
  assert.equal(followed(pasted, 'class Node: ...', 'a/one', 'One', 9), pasted);
});

test('the text before it was changed by hand is kept, and so is one that another is pasted over', () => {
  const first = edited(one, `${one.source}# mine\n`, 11);
  assert.deepEqual(first.earlier.map(({ source }) => source), [one.source]);
  const second = edited(first, `${one.source}# mine too\n`, 12);
  assert.deepEqual([second.earlier.length, second.step], [1, 'a/one']);
  const long = Array.from({ length: 12 }, (_, k) => `line ${k}`).join('\n');
  const pasted = edited(edited(NO_ENGINE, long, 1), 'class Value:\n    pass', 2);
  assert.deepEqual([pasted.from, pasted.step, pasted.earlier.map(({ source }) => source)], ['Pasted', null, [long]]);
});

test('a text that is emptied, and another typed in its place, is kept', () => {
  const long = Array.from({ length: 12 }, (_, k) => `line ${k}`).join('\n');
  const mine = edited(edited(one, long, 1), `${long}!`, 2);
  const anew = edited(edited(mine, '', 3), 'class Value: ...', 4);
  assert.deepEqual(anew.earlier.map(({ source }) => source), [`${long}!`, one.source]);
  assert.deepEqual([anew.source, anew.step], ['class Value: ...', null]);
});

test('a text that is taken back changes places with the one that stands', () => {
  const two = replaced(one, text('two'));
  const back = replaced(two, two.earlier[0]);
  assert.equal(back.source, one.source);
  assert.equal(back.step, 'a/one');
  assert.deepEqual(back.earlier.map(({ source }) => source), ['two', one.source], 'also the one that stands: it may be changed next');
});

test('earlier texts are kept each once, as far as there is room, and those of steps that were passed always', () => {
  let file = one;
  for (let k = 0; k < 50; k += 1) file = replaced(file, text(`text ${k % 30} `.padEnd(50_000, 'x')));
  assert.deepEqual(file.earlier.map(({ source }) => source.slice(0, 7)), [48, 47, 46, 45, 44, 43, 42, 41].map((k) => `text ${k - 30}`).concat('class N'));
});

test('of two devices’ engines none is lost, and it is told which one stands', () => {
  const two = { ...replaced(NO_ENGINE, text('two', 'a/two')), chosen: true };
  const all = (file) => [file.source, ...file.earlier.map(({ source }) => source)].sort();
  assert.deepEqual(mergedEngines(NO_ENGINE, two, STEPS), { file: two, went: 'theirs stands' });
  const further = mergedEngines(one, two, STEPS);
  assert.deepEqual([further.went, further.file.source, further.file.chosen], ['mine gave way', 'two', false]);
  assert.deepEqual(all(further.file), [one.source, 'two'].sort());
  const behind = mergedEngines(two, one, STEPS);
  assert.deepEqual([behind.went, behind.file.source], ['mine stands', 'two']);
  assert.deepEqual(all(behind.file), [one.source, 'two'].sort());
  const byHand = mergedEngines(edited(one, 'mine', 9), two, STEPS);
  assert.deepEqual([byHand.went, byHand.file.source], ['mine stands', 'mine']);
  assert.equal(mergedEngines(two, two, STEPS).went, 'same');
  assert.deepEqual(mergedEngines(two, NO_ENGINE, STEPS), { file: two, went: 'none' });
});

test('earlier texts of the other device come along', () => {
  const theirs = replaced(replaced(NO_ENGINE, text('old')), text('new', 'a/two'));
  const { file } = mergedEngines(one, theirs, STEPS);
  assert.deepEqual(file.earlier.map(({ source }) => source), [one.source, 'old']);
});

test('what an earlier release kept is read', () => {
  const file = readEngine({ source: 'x', step: 'a/one', edited: false, chosen: true, earlier: ['before', 7] });
  assert.deepEqual(file, { source: 'x', step: 'a/one', edited: false, chosen: true, at: 0, from: '', carried: [], earlier: [{ source: 'before', step: null, edited: false, at: 0, from: '' }] });
  assert.deepEqual(engineOfText('as a text'), { ...NO_ENGINE, source: 'as a text', edited: true });
});

test('of what anyone may have written nothing but an engine is read', () => {
  for (const found of [null, 7, 'x', [], {}, { source: 7 }]) assert.equal(readEngine(found), null);
  const hostile = readEngine({ source: 'x', at: 1e300, from: { toString: 'y' }, step: ['a'], earlier: Array.from({ length: 1000 }, () => ({ source: 'y', at: 1e300 })), __proto__: { chosen: true } }, 1000);
  assert.deepEqual([hostile.at, hostile.from, hostile.step, hostile.earlier.length, hostile.earlier[0].at], [1000, '', null, 1, 1000]);
});
