import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked, edited, EMPTY_RECORD, hinted, merged, readRecord, replaced, solutionSeen } from '../../web/app/course/record.js';

const written = edited(EMPTY_RECORD, 'x = 1', 10);

test('a pass is kept with its first time and its last code', () => {
  const first = checked(written, true, 'x = 1', 20);
  const second = checked(edited(first, 'x = 2', 30), true, 'x = 2', 40);
  assert.equal(second.passed, 20);
  assert.equal(second.passedCode, 'x = 2');
  assert.equal(second.attempts, 2);
});

test('a failed check counts, and takes no pass away', () => {
  const passed = checked(written, true, 'x = 1', 20);
  const failed = checked(edited(passed, 'broken', 30), false, 'broken', 40);
  assert.equal(failed.attempts, 2);
  assert.equal(failed.passed, 20);
  assert.equal(failed.passedCode, 'x = 1');
});

test('starting again keeps the text that stood there, newest first, each once', () => {
  const again = replaced(written, 'start', 20);
  assert.equal(again.code, 'start');
  assert.deepEqual(again.earlier, [{ code: 'x = 1', at: 20, name: 'Your text' }]);
  const back = replaced(again, 'x = 1', 30);
  assert.equal(back.code, 'x = 1');
  assert.deepEqual(back.earlier.map(({ code, at }) => [code, at]), [['start', 30], ['x = 1', 20]], 'also what is open: it may be changed next');
});

test('a text that gives way is kept with what it was', () => {
  const passed = checked(written, true, 'x = 1', 20);
  assert.equal(replaced(passed, 'start', 30).earlier[0].name, 'The code that passed');
  assert.equal(replaced(edited(passed, 'x = 2', 25), 'start', 30).earlier[0].name, 'Your text');
});

test('earlier texts are bounded by their size: the oldest go, and what passed stays', () => {
  const long = (k) => `${k} `.padEnd(50_000, 'x');
  let record = checked(edited(EMPTY_RECORD, long('passed'), 0), true, long('passed'), 0);
  for (let k = 1; k < 40; k += 1) record = replaced(record, long(k), k);
  assert.deepEqual(record.earlier.map(({ code }) => parseInt(code, 10)), [38, 37, 36, 35, 34, 33, 32, 31, NaN]);
  assert.equal(record.earlier.at(-1)?.code, long('passed'));
});

test('code that passed stays when other code passes after it', () => {
  const second = checked(edited(checked(written, true, 'x = 1', 20), 'x = 2', 30), true, 'x = 2', 40);
  assert.deepEqual(second.earlier, [{ code: 'x = 1', at: 20, name: 'The code that passed', passed: true }]);
});

test('of two devices that passed with other code, and went on since, both codes stay', () => {
  const [here, there] = ['A', 'B'].map((code, k) => edited(checked(edited(EMPTY_RECORD, code, 10), true, code, 20 + k), `${code} since`, 30));
  const both = merged(here, there);
  assert.equal(both.passedCode, 'B');
  assert.deepEqual(both.earlier.map(({ code, passed = false }) => [code, passed]), [['B since', false], ['A', true]]);
});

test('hints that were opened stay opened', () => {
  assert.equal(hinted(hinted(EMPTY_RECORD, 2), 1).hints, 2);
});

test('of two devices the newer text is open, and the older is kept', () => {
  const here = hinted(edited(EMPTY_RECORD, 'here', 10), 1);
  const there = solutionSeen(checked(edited(EMPTY_RECORD, 'there', 20), true, 'there', 25));
  const both = merged(here, there);
  assert.deepEqual(both, merged(there, here));
  assert.equal(both.code, 'there');
  assert.equal(both.passed, 25);
  assert.equal(both.hints, 1);
  assert.equal(both.solutionOpened, true);
  assert.deepEqual(both.earlier, [{ code: 'here', at: 10, name: 'From another device' }]);
});

test('a record with times and texts without end takes none of mine away', () => {
  let mine = EMPTY_RECORD;
  for (let k = 0; k <= 12; k += 1) mine = replaced(mine, `mine ${k}`, k);
  const earlier = Array.from({ length: 500 }, (_, k) => ({ code: `theirs ${k}`, at: 1e300 }));
  const theirs = readRecord({ version: 1, code: 'theirs', changed: 1e300, earlier });
  const both = merged(mine, theirs);
  const kept = [both.code, ...both.earlier.map(({ code }) => code)];
  for (let k = 0; k <= 12; k += 1) assert.ok(kept.includes(`mine ${k}`), `mine ${k}`);
  assert.ok(kept.includes('theirs') && kept.includes('theirs 499'));
});

test('only a time is a pass', () => {
  for (const passed of [false, true, '2026-01-01', null, undefined, NaN, -1, {}]) assert.equal(readRecord({ version: 1, passed }).passed, null, String(passed));
  assert.equal(readRecord({ version: 1, passed: 0 }).passed, 0);
});

test('a text of any length is read', () => {
  const code = 'x'.repeat(200_001);
  assert.equal(readRecord({ version: 1, code }).code, code);
});

test('numbers that are too large to be meant are bounded', () => {
  const record = readRecord({ version: 1, changed: 1e300, passed: 1e300, attempts: 1e300, hints: 1e300 }, 50);
  assert.deepEqual([record.changed, record.passed, record.attempts, record.hints], [50, 50, 1e6, 1e6]);
});

test('merging a record with itself changes nothing', () => {
  const record = checked(replaced(written, 'y', 20), true, 'y', 30);
  assert.deepEqual(merged(record, record), record);
});

test('a record of another version, or of another shape, is no record', () => {
  for (const value of [null, 7, 'x', [], {}, { version: 2, code: 'x' }]) assert.equal(readRecord(value), null);
});

test('what does not belong in a record is left out when it is read', () => {
  const hostile = JSON.parse('{"version":1,"code":{"toString":"x"},"attempts":-3,"hints":1e999,"earlier":[1,{"code":"a","at":"b"}],"__proto__":{"polluted":1},"more":1}');
  const record = readRecord(hostile);
  assert.deepEqual(record, { ...EMPTY_RECORD, earlier: [{ code: 'a', at: 0, name: 'Your text' }] });
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('a record survives being written and read', () => {
  const record = solutionSeen(hinted(checked(replaced(written, 'y', 20), true, 'y', 30), 2));
  assert.deepEqual(readRecord(JSON.parse(JSON.stringify(record))), record);
});
