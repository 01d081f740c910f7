import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_POINTS, readColumns, withColumns } from '../../web/app/model/pasted-columns.js';

/** @param {string} text */
const points = (text) => {
  const { columns } = readColumns(text) ?? {};
  return columns && columns.xs.map((x, k) => [x, columns.ys[k]]);
};
/** @param {string} text */
const problem = (text) => readColumns(text)?.problem ?? '';

test('columns are parted by a tab, a semicolon, a comma or blanks', () => {
  for (const text of ['1\t2.5\n3\t-4', '1;2.5\n3;-4', '1,2.5\n3,-4', '1, 2.5\n3, -4', '1 2.5\n 3   -4 ', '1\t2.5\r\n3\t−4\r\n']) {
    assert.deepEqual(points(text), [[1, 2.5], [3, -4]], text);
  }
});

test('a comma is the decimal sign where something else parts the columns', () => {
  for (const text of ['1,5\t2\n3\t4,25', '1,5;2\n3;4,25', '1,5 2\n3 4,25']) {
    assert.deepEqual(points(text), [[1.5, 2], [3, 4.25]], text);
  }
});

test('groups of three digits are thousands: at blanks, and at commas beside decimal points', () => {
  assert.deepEqual(points('1 000\t2\n12 345,5\t3'), [[1000, 2], [12345.5, 3]]);
  assert.deepEqual(points('1,000\t2.5\n1,234.5\t3'), [[1000, 2.5], [1234.5, 3]]);
  assert.match(problem('1,5\t2.5\n1\t2'), /Line 1: “1,5” in the first column/);
});

test('a first line without numbers names the columns', () => {
  const found = readColumns('hours;"marks, in points"\n1;2\n3;4');
  assert.deepEqual(found?.columns?.names, ['hours', 'marks, in points']);
  assert.deepEqual(found?.columns?.xs, [1, 3]);
  assert.equal(readColumns('1 2\n3 4')?.columns?.names, null);
  assert.deepEqual(points('time of day, height in cm\n1, 2\n3, 4'), [[1, 2], [3, 4]]);
});

test('empty lines, quotation marks and an empty last cell do not matter', () => {
  assert.deepEqual(points('\n"1","2",\n\n"3","4",\n\n'), [[1, 2], [3, 4]]);
});

test('the line that cannot be read is named, with the reason', () => {
  assert.match(problem('1 2\n\n3 four'), /^Line 3: “four” in the second column cannot be read/);
  assert.match(problem('1\t2\n\t4'), /^Line 2: the first column is empty/);
  assert.match(problem('1\t2\n3\t'), /^Line 2: the second column is empty/);
  assert.match(problem('1,2,3\n4,5,6'), /^Line 1: 3 columns, and two are needed/);
  assert.match(problem('1\n2'), /^Line 1: “1” is one column/);
  assert.match(problem('1 2\n3 inf'), /^Line 2: “inf”/);
  assert.match(problem('x y'), /^Line 1 has no numbers/);
});

test('a long entry is named by its beginning', () => {
  assert.ok(problem(`1 2\n3 ${'y'.repeat(5000)}`).length < 100);
});

test('there are at least two points, and at most so many', () => {
  assert.equal(readColumns(' \n'), null);
  assert.match(problem('1 2'), /at least two/);
  assert.match(problem('1 2\n'.repeat(MOST_POINTS + 1)), /2,001 points/);
  assert.equal(points('1 2\n'.repeat(MOST_POINTS))?.length, MOST_POINTS);
});

test('the numbers take the place of those in the table, and nothing else changes', () => {
  const code = 'from py_engine import mean\n\ntable = """\n1.0  2.1\n"""\nrows = []  # $& mine\n';
  const columns = { names: null, xs: [0.1, 100], ys: [-1, 1e-7] };
  assert.equal(withColumns(code, columns), 'from py_engine import mean\n\ntable = """\n0.1    -1.0\n100.0  1e-07\n"""\nrows = []  # $& mine\n');
});

test('code without a table has no place for them', () => {
  assert.equal(withColumns('def loss(x=1.0):\n    return x', { names: null, xs: [1], ys: [2] }), null);
});
