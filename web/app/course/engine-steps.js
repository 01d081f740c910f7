/**
 * An engine put to the checks of the steps that it has come through.
 *
 * @module engine-steps
 */

import { attempt } from './attempt.js';
import { stepsUpTo } from './course-data.js';

/** @typedef {import('./course-data.js').CourseData} CourseData */
/** @typedef {import('../../shared/protocol.js').CheckResult} CheckResult */
/** @typedef {Parameters<typeof attempt>[0]} Python */

/**
 * @param {Python} python @param {CourseData} course @param {string[]} steps @param {string} answer
 * @param {{anyNames?: boolean, causes?: boolean}} [how]  as of a check
 * @returns {AsyncGenerator<{id: string, result: CheckResult | null}>} each step twice: with null while it is tested; ends early where the student stops it
 */
export async function* testSteps(python, course, steps, answer, how = {}) {
  for (const id of steps) {
    yield { id, result: null };
    const result = await attempt(python, { files: course.exercises[id].files, answer, ...how });
    if (!result) return;
    yield { id, result };
  }
}

/**
 * The verdict on code that passed a step of the engine: it must have kept what passed before.
 * @param {Python} python @param {CourseData} course @param {string} step @param {string} answer
 * @param {CheckResult} passed  the step's own verdict, which stands where nothing is broken
 * @returns {Promise<CheckResult | null>}  null where the student stopped it
 */
export async function withEarlierSteps(python, course, step, answer, passed) {
  const earlier = stepsUpTo(course, step).slice(0, -1);
  let kept = 0;
  for await (const { id, result } of testSteps(python, course, earlier, answer)) {
    if (result?.passed) kept += 1;
    else if (result) return { ...result, message: `${broken(course, id)} ${result.message}` };
  }
  return kept === earlier.length ? passed : null;
}

/** @param {CourseData} course @param {string} id */
function broken({ exercises, chapters }, id) {
  const chapter = chapters.findIndex((one) => one.exercises.includes(id)) + 1;
  return `What is asked here works. But something that worked before no longer does, from “${exercises[id].title}” in chapter ${chapter}:`;
}
