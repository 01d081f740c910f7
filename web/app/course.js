/**
 * The composition root of the course's pages: the list of chapters, and each chapter.
 *
 * @module course
 */

import './course/code-block.js';
import './course/course-exercise.js';
import './course/course-figure.js';
import './course/course-transfer.js';
import './course/engine-diagram.js';
import { engineChoice, followEngine, loadCourse, openProgress, openPython, openTheme } from './course/page.js';
import './course/progress-dots.js';
import { keepTried } from './course/tried.js';
import { store } from './kept.js';
import { startPage } from './page-start.js';
import { tellKept } from './tell-kept.js';
import { findPlaces } from './views/graph-placing.js';

/** @typedef {import('./course/course-data.js').CourseData} CourseData */
/** @typedef {import('./course/engine-diagram.js').EngineDiagram} EngineDiagram */
/** @typedef {import('./course/progress.js').Progress} Progress */
/** @typedef {import('./course/shared-python.js').SharedPython} SharedPython */

/** @param {string} selector */
const all = (selector) => /** @type {any[]} */ ([...document.querySelectorAll(selector)]);

/** @param {CourseData} course @param {Progress} progress */
function showProgress(course, progress) {
  for (const dots of all('progress-dots')) dots.progress = progress;
  for (const transfer of all('course-transfer')) Object.assign(transfer, { course, progress });
  const diagram = /** @type {EngineDiagram | null} */ (document.querySelector('engine-diagram'));
  if (!diagram) return;
  Object.assign(diagram, { course, progress });
  progress.addEventListener('change', () => diagram.requestUpdate());
  document.addEventListener('passed', (event) => (diagram.latest = /** @type {CustomEvent} */ (event).detail));
}

/** @param {CourseData} course @param {Progress} progress @param {SharedPython} shared */
function openChapter(course, progress, shared) {
  void findPlaces({ quietly: true }); // there are graphs in each
  const engine = () => engineChoice.file.source;
  for (const block of all('code-block')) Object.assign(block, { python: shared.share(), engine });
  void keepTried(store, all('code-block'));
  for (const figure of all('course-figure')) Object.assign(figure, { engine, python: shared.share({ patient: true }) });
  engineChoice.addEventListener('change', () => all('course-figure').forEach((figure) => figure.engineChanged()));
  for (const exercise of all('course-exercise')) Object.assign(exercise, { progress, python: shared.share(), course });
}

async function open() {
  openTheme();
  const isChapter = document.querySelector('main.chapter') !== null;
  const shared = isChapter ? openPython() : null;
  const [progress, course] = await Promise.all([openProgress(), loadCourse()]);
  tellKept();
  showProgress(course, progress);
  const follow = () => followEngine(course, progress);
  follow();
  if (shared) openChapter(course, progress, shared);
  document.addEventListener('passed', follow);
  document.addEventListener('imported', follow);
}

void startPage(open);
