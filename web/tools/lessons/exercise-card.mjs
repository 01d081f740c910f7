/**
 * An exercise as it stands in the page before (and without) JavaScript: complete, and printable.
 *
 * @module exercise-card
 */
import { highlightPython } from './highlight.mjs';
import { escape } from './html.mjs';

/** @typedef {import('./course.mjs').Exercise} Exercise */

/** What the student is asked to do, by kind. */
export const KIND_WORDS = {
  write: 'Write the code',
  fix: 'Find and fix the bug',
  predict: 'Predict, then run',
  order: 'Put the lines in order',
  find: 'Find the wrong node',
  fill: 'Fill in the gradients',
};

/**
 * @param {Exercise} exercise
 * @param {(markdown: string, file: string) => string} render
 */
export function exerciseCard(exercise, render) {
  const { id, kind, title, minutes, files } = exercise;
  const shown = kind === 'find' || kind === 'fill' ? null : (files['program.py'] ?? files['starter.py']); // there the task holds a table
  return `
<course-exercise class="exercise" id="exercise-${escape(id.split('/')[1])}" data-exercise="${escape(id)}" data-kind="${kind}">
<header class="exercise-head"><p class="exercise-kind">${KIND_WORDS[kind]} · ${minutes} min</p>
<h3>${escape(title)}</h3></header>
<div class="exercise-task">${render(exercise.task.trim(), 'exercise.toml')}</div>
<div class="exercise-work">${shown === null ? '' : `<pre class="code" tabindex="0"><code>${highlightPython(shown.trimEnd())}</code></pre>`}</div>
<div class="exercise-hints">${exercise.hints.map((hint, index) => hintOf(render(hint, 'hints.md'), index)).join('\n')}</div>
<details class="exercise-solution"><summary>Solution</summary>
<pre class="code" tabindex="0"><code>${highlightPython(files['solution.py'].trimEnd())}</code></pre></details>
</course-exercise>
`;
}

/** @param {string} html  @param {number} index */
function hintOf(html, index) {
  return `<details class="exercise-hint"><summary>Hint ${index + 1}</summary>${html}</details>`;
}
