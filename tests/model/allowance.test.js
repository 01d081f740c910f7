/** How much may come, and how much of the time the drawing of it takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Allowance, lettersIn, Pace } from '../../web/app/model/allowance.js';

test('what comes steadily is let in, and what is more than that is not', () => {
  const allowance = new Allowance({ most: 10, perSecond: 5 });
  assert.equal(allowance.take(10, 0), true);
  assert.equal(allowance.take(1, 0), false);
  assert.ok([1, 2, 3, 4].every((second) => allowance.take(4, 1000 * second)));
  assert.equal(allowance.take(10, 4000), false);
});

test('letters are counted wherever they stand', () => {
  assert.equal(lettersIn({ event: 'ab', deep: [{ text: 'cde' }, null, 7, ['f', new Float64Array(9)]] }), 6);
});

for (const [what, drawing] of [['and is drawn at once', 0], ['and takes longer to be drawn', 200]]) {
  test(`work that is wanted all the time, ${what}, takes a fifth of it`, () => {
    const pace = new Pace();
    let [now, worked] = [0, 0];
    /** @type {(() => void)[]} */
    const told = [];
    const clock = { now: () => now, later: (tell) => told.push(tell) };
    while (now < 10_000) {
      now += Math.max(1, pace.wait(now));
      pace.time(() => void ([now, worked] = [now + 70, worked + 70]), clock);
      now += drawing;
      worked += drawing;
      now += 34; // two frames
      told.splice(0).forEach((tell) => tell());
    }
    assert.ok(worked / now > 0.13 && worked / now < 0.22, `${worked} of ${now}`);
  });
}

test('work of which no frame is drawn is paced by itself', () => {
  const pace = new Pace();
  let now = 0;
  pace.time(() => void (now += 70), { now: () => now, later: () => {} });
  assert.equal(pace.wait(now), 280);
});
