import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

/** @type {Map<string, string>} */
const texts = new Map();
const localStorage = { getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => void texts.set(key, text), removeItem: (key) => void texts.delete(key) };
const style = { setProperty() {}, removeProperty() {} };
const address = { hash: '' };
Object.assign(globalThis, { document: { baseURI: 'https://example.org/site/', documentElement: { style } }, location: address });
Object.defineProperty(globalThis, 'localStorage', { value: localStorage, configurable: true });
const { keepFirstLook, takeFirstLook } = await import('../../web/app/first-look.js');
const SCOPE = 'autograd-from-scratch:/site/:';

beforeEach(() => {
  texts.clear();
  address.hash = '';
});

/** Whether the page is to be shown without the opening. */
function own() {
  document.documentElement.dataset = {};
  takeFirstLook();
  return 'own' in document.documentElement.dataset;
}

test('the opening is shown to who has nothing else, and nothing is kept for it', () => {
  assert.equal(own(), false);
  keepFirstLook(true);
  assert.equal(own(), true);
  keepFirstLook(false);
  assert.deepEqual([own(), texts.size], [false, 0]);
  address.hash = '#lab=x';
  assert.equal(own(), true);
});

test('work that an earlier release kept is not preceded by the opening', () => {
  for (const [key, kept] of Object.entries({ lab: { code: 'x = 1', example: 'kink' }, 'lab-versions': [{ code: 'x = 1', example: 'kink', at: 77 }] })) {
    texts.clear();
    texts.set(SCOPE + key, JSON.stringify(kept));
    assert.equal(own(), true, key);
  }
});
