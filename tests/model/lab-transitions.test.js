/** What happens to a session's state: each transition alone, and random sequences of all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as descents from '../../web/app/model/lab-descents.js';
import * as looks from '../../web/app/model/lab-looks.js';
import * as runs from '../../web/app/model/lab-run.js';
import { NOTHING_FOUND, stateFrom } from '../../web/app/model/lab-state.js';
import { EMPTY_LOG } from '../../web/app/model/text-log.js';
import { reused } from './graph.js';
import { oneOf, randomFrom } from './random.js';

/** @typedef {import('../../web/app/model/lab-state.js').LabState} LabState */

const SETTINGS = /** @type {any} */ ({ optimizer: 'adam', rate: 1, steps: 5, start: [] });
const resultAt = (/** @type {number} */ value, name = 'x') => /** @type {any} */ ({ loss: value, parameters: [{ name, value, gradient: 1 }], graph: reused(), view: { x: [0, 1], y: null } });
const sightAt = (/** @type {number} */ value) => /** @type {any} */ ({ loss: value, parameters: resultAt(value).parameters, graph: reused() });
const PROBLEM = /** @type {any} */ ({ type: 'ValueError', message: 'no' });
const opened = stateFrom({ code: 'a', settings: SETTINGS });
const ran = runs.loaded(opened, { code: 'a', result: resultAt(3) });
const landscape = (/** @type {number} */ from, /** @type {boolean} */ whole) => /** @type {any} */ ({ args: { x: 0, y: 1, held: [0], xRange: [from, from + 1], yRange: [0, 1] }, landscape: {}, whole });
const ended = (/** @type {number} */ loss) => /** @type {any} */ ({ path: { dimensions: 1, count: 2, points: Float64Array.of(loss, loss + 1) }, end: { point: [loss], loss }, settings: SETTINGS });

test('a state begins with the steps of the result that it is given, all taken', () => {
  const state = stateFrom({ code: 'a', ranCode: 'a', settings: SETTINGS, result: resultAt(3) });
  assert.deepEqual([state.steps.length, state.position, state.defaults], [7, 7, [['x', 3]]]);
  assert.deepEqual([opened.steps, opened.defaults], [[], null]);
});

test('a run begins with nothing said, and is the only work under way; a stop ends all work', () => {
  const before = runs.printed(runs.failed(runs.told(runs.workBegun(runs.workBegun(ran, 'busy'), 'exploring'), 'so'), PROBLEM), 'text');
  const begun = runs.runBegun(before);
  assert.deepEqual([begun.busy, begun.exploring, begun.error, begun.notice, begun.log], [1, 0, null, null, EMPTY_LOG]);
  const stopped = runs.stopped(before);
  assert.deepEqual([stopped.busy, stopped.exploring, stopped.notice, stopped.log.text], [0, 0, 'Stopped. What had arrived is kept.', 'text']);
  assert.equal(runs.workEnded(runs.workBegun(ran, 'exploring'), 'exploring').exploring, 0);
});

test('the first numbers of a run are a glimpse, which goes however the run ends', () => {
  const numbers = /** @type {any} */ ({ names: ['x'], point: [3], loss: 8, gradient: [2] });
  const seen = runs.glimpsed(ran, numbers, true);
  assert.deepEqual(seen.glimpse, { point: [3], loss: 8, gradient: [2] });
  assert.equal(seen.here, null);
  for (const end of [runs.stopped(seen), runs.runBegun(seen), runs.failed(seen, PROBLEM), runs.interrupted(seen, 'so'), runs.loaded(seen, { code: 'b', result: resultAt(3) })]) assert.equal(end.glimpse, null);
  assert.equal(runs.glimpsed(ran, { ...numbers, names: ['y'] }, true), ran, 'of other parameters nothing is shown before the result');
  const elsewhere = runs.configured(ran, { start: [5] });
  assert.equal(runs.glimpsed(elsewhere, numbers, true), elsewhere);
  assert.notEqual(runs.glimpsed(elsewhere, numbers, false), elsewhere);
});

test('another loss begins with nothing found, the same one keeps what is not of its numbers', () => {
  const found = [
    (/** @type {LabState} */ s) => descents.descentKept(descents.descentEnded(s, ended(1))),
    (/** @type {LabState} */ s) => looks.surveyed(s, landscape(0, true)),
    (/** @type {LabState} */ s) => looks.moved(looks.probed(s, { point: [1], loss: 1, gradient: [1] }), { point: [1], problem: PROBLEM }),
    (/** @type {LabState} */ s) => looks.nudged(looks.selected(s, 'p'), 2),
    (/** @type {LabState} */ s) => looks.raced(descents.predicted(runs.explained(s, /** @type {any} */ ({})), /** @type {any} */ ({})), []),
    (/** @type {LabState} */ s) => looks.steppedTo(looks.axesChosen(s, [0, 0]), 2),
  ].reduce((state, transition) => transition(state), ran);
  const other = runs.loaded(found, { code: 'b', result: resultAt(3) });
  for (const [name, nothing] of Object.entries(NOTHING_FOUND)) assert.deepEqual(other[/** @type {keyof LabState} */ (name)], nothing, name);
  assert.deepEqual([other.explanation, other.ranCode, other.position], [null, 'b', 7]);
  const again = runs.loaded(found, { code: 'a', result: resultAt(3) });
  assert.deepEqual([again.descent, again.kept, again.axes, again.selected], [found.descent, found.kept, [0, 0], 'p']);
  assert.deepEqual([again.here, again.witness, again.explanation, again.nudge], [null, null, null, null]);
});

test('an entry for the start stays while the parameters do', () => {
  const state = runs.configured(ran, { start: [5] });
  assert.deepEqual(runs.loaded(state, { code: 'b', result: resultAt(3) }).settings.start, [5]);
  for (const other of [resultAt(4), resultAt(3, 'y')]) assert.deepEqual(runs.loaded(state, { code: 'b', result: other }).settings.start, []);
  assert.deepEqual(runs.loaded(runs.configured(opened, { start: [5] }), { code: 'a', result: resultAt(3) }).settings.start, [5], 'the first loss may come with one');
  const seen = runs.loaded(state, { code: 'b', result: resultAt(3), sight: sightAt(5) });
  assert.deepEqual([seen.result?.parameters[0].value, seen.defaults, runs.startElsewhere(seen)], [5, [['x', 3]], null]);
  const nowhere = { point: [5], problem: PROBLEM };
  assert.equal(runs.loaded(state, { code: 'b', result: resultAt(3), nowhere }).here, nowhere);
  assert.deepEqual(runs.startElsewhere(state), [5]);
  assert.equal(runs.startElsewhere(opened), null);
});

test('axes that a link names are those of the first loss, where it has so many parameters', () => {
  const linked = stateFrom({ code: 'a', settings: SETTINGS, axes: [0, 1] });
  assert.deepEqual(runs.loaded({ ...linked, axes: [0, 0] }, { code: 'a', result: resultAt(3) }).axes, [0, 0]);
  assert.deepEqual(runs.loaded({ ...linked, axes: [0, 7] }, { code: 'a', result: resultAt(3) }).axes, NOTHING_FOUND.axes);
});

test('a descent is followed by its end, and the lowest of all ends is known', () => {
  const [high, low, broken] = [ended(5), ended(2), ended(NaN)].map((descent) => ({ ...descent, end: descent.end }));
  const all = [high, low, broken, high].reduce(descents.descentEnded, ran);
  assert.deepEqual([all.descent, all.lowest], [high, { point: [2], loss: 2, gradient: [] }]);
  const kept = [high, low, broken, high, ended(7), ended(8)].reduce((state, one) => descents.descentKept(state, one), ran).kept;
  assert.deepEqual(kept.map(({ end }) => end?.loss), [2, NaN, 7, 8]);
  assert.equal(descents.descentKept(ran), ran, 'without a descent there is nothing to keep');
  assert.deepEqual(descents.descentDropped({ ...ran, kept: [high, low] }, high).kept, [low]);
  const failed = descents.descentFailed(all, PROBLEM);
  assert.deepEqual([failed.descent, failed.descentProblem, descents.descentBegun(failed).descentProblem], [null, PROBLEM, null]);
});

test('a step of the descent is looked at, or its end', () => {
  const state = descents.descentWentOn(ran, ended(4));
  assert.deepEqual(descents.stepPoint(descents.stepLookedAt(state, 0)), [4]);
  assert.deepEqual([9, null].map((step) => descents.stepPoint({ ...state, step })), [[5], [5]]);
  assert.equal(descents.stepLookedAt(state, null), state);
  assert.equal(descents.stepLookedAt(ran, 0), ran);
  assert.equal(descents.stepPoint(ran), null);
});

test('numbers at another point take the place of those of the result, and what was of these goes', () => {
  const chosen = looks.steppedTo(looks.nudged(looks.selected(looks.moved(ran, { point: [5], loss: 5, gradient: [1] }), 'p'), 1), 2);
  const seen = looks.sighted({ ...chosen, witness: /** @type {any} */ ({}) }, sightAt(5), false);
  assert.deepEqual([seen.result?.loss, seen.here, seen.witness, seen.nudge, seen.position, seen.selected], [5, null, null, null, 2, 'p']);
  assert.equal(looks.sighted(chosen, sightAt(5), true).here, chosen.here, 'the start has moved on meanwhile');
});

test('a witness is heard of the point that is shown', () => {
  const witness = /** @type {any} */ ({ point: [3], checks: [], remarks: [], event: 'witness' });
  assert.deepEqual(looks.witnessed(ran, witness).witness, { point: [3], checks: [], remarks: [] });
  assert.equal(looks.witnessed(ran, { ...witness, point: [4] }), ran);
});

test('a nudge is of the chosen node, and what follows is heard of the change that stands', () => {
  const chosen = looks.nudged(looks.selected(ran, 'p'), 2);
  assert.deepEqual(chosen.nudge, { node: 'p', by: 2, values: null });
  const known = looks.nudgeFollowed(chosen, { node: 'p', by: 2, values: { s: 1 } });
  assert.deepEqual(known.nudge?.values, { s: 1 });
  for (const other of [{ node: 'p', by: 1 }, { node: 'x', by: 2 }]) assert.equal(looks.nudgeFollowed(chosen, { ...other, values: {} }), chosen);
  assert.equal(looks.nudged(known, 0).nudge, null);
  assert.equal(looks.nudged(ran, 2), ran, 'no node is chosen');
  assert.equal(looks.selected(known, 'x').nudge, null);
  assert.equal(runs.opened(known, 'b', SETTINGS).nudge, null);
});

test('a coarse landscape does not take the place of a whole one that shows as much', () => {
  const whole = looks.surveyed(ran, landscape(0, true));
  assert.equal(looks.surveyed(whole, landscape(0.2, false)), whole);
  assert.equal(looks.surveyed(whole, landscape(0.8, false)).terrain?.whole, false);
  assert.equal(looks.surveyed(whole, landscape(0.2, true)).terrain?.args.xRange[0], 0.2);
  assert.equal(looks.surveyed(looks.notSurveyed(ran, PROBLEM), landscape(0, false)).terrainProblem, null);
  assert.equal(looks.axesChosen(whole, [1, 0]).terrain, null);
});

test('a step is one of those that there are; where nothing changes, it is the same state', () => {
  assert.deepEqual([-3, 2, 99].map((position) => looks.steppedTo(ran, position).position), [0, 2, 7]);
  assert.equal(looks.steppedTo(ran, 7), ran);
  assert.equal(looks.selected(ran, null), ran);
  assert.equal(looks.unprobed(ran), ran);
});

test('of a fault of our compiler, what came of it is not shown any more', () => {
  const all = looks.surveyed(looks.probed(descents.descentKept(descents.descentEnded(ran, ended(1))), { point: [1], loss: 1, gradient: [1] }), landscape(0, true));
  const { fault, kept, lowest, probe, terrain, prediction, result } = runs.faultFound(all, /** @type {any} */ ('ours'));
  assert.deepEqual({ fault, kept, lowest, probe, terrain, prediction, result }, { fault: 'ours', kept: [], lowest: null, probe: null, terrain: null, prediction: null, result: ran.result });
});

/** Everything that can happen, with something for it to be about. @type {((state: LabState, random: () => number) => LabState)[]} */
const EVENTS = [
  (s, r) => runs.edited(s, oneOf(r, ['a', 'b'])),
  (s, r) => runs.opened(s, oneOf(r, ['a', 'b']), SETTINGS),
  (s) => runs.runBegun(s),
  (s) => runs.stopped(s),
  (s, r) => runs.workBegun(s, oneOf(r, /** @type {const} */ (['busy', 'exploring']))),
  (s, r) => runs.loaded(s, { code: s.code, result: resultAt(r()), ...(r() < 0.5 && { sight: sightAt(r()) }) }),
  (s) => runs.failed(s, PROBLEM),
  (s) => runs.configured(s, { start: [1] }),
  (s, r) => descents.descentEnded(s, ended(r())),
  (s) => descents.descentKept(s),
  (s, r) => descents.stepLookedAt(s, oneOf(r, [null, 0, 1])),
  (s, r) => looks.selected(s, oneOf(r, ['x', 'p', null])),
  (s, r) => looks.nudged(s, Math.floor(r() * 2)),
  (s, r) => looks.steppedTo(s, Math.floor(r() * 9)),
  (s, r) => looks.sighted(s, sightAt(r()), r() < 0.5),
  (s, r) => looks.surveyed(s, landscape(r(), r() < 0.5)),
];

test('in whatever order, a transition changes nothing of the state before it, and leaves one that fits together', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const random = randomFrom(seed);
    let state = Object.freeze(stateFrom({ code: 'a', settings: SETTINGS }));
    for (let k = 0; k < 40; k += 1) {
      state = Object.freeze(oneOf(random, EVENTS)(state, random));
      assert.equal(state.ranCode === null, state.defaults === null);
      assert.ok(state.position >= 0 && state.position <= state.steps.length);
      assert.ok(!state.nudge || state.nudge.node === state.selected, 'what is changed is the chosen node');
      assert.ok(state.kept.length <= descents.MOST_KEPT && new Set(state.kept).size === state.kept.length);
      assert.ok(state.step === null || state.descent, 'a step is one of a descent');
      assert.ok(state.busy >= 0 && state.exploring >= 0);
    }
  }
});
