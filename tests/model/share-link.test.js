import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { test } from 'node:test';
import { DEFAULT_DESCENT } from '../../web/app/model/descent-settings.js';
import { asNotebook, asProgram } from '../../web/app/model/downloads.js';
import { fromFragment, isShared, toFragment } from '../../web/app/model/share-link.js';
import { LONGEST_CODE } from '../../web/app/model/kept-forms.js';

/** @param {unknown} content */
const forged = (content) => `#lab=${deflateRawSync(Buffer.from(JSON.stringify(content))).toString('base64url')}`;

test('what is shared comes back', async () => {
  const shared = { code: 'def loss(α=0.3):\n    return α ** 2  # é 漢\n', settings: { ...DEFAULT_DESCENT, rate: 0.01, start: [5, null] } };
  const fragment = await toFragment(shared);
  assert.match(fragment, /^#lab=2\.[0-9a-f]{8}\.[\w-]+$/);
  assert.ok(isShared(fragment));
  assert.deepEqual(await fromFragment(fragment), shared);
});

test('every setting of the descent comes back, and the axes of the map', async () => {
  /** @type {import('../../web/app/model/descent-settings.js').DescentSettings} */
  const settings = { optimizer: 'adam', rate: 0.03, steps: 250, start: [null, -2, 1e-3], batches: { size: 8, seed: 3 } };
  assert.deepEqual(Object.keys(settings).sort(), [...Object.keys(DEFAULT_DESCENT), 'batches'].sort());
  const shared = { code: 'def loss(a=1.0, b=2.0, c=3.0): return a * b * c', settings, axes: /** @type {[number, number]} */ ([0, 2]) };
  assert.deepEqual(await fromFragment(await toFragment(shared)), shared);
});

test('batches and axes that make no sense are left out', async () => {
  for (const batches of [null, 3, {}, { size: 0, seed: 1 }, { size: 2.5, seed: 1 }, { size: 2, seed: -1 }, { size: '2', seed: 1 }]) {
    assert.deepEqual((await fromFragment(forged({ code: 'x', settings: { batches } })))?.settings, DEFAULT_DESCENT);
  }
  for (const axes of [null, 'xy', [0], [1, 1], [0, -1], [0, 0.5], [0, 1, 2], ['0', 1]]) {
    assert.equal((await fromFragment(forged({ code: 'x', axes })))?.axes, undefined);
  }
});

test('a damaged link holds nothing', async () => {
  const whole = await toFragment({ code: 'def loss(x=1.0): return x', settings: DEFAULT_DESCENT });
  for (const fragment of ['#lab=', '#lab=%%%', '#lab=AAAA', '#lab=2.', '#lab=2..', whole.slice(0, -9), forged(null), forged([]), forged({ code: 3 })]) {
    assert.equal(await fromFragment(fragment), 'damaged', fragment);
  }
});

test('a link of which one character was changed, left out or put in never opens as other code', async () => {
  const shared = { code: 'def loss(x=1.0):\n    return x * x + 1', settings: DEFAULT_DESCENT };
  const whole = await toFragment(shared);
  for (let k = '#lab='.length; k < whole.length; k += 1) {
    const changed = ['A', 'z', '.', '3'].filter((letter) => letter !== whole[k]).map((letter) => whole.slice(0, k) + letter + whole.slice(k + 1));
    for (const fragment of [...changed, whole.slice(0, k) + whole.slice(k + 1), `${whole.slice(0, k)}x${whole.slice(k)}`]) {
      assert.equal(typeof (await fromFragment(fragment)), 'string', fragment);
    }
  }
  assert.equal(await fromFragment(whole.replace('=2.', '=3.')), 'later');
});

test('a link of an earlier release, without a checksum, opens still', async () => {
  assert.deepEqual(await fromFragment(forged({ code: 'x', settings: {} })), { code: 'x', settings: DEFAULT_DESCENT });
});

test('settings that make no sense are left at their defaults', async () => {
  const settings = { optimizer: '<img src=x>', rate: -1, steps: 1e9, start: ['x', 2], __proto__: { evil: 1 } };
  const found = await fromFragment(forged({ code: 'x', settings }));
  assert.deepEqual(found?.settings, { ...DEFAULT_DESCENT, start: [null, 2] });
});

test('a link that unpacks to very much is refused', async () => {
  assert.equal(await fromFragment(forged({ code: 'a'.repeat(LONGEST_CODE + 1) })), 'damaged');
  assert.equal(await fromFragment(forged({ code: 'a', more: 'a'.repeat(5_000_000) })), 'damaged');
  assert.equal((await fromFragment(forged({ code: 'a', more: 'a' }))).code, 'a');
});

test('anchors of the page are not links to code', () => {
  assert.equal(isShared('#map'), false);
  assert.equal(isShared(''), false);
});

test('the program holds the code and reports the gradient', () => {
  const program = asProgram('def loss(x=1.0):\n    return x\n');
  assert.match(program, /def loss\(x=1\.0\):\n {4}return x\n/);
  assert.match(program, /if __name__ == "__main__":\n {4}import inspect/);
});

test('the notebook is one of format 4, with the code in a cell', () => {
  const notebook = JSON.parse(asNotebook('def loss(x=1.0):\n    return x\n'));
  assert.equal(notebook.nbformat, 4);
  assert.equal(notebook.cells[1].source.join(''), 'def loss(x=1.0):\n    return x');
});
