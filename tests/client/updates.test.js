import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Updates } from '../../web/app/updates.js';

const OWN = 'https://example.org/course/fork/service-worker.js';
const OUTER = 'https://example.org/course/service-worker.js';

/** What a page is told by the browser, which is controlled by a worker of this address. */
class Container extends EventTarget {
  /** @param {string | null} scriptURL */
  constructor(scriptURL) {
    super();
    this.controller = scriptURL && { scriptURL };
    /** What the worker is told. @type {object[]} */
    this.told = [];
  }

  async register() {
    const active = Object.assign(new EventTarget(), { postMessage: (/** @type {object} */ news) => this.told.push(news) });
    return Object.assign(new EventTarget(), { installing: null, waiting: null, active });
  }

  /** @param {string} scriptURL */
  change(scriptURL) {
    this.controller = { scriptURL };
    this.dispatchEvent(new Event('controllerchange'));
  }
}

/** @param {string | null} first */
async function visited(first) {
  const container = new Container(first);
  const updates = new Updates(/** @type {any} */ (container), () => assert.fail('loaded again unasked'));
  await updates.start(OWN);
  return { container, updates };
}

test('another release that takes over the page is told', async () => {
  const { container, updates } = await visited(OWN);
  container.change(OWN);
  assert.equal(updates.state, 'replaced');
});

for (const first of [null, OUTER]) {
  test(`the first worker of one’s own is no newer release${first ? ', also beneath another copy of the site' : ''}`, async () => {
    const { container, updates } = await visited(first);
    container.change(OWN);
    assert.equal(updates.state, 'kept');
    container.change(OWN);
    assert.equal(updates.state, 'replaced');
  });
}

test('the worker is told when a page has time for what is to be fetched again', async () => {
  const { container } = await visited(OWN);
  assert.deepEqual(container.told, [{ kind: 'calm' }]);
});
