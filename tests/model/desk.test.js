import assert from 'node:assert/strict';
import { test } from 'node:test';

/** A browser's storage for texts, which can be full. */
class Texts {
  set(room) {
    Object.defineProperty(this, 'room', { value: room, writable: true, configurable: true });
    return this;
  }

  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }

  setItem(key, text) {
    const others = Object.keys(this).reduce((sum, one) => sum + (one === key ? 0 : this[one].length), 0);
    if (others + text.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this[key] = text;
  }

  removeItem(key) {
    delete this[key];
  }
}

const [all, tab] = [new Texts().set(Infinity), new Texts().set(10)];
Object.assign(globalThis, { document: { baseURI: 'https://example.org/site/' } });
for (const [name, value] of Object.entries({ localStorage: all, sessionStorage: tab })) Object.defineProperty(globalThis, name, { value, configurable: true });
const { desk } = await import('../../web/app/storage.js');

test('what the device has no room for is found by the tab that wrote it, and no older text in its place', () => {
  desk.set('a', 'old');
  all.set(3);
  assert.equal(desk.set('a', 'and new'), false, 'no other tab has it');
  assert.deepEqual([desk.get('a'), desk.keys(), Object.keys(all)], ['and new', ['a'], []]);
  assert.throws(() => desk.set('a', 'longer than both have room for'), { name: 'QuotaExceededError' });
  assert.equal(desk.get('a'), 'and new', 'what was there is not gone with it');
  all.set(Infinity);
  assert.equal(desk.set('a', 'newest'), true);
  assert.deepEqual([desk.get('a'), Object.keys(tab)], ['newest', []]);
  tab.setItem('another site: a', 'x');
  assert.deepEqual(desk.keys(), ['a']);
  desk.remove('a');
  assert.deepEqual([desk.get('a'), desk.keys()], [null, []]);
});
