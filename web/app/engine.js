/**
 * The composition root of the page "My engine".
 *
 * @module engine
 */

import './course/engine-diagram.js';
import { engineChoice, followEngine, loadCourse, openProgress, openPython, openTheme } from './course/page.js';
import './engine/engine-page.js';
import { startPage } from './page-start.js';
import { tellKept } from './tell-kept.js';

/** @typedef {import('./engine/engine-page.js').EnginePage} EnginePage */

async function open() {
  openTheme();
  const python = openPython().share();
  const [progress, course] = await Promise.all([openProgress(), loadCourse()]);
  tellKept();
  followEngine(course, progress);
  const page = /** @type {EnginePage} */ (document.querySelector('engine-page'));
  Object.assign(page, { course, progress, python, choice: engineChoice });
  const diagram = document.querySelector('engine-diagram');
  if (diagram) Object.assign(diagram, { course, progress });
}

void startPage(open);
