import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, formatCount, formatFull, formatShort, parseNumber, pythonRepr, splitAtPoint } from '../../web/app/model/numbers.js';

test('a double is spelled as Python spells it', () => {
  /** @type {[number, string][]} */
  const cases = [
    [0.1, '0.1'],
    [1, '1.0'],
    [-3, '-3.0'],
    [0, '0.0'],
    [-0, '-0.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [9999999999999998, '9999999999999998.0'],
    [1e-4, '0.0001'],
    [1e-5, '1e-05'],
    [-2.5e-7, '-2.5e-07'],
    [1.5e300, '1.5e+300'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
    [-0.3277744397151291, '-0.3277744397151291'],
  ];
  for (const [value, text] of cases) assert.equal(pythonRepr(value), text);
});

test('what is spelled reads back as the same double', () => {
  let seed = 1;
  for (let k = 0; k < 2000; k += 1) {
    seed = (seed * 48271) % 2147483647;
    const value = (seed / 2147483647 - 0.5) * 10 ** ((seed % 60) - 30);
    assert.equal(Number(pythonRepr(value)), value);
  }
});

test('the eye gets a real minus and few digits', () => {
  assert.equal(format(-0.3277744397151291), '−0.3278');
  assert.equal(format(0.443052824475648), '0.4431');
  assert.equal(format(0), '0');
  assert.equal(format(Infinity), '∞');
});

test('small and large numbers keep their first digits', () => {
  assert.equal(format(0.000762), '7.62×10⁻⁴');
  assert.equal(format(0.00152), '0.00152');
  assert.equal(format(-1.5e9), '−1.5×10⁹');
  assert.equal(format(12345.678), '12345.7');
});

test('the short form drops zeros that say nothing', () => {
  assert.equal(formatShort(0.3), '0.3');
  assert.equal(formatShort(2), '2');
  assert.equal(formatShort(-10), '−10');
  assert.equal(formatShort(100), '100');
});

test('the full form has every digit', () => {
  assert.equal(formatFull(-0.336282174741702), '−0.336282174741702');
});

test('counts have their thousands apart', () => {
  assert.equal(formatCount(1000), '1,000');
  assert.equal(formatCount(1234567), '1,234,567');
  assert.equal(formatCount(999), '999');
});

test('a number is cut where its decimals begin', () => {
  assert.deepEqual(splitAtPoint('−0.3278'), ['−0', '.3278']);
  assert.deepEqual(splitAtPoint('12'), ['12', '']);
});

test('entries are read with a real minus or a decimal comma', () => {
  assert.equal(parseNumber(' −0,5 '), -0.5);
  assert.equal(parseNumber('1e-3'), 0.001);
  assert.equal(parseNumber('.5'), 0.5);
});

test('an entry that is no finite number is refused', () => {
  for (const text of ['', 'x', '1 2', '1e999', 'NaN', 'Infinity', '0x10', '--1']) assert.equal(parseNumber(text), null);
});
