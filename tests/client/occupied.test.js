import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Occupied } from '../../web/app/occupied.js';

test('what is told is a run, and a landscape that takes its time; never one that is there in a moment', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const told = [];
  const occupied = new Occupied(() => told.push(occupied.now));
  const during = (work, milliseconds) => {
    occupied.follow(work);
    mock.timers.tick(milliseconds);
    return told.splice(0);
  };
  assert.deepEqual(during({ busy: 1, exploring: 0 }, 1), [true]);
  assert.deepEqual(during({ busy: 0, exploring: 1 }, 100), [false]);
  assert.deepEqual(during({ busy: 0, exploring: 0 }, 1000), []);
  assert.deepEqual(during({ busy: 0, exploring: 1 }, 400), []);
  assert.deepEqual(during({ busy: 0, exploring: 2 }, 400), [true], 'one that follows another is the same work');
  assert.deepEqual(during({ busy: 0, exploring: 1 }, 1000), []);
  assert.deepEqual(during({ busy: 1, exploring: 1 }, 1000), [], 'without a word between');
  assert.deepEqual(during({ busy: 0, exploring: 0 }, 1000), [false]);
  mock.timers.reset();
});
