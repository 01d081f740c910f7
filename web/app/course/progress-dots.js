/**
 * Progress as dots: empty, begun (half), passed (full). The links are in the page; this fills them.
 *
 * @module progress-dots
 */

/** @typedef {import('./progress.js').Progress} Progress */

const WORDS = { new: 'not begun', begun: 'begun', passed: 'passed' };

class ProgressDots extends HTMLElement {
  /** @param {Progress} progress */
  set progress(progress) {
    const show = () => this.querySelectorAll('.dot').forEach((dot) => fill(/** @type {HTMLElement} */ (dot), progress));
    progress.addEventListener('change', show);
    show();
  }
}

/** @param {HTMLElement} dot @param {Progress} progress */
function fill(dot, progress) {
  const record = progress.get(dot.dataset.exercise ?? '');
  const state = record.passed !== null ? 'passed' : record.code !== null || record.attempts > 0 ? 'begun' : 'new';
  dot.dataset.state = state;
  const words = `${dot.dataset.title}; ${WORDS[state]}${record.solutionOpened ? ', solution opened' : ''}`;
  dot.title = words;
  const label = dot.querySelector('.visually-hidden');
  if (label) label.textContent = words;
}

customElements.define('progress-dots', ProgressDots);
