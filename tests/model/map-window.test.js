import assert from 'node:assert/strict';
import { test } from 'node:test';
import { around, covered, fit, include, pan, projection, span, zoom } from '../../web/app/model/map-window.js';

/** @typedef {import('../../web/app/model/map-window.js').MapWindow} MapWindow */

/** @type {MapWindow} */
const square = { x: [-1, 2], y: [-1, 2] };
const wide = { width: 600, height: 300 };

test('comparable axes get one scale, so that circles stay round', () => {
  const window = fit(square, wide);
  assert.ok(Math.abs(span(window.x) / wide.width - span(window.y) / wide.height) < 1e-12);
});

test('without content to keep, all of the view is seen', () => {
  const window = fit(square, wide);
  assert.ok(window.x[0] <= -1 && window.x[1] >= 2 && window.y[0] <= -1 && window.y[1] >= 2);
});

test('with content, the pane is filled as far as the content stays in sight', () => {
  const window = fit(square, wide, { x: [0, 1], y: [0, 1] });
  assert.deepEqual(window.x, [-1, 2]);
  assert.ok(window.y[0] <= 0 && window.y[1] >= 1 && span(window.y) < 3);
});

test('axes of different kinds keep their own scales', () => {
  /** @type {MapWindow} */
  const regression = { x: [0, 1000], y: [0, 1] };
  assert.deepEqual(fit(regression, wide), regression);
});

test('a start outside the view widens it, one inside leaves it', () => {
  assert.deepEqual(include(square, [[0, 0]]), square);
  const wider = include(square, [[5, 5]]);
  assert.ok(wider.x[1] > 5 && wider.y[1] > 5 && wider.x[0] === -1);
  assert.deepEqual(include(square, [[NaN, 1]]), square);
});

test('zooming keeps the point under the pointer', () => {
  const window = zoom(square, [0.5, 0.5], 0.5);
  assert.deepEqual(window, { x: [-0.25, 1.25], y: [-0.25, 1.25] });
});

test('panning moves both ends alike', () => {
  assert.deepEqual(pan(square, 1, -1), { x: [0, 3], y: [-2, 1] });
});

test('pixels and data are each other\'s inverse, with y upwards', () => {
  const to = projection(square, wide);
  assert.equal(to.y(2), 0);
  assert.equal(to.y(-1), 300);
  const [x, y] = to.invert(to.x(0.25), to.y(1.5));
  assert.ok(Math.abs(x - 0.25) < 1e-12 && Math.abs(y - 1.5) < 1e-12);
});

test('points have a window about them, and no points have none', () => {
  const window = /** @type {MapWindow} */ (around([[0, 0], [1, 2]]));
  assert.ok(window.x[0] < 0 && window.y[1] > 2);
  assert.equal(around([]), null);
});

test('how much of one place another shows', () => {
  /** @type {import('../../web/app/model/map-window.js').Place} */
  const place = { x: 0, y: 1, xRange: [0, 2], yRange: [0, 2] };
  assert.equal(covered(place, place), 1);
  assert.equal(covered(place, { ...place, xRange: [1, 3] }), 0.5);
  assert.equal(covered(place, { ...place, xRange: [5, 6] }), 0);
  assert.equal(covered(place, { ...place, y: 2 }), 0);
});
