/** One Python for a page: what a person asks for comes before the figures that come alive. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stopped } from '../../web/app/python-errors.js';
import { SharedPython } from '../../web/app/course/shared-python.js';

/** A client that notes each call, and answers when it is told to. */
class Client extends EventTarget {
  state = 'ready';
  about = {};
  /** @type {{method: string, args: any, answer: (value: unknown) => void, fail: (error: Error) => void}[]} */
  asked = [];
  async start() {}
  /** What was asked is given up, and another interpreter answers. */
  async renew() {
    this.about = {};
    for (const { fail } of this.asked) fail(new Stopped('A newer run took its place.'));
    this.asked.length = 0;
  }
  call(method, args) {
    return new Promise((answer, fail) => this.asked.push({ method, args, answer, fail }));
  }
  get methods() {
    return this.asked.map(({ method, args }) => `${method} ${args.of}`);
  }
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a figure waits for a check that was asked for, and comes then', async () => {
  const client = new Client();
  const shared = new SharedPython(client);
  const figure = shared.share({ patient: true });
  const card = shared.share();
  const check = card.call('check', { of: 'card' });
  const run = figure.call('run', { of: 'figure' });
  await rest();
  assert.deepEqual(client.methods, ['check card']);
  client.asked[0].answer('judged');
  assert.equal(await check, 'judged');
  await rest();
  assert.deepEqual(client.methods, ['check card', 'run figure']);
  client.asked[1].answer('ran');
  assert.equal(await run, 'ran');
});

test('nor is it lost where the check fails', async () => {
  const client = new Client();
  const shared = new SharedPython(client);
  const check = shared.share().call('check', { of: 'card' });
  const run = shared.share({ patient: true }).call('run', { of: 'figure' });
  await rest();
  client.asked[0].fail(new Error('broken'));
  await assert.rejects(check, /broken/);
  await rest();
  client.asked[1].answer('ran');
  assert.equal(await run, 'ran');
});

test('what a person asks for waits for nobody', async () => {
  const client = new Client();
  const shared = new SharedPython(client);
  void shared.share({ patient: true }).call('run', { of: 'figure' });
  await rest();
  void shared.share().call('check', { of: 'one' });
  void shared.share().call('check', { of: 'two' });
  await rest();
  assert.deepEqual(client.methods, ['run figure', 'check one', 'check two']);
});

test('what is judged has an interpreter of its own; a figure asks again, and another check is waited for', async () => {
  const client = new Client();
  const shared = new SharedPython(client);
  const [card, other] = [shared.share(), shared.share()];
  const check = other.call('check', { of: 'other' });
  const run = shared.share({ patient: true }).call('run', { of: 'figure' });
  const { about } = client;
  let fresh = false;
  const renewed = card.fresh().then(() => (fresh = true));
  await rest();
  assert.deepEqual([client.methods, fresh, client.about === about], [['check other'], false, true]);
  client.asked[0].answer('judged');
  assert.equal(await check, 'judged');
  await renewed;
  await rest();
  assert.deepEqual([client.methods, client.about === about], [['run figure'], false]);
  client.asked[0].answer('ran');
  assert.equal(await run, 'ran');
});
