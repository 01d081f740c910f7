/**
 * What every page with exercises on it shares: the course's data, what is kept, and one Python.
 *
 * @module page
 */

import { engineChoice } from '../engine/choice.js';
import { PythonClient } from '../python-client.js';
import { openTheme, showStatus } from '../site-header.js';
import { opened, store } from '../kept.js';
import { builtEngine, loadCourse } from './course-data.js';
import { Progress } from './progress.js';
import { SharedPython } from './shared-python.js';

/** @typedef {import('./course-data.js').CourseData} CourseData */

/** Progress on this device. */
export async function openProgress() {
  await opened;
  return new Progress(store);
}

/** The engine file follows the newest step that was passed. @param {CourseData} course @param {Progress} progress */
export function followEngine(course, progress) {
  const built = builtEngine(course, progress);
  if (built) engineChoice.follow(built.source, built.step, course.exercises[built.step].title);
}

export function openPython() {
  const client = new PythonClient();
  showStatus(client);
  client.start().catch(() => {}); // the state tells it
  return new SharedPython(client);
}

export { engineChoice, loadCourse, openTheme };
