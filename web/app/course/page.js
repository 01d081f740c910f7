/**
 * What every page with exercises on it shares: the course's data, what is kept, and one Python.
 *
 * @module page
 */

import { engineChoice } from '../engine/choice.js';
import { PythonClient } from '../python-client.js';
import { openTheme, showStatus } from '../site-header.js';
import { shelf } from '../storage.js';
import { builtEngine, loadCourse } from './course-data.js';
import { Progress } from './progress.js';
import { SharedPython } from './shared-python.js';

/** @typedef {import('./course-data.js').CourseData} CourseData */

/** Progress on this device, written before the page goes and heard from other tabs. */
export function openProgress() {
  const progress = new Progress(shelf);
  addEventListener('pagehide', () => progress.keep());
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && progress.keep());
  addEventListener('storage', (event) => {
    const key = shelf.keyOf(event);
    if (key) progress.heard(key);
  });
  return progress;
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
