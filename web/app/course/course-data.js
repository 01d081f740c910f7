/**
 * The exercises as data, as the build wrote them next to the pages; and what a student's own code
 * stands for in them.
 *
 * @module course-data
 */
import { PRELOADED } from '../preloaded.js';

/** @typedef {import('./progress.js').Progress} Progress */
/** @typedef {'write' | 'fix' | 'predict' | 'order' | 'find' | 'fill'} Kind */

/**
 * @typedef {object} Exercise
 * @property {string} id
 * @property {Kind} kind
 * @property {string} title
 * @property {string | null} continues
 * @property {string | null} engine
 * @property {string | null} slopes
 * @property {number} hints
 * @property {Record<string, string>} files
 */
/** @typedef {{folder: string, page: string, title: string, exercises: string[]}} Chapter */
/** @typedef {{title: string, engine: string[], chapters: Chapter[], exercises: Record<string, Exercise>}} CourseData */

/** @returns {Promise<CourseData>} */
export async function loadCourse() {
  const link = /** @type {HTMLLinkElement | null} */ (document.getElementById('course-data'));
  if (!link) throw new Error('this page does not say where the exercises are');
  const response = await fetch(link.href, PRELOADED);
  if (!response.ok) throw new Error(`the exercises could not be loaded (${response.status})`);
  return response.json();
}

/** The code that passed an exercise, of this student. @param {Progress} progress @param {string} id */
const own = (progress, id) => progress.get(id).passedCode;

/**
 * The student's own code of the exercise that this one goes on from.
 * @param {Exercise} exercise @param {Progress} progress
 * @returns {string | null}
 */
export function earlierCode({ continues }, progress) {
  return continues === null ? null : own(progress, continues);
}

/**
 * What an exercise opens with: a step of the engine with the student's own code of the step before,
 * where they have passed it; anything else with ours.
 * @param {CourseData} course @param {Exercise} exercise @param {Progress} progress
 * @returns {{code: string, from: string | null}} `from`: the exercise that the code passed; null for ours
 */
export function openingOf(course, exercise, progress) {
  const mine = course.engine.includes(exercise.id) ? earlierCode(exercise, progress) : null;
  return mine === null ? { code: exercise.files['starter.py'], from: null } : { code: mine, from: exercise.continues };
}

/**
 * What `import my_engine` gives in an exercise: the student's code where they have passed that step,
 * else ours, so that no one is locked out.
 * @param {CourseData} course @param {Exercise} exercise @param {Progress} progress
 * @returns {{source: string, mine: boolean} | null}
 */
export function engineFor(course, { engine }, progress) {
  if (engine === null) return null;
  const mine = own(progress, engine);
  return mine === null ? { source: course.exercises[engine].files['solution.py'], mine: false } : { source: mine, mine: true };
}

/**
 * The files of an exercise, with what `import my_slopes` gives in it: the student's own central
 * difference of chapter 2 where they have passed it, else ours.
 * @param {CourseData} course @param {Exercise} exercise @param {Progress} progress
 * @returns {{files: Record<string, string>, mine: boolean | null}} `mine`: null where it is not used
 */
export function filesFor(course, { slopes, files }, progress) {
  if (slopes === null) return { files, mine: null };
  const mine = own(progress, slopes);
  return { files: { ...files, 'my_slopes.py': mine ?? course.exercises[slopes].files['solution.py'] }, mine: mine !== null };
}

/**
 * The student's engine: their code of the last step of it that they have passed.
 * @param {CourseData} course @param {Progress} progress
 * @returns {{source: string, step: string} | null}
 */
export function builtEngine(course, progress) {
  for (const step of [...course.engine].reverse()) {
    const source = own(progress, step);
    if (source !== null) return { source, step };
  }
  return null;
}

/** The steps of the engine up to and including one: what it should still pass. @param {CourseData} course @param {string} step */
export function stepsUpTo(course, step) {
  return course.engine.slice(0, course.engine.indexOf(step) + 1);
}
