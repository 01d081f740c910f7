import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_STEPS, rateAt, ratePosition, readRate, readStart, readSteps, startPoint } from '../../web/app/model/descent-settings.js';

test('the slider is logarithmic, and gives back the rates it shows', () => {
  for (const rate of [0.0001, 0.01, 0.1, 1, 10]) assert.equal(rateAt(ratePosition(rate)), rate);
  assert.ok(Math.abs(ratePosition(0.01) - 0.4) < 1e-12);
});

test('a rate beyond the slider is shown at its end', () => {
  assert.equal(ratePosition(1e-9), 0);
  assert.equal(ratePosition(1000), 1);
});

test('a rate must be above 0', () => {
  assert.equal(readRate('0.25').value, 0.25);
  for (const text of ['0', '-1', '', 'fast']) assert.match(readRate(text).problem ?? '', /above 0/);
});

test('steps are whole, at least one, and have a limit that is told', () => {
  assert.equal(readSteps('3,000').value, 3000);
  assert.equal(readSteps('1 000').value, 1000);
  assert.equal(readSteps(String(MAX_STEPS)).value, MAX_STEPS);
  assert.match(readSteps('10000000').problem ?? '', /1,000,000/);
  for (const text of ['0', '2.5', '-3', 'many']) assert.match(readSteps(text).problem ?? '', /whole number/);
});

test('the problem with a start names its parameter', () => {
  assert.match(readStart('slope', 'steep').problem ?? '', /slope/);
});

test('a descent starts at the entries, and at the defaults elsewhere', () => {
  assert.deepEqual(startPoint([null, 5], [{ value: 0.3 }, { value: 0.3 }, { value: 7 }]), [0.3, 5, 7]);
});
