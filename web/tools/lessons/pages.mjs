/**
 * The HTML pages of the course: the list of chapters, and a page for each.
 *
 * @module pages
 */
import { escape } from './html.mjs';
import { KIND_WORDS } from './exercise-card.mjs';

/** @typedef {import('./course.mjs').Chapter} Chapter */
/** @typedef {import('./course.mjs').Exercise} Exercise */
/** @typedef {{chapter: Chapter, html: string, exercises: Exercise[], headings: {level: number, id: string, text: string}[]}} Rendered */

/**
 * Put a page's own parts into the template.
 * @param {string} template
 * @param {{title?: string, description?: string, main?: string, links: string[]}} parts
 */
export function fill(template, { title, description, main, links }) {
  const parts = { title: title && escape(title), description: description && escape(description), main, links: links.join('\n    ') };
  return Object.entries(parts).reduce((page, [name, text]) => {
    if (text === undefined) return page;
    const place = `<!-- ${name} -->`;
    if (!page.includes(place)) throw new Error(`the template of a page lacks ${place}`);
    return page.replaceAll(place, () => text);
  }, template);
}

/** @param {Rendered} rendered  @param {Chapter[]} chapters */
export function chapterMain({ chapter, html, exercises }, chapters) {
  const { number, minutes, question } = chapter;
  const body = html.replace(/^<h1\b[^>]*>.*?<\/h1>\n?/s, '');
  return `<main id="main" class="chapter" data-chapter="${escape(chapter.folder)}">
<header class="chapter-head">
<p class="chapter-number"><a href="course.html">Course</a> · Chapter ${number} of ${chapters.length}</p>
<h1>${escape(chapter.title)}</h1>
<p class="chapter-question">${escape(question)}</p>
<p class="chapter-facts">About ${minutes} minutes${exercises.length ? ` · ${countOf(exercises.length, 'exercise')}` : ''}${needsOf(chapter, chapters)}</p>
<progress-dots class="dots" data-exercises="${escape(exercises.map(({ id }) => id).join(' '))}">${dots(exercises, '')}</progress-dots>
</header>
<article class="prose">
${body}</article>
${turning(chapter, chapters)}
</main>`;
}

/** @param {number} count  @param {string} thing */
const countOf = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** @param {Chapter} chapter  @param {Chapter[]} chapters */
function needsOf({ needs }, chapters) {
  if (!needs.length) return '';
  const links = needs.map((folder) => chapters.find((chapter) => chapter.folder === folder)).map((chapter) => chapter && `<a href="${chapter.page}">${chapter.number}</a>`);
  return ` · builds on ${needs.length === 1 ? 'chapter' : 'chapters'} ${links.join(', ')}`;
}

/** @param {Exercise[]} exercises  @param {string} page */
function dots(exercises, page) {
  return exercises
    .map(({ id, title, kind }) => {
      const words = `${title}: ${KIND_WORDS[kind].toLowerCase()}`;
      return `<a class="dot" href="${page}#exercise-${escape(id.split('/')[1])}" data-exercise="${escape(id)}" data-title="${escape(words)}" title="${escape(words)}"><span class="visually-hidden">${escape(words)}</span></a>`;
    })
    .join('');
}

/** @param {Chapter} chapter  @param {Chapter[]} chapters */
function turning({ number }, chapters) {
  const [before, after] = [chapters[number - 2], chapters[number]];
  const link = (/** @type {Chapter | undefined} */ to, /** @type {string} */ rel, /** @type {string} */ words) =>
    to ? `<a class="turn is-${rel}" rel="${rel}" href="${to.page}"><span>${words}</span>${escape(to.title)}</a>` : '<span></span>';
  return `<nav class="turning" aria-label="Chapters">${link(before, 'prev', 'Before')}${link(after, 'next', 'Next')}</nav>`;
}

/** @param {{title: string, question: string, before: string}} course  `before` as HTML  @param {Rendered[]} chapters */
export function listMain({ title, question, before }, chapters) {
  const minutes = chapters.reduce((sum, { chapter }) => sum + chapter.minutes, 0);
  const exercises = chapters.reduce((sum, rendered) => sum + rendered.exercises.length, 0);
  return `<main id="main" class="chapter-list">
<header class="chapter-head">
<h1>${escape(title)}</h1>
<p class="chapter-question">${escape(question)}</p>
<p class="chapter-facts">${countOf(chapters.length, 'chapter')} · ${countOf(exercises, 'exercise')} · about ${Math.round(minutes / 60)} hours</p>
${before && `<div class="chapter-before">${before}</div>`}
</header>
<course-overview></course-overview>
<ol class="chapters">
${chapters.map(listed).join('\n')}
</ol>
<course-transfer></course-transfer>
</main>`;
}

/** @param {Rendered} rendered */
function listed({ chapter, exercises }) {
  return `<li><span class="chapter-ordinal" aria-hidden="true">${chapter.number}</span>
<div><h2><a href="${chapter.page}">${escape(chapter.title)}</a></h2>
<p class="chapter-question">${escape(chapter.question)}</p>
<p class="chapter-facts"><span>${chapter.minutes} min</span><progress-dots class="dots" data-exercises="${escape(exercises.map(({ id }) => id).join(' '))}">${dots(exercises, chapter.page)}</progress-dots></p></div></li>`;
}
