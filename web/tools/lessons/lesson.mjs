/**
 * A lesson's Markdown to HTML, each mistake told with its line.
 *
 * @module lesson
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import MarkdownIt from 'markdown-it';
import { readExercise } from './course.mjs';
import { exerciseCard } from './exercise-card.mjs';
import { readFigure } from './figure.mjs';
import { highlightPython } from './highlight.mjs';
import { escape } from './html.mjs';
import { NOTEBOOK } from './links.mjs';
import { mathSyntax } from './markdown-math.mjs';
import { lineOf as lineIn } from './problems.mjs';
import { typeset } from './math.mjs';
import { drawStill } from './still.mjs';

/** @typedef {import('./course.mjs').Chapter} Chapter */
/** @typedef {import('./course.mjs').Exercise} Exercise */
/** @typedef {import('./problems.mjs').Problems} Problems */

/**
 * What rendering one chapter needs, and what it finds.
 * @typedef {object} Env
 * @property {string} root       the folder of the lessons
 * @property {string} folder     the chapter's
 * @property {string} file       the file that mistakes are told in
 * @property {number} firstLine  of the Markdown in that file
 * @property {import('./math.mjs').MathStyles} styles
 * @property {import('./stills.mjs').Stills} stills
 * @property {Problems} problems
 * @property {import('./answers.mjs').Answers} answers
 * @property {Set<string>} anchors
 * @property {{level: number, id: string, text: string}[]} headings
 * @property {Exercise[]} exercises
 * @property {(env: Env, href: string, line: number) => string} resolve  a link, for the page
 * @property {(env: Env, src: string, line: number) => string} image
 */

const EXAMPLES = fileURLToPath(new URL('../../app/model/examples', import.meta.url));
const md = new MarkdownIt({ html: false, typographer: false }).use(mathSyntax);
/** @typedef {import('markdown-it').Token} Token */

/** The line that the rule `lines` noted. @param {Token} token */
const notedLine = (token) => Number(token.meta?.line);

/** @param {Env} env  @param {Token} token */
const lineOf = (env, token) => env.firstLine + (token.map?.[0] ?? 0);

md.renderer.rules.math = (tokens, index, _options, /** @type {any} */ env) => {
  const token = tokens[index];
  return math(env, token.content, token.markup === '$$', notedLine(token));
};
md.renderer.rules.math_block = (tokens, index, _options, /** @type {any} */ env) =>
  `${math(env, tokens[index].content, true, lineOf(env, tokens[index]))}\n`;

/** @param {Env} env  @param {string} tex  @param {boolean} display  @param {number} line */
function math({ file, styles, problems }, tex, display, line) {
  try {
    const html = typeset(tex, { display, styles });
    return display ? `<div class="display-math" tabindex="0">${html}</div>` : html;
  } catch (error) {
    problems.add(file, line, `math: ${/** @type {Error} */ (error).message.replace(/^KaTeX parse error: /, '')}`);
    return '';
  }
}

md.renderer.rules.fence = (tokens, index, _options, /** @type {any} */ env) => {
  const token = tokens[index];
  const line = lineOf(env, token);
  const info = token.info.trim();
  if (info === 'exercise') return exercise(env, token.content.trim(), line);
  if (info === 'figure') return figure(env, token.content, line);
  if (info === 'question') return question(env, token.content, line);
  if (info === 'output') return outputOf(env, token.content, tokens[index - 1]?.info === 'python run', line);
  if (info === 'python') return `<pre class="code" tabindex="0"><code>${highlightPython(token.content.trimEnd())}</code></pre>\n`;
  if (info === 'python check') return ''; // for the tests: it holds the text before it to what it computes
  if (info === 'python run') return runnable(token.content.trimEnd(), shownAfter(tokens[index + 1]));
  if (info === 'text' || info === '') return `<pre class="code" tabindex="0"><code>${escape(token.content.trimEnd())}</code></pre>\n`;
  env.problems.add(env.file, line, `unknown block "${info}"; known are python, python run, python check, output, text, question, exercise, figure`);
  return '';
};

/** @param {Env} env  @param {string} name  @param {number} line */
function exercise(env, name, line) {
  const folder = join(env.root, env.folder, name);
  if (!/^[\w-]+$/.test(name) || !existsSync(folder)) {
    env.problems.add(env.file, line + 1, `there is no exercise folder ${env.folder}/${name}`);
    return '';
  }
  const id = `${env.folder}/${name}`;
  if (env.exercises.some((known) => known.id === id)) {
    env.problems.add(env.file, line + 1, `the exercise ${name} stands here for the second time`);
    return '';
  }
  const found = readExercise(folder, id, env);
  if (!found) return '';
  env.exercises.push(found);
  env.anchors.add(`exercise-${name}`);
  return exerciseCard(found, (markdown, file) => renderPart(env, markdown, join(folder, file), lineOfPart(found, markdown, file)));
}

/** @param {Exercise} exercise  @param {string} part  @param {string} file */
function lineOfPart({ files }, part, file) {
  const before = files[file].split(part)[0];
  return before === files[file] ? 1 : before.split('\n').length;
}

/** Something to ask oneself, and the answer in words. @param {Env} env  @param {string} source  @param {number} line */
function question(env, source, line) {
  const [asked, answer] = source.split(/^---$/m);
  if (!answer?.trim()) env.problems.add(env.file, line, 'write the question, a line ---, and the answer');
  const answerLine = line + asked.split('\n').length;
  return (
    `<div class="question">${renderPart(env, asked, env.file, line + 1)}` +
    `<details><summary>Answer</summary>${renderPart(env, answer ?? '', env.file, answerLine + 1)}</details></div>\n`
  );
}

/** @param {Env} env  @param {string} source  @param {number} line */
function figure(env, source, line) {
  const settings = readFigure(source, {
    file: env.file,
    line: line + 1,
    problems: env.problems,
    readCode: (name) => readCode(env, name),
  });
  if (!settings) return '';
  const { caption, claim: _claim, try: invitation, laps: _laps, ...rest } = settings;
  /** @param {string} text */
  const inline = (text) => renderPart(env, text, env.file, line).replace(/^<p>|<\/p>\n?$/g, '');
  const said = inline(caption) + (invitation ? ` <span class="figure-try">${inline(invitation)}</span>` : '');
  return (
    `<course-figure class="live-figure is-${settings.view}" data-settings="${escape(JSON.stringify(rest))}"><figure>` +
    `<div class="figure-body">${stillOf(env, settings, line + 1, source)}</div><figcaption>${said}</figcaption></figure></course-figure>\n`
  );
}

/** @param {Env} env  @param {any} settings  @param {number} line  @param {string} source  of the settings, which begin in that line */
function stillOf({ stills, styles, file, problems }, settings, line, source) {
  const still = stills.of(settings);
  if (still && 'problem' in still) problems.add(file, line, `the loss of this figure fails: ${still.problem}`);
  else if (still && 'refuted' in still) problems.add(file, line + lineIn(source, /^claim\b/m) - 1, still.refuted);
  else if (still) return drawStill(settings, still, styles);
  return '<p class="figure-wait">The figure that belongs here is live: it is drawn by Python in your browser.</p>';
}

/** A file of the lessons, or an example of the Lab by its name. @param {Env} env  @param {string} name */
function readCode({ root }, name) {
  const file = name.endsWith('.py') ? join(root, name) : join(EXAMPLES, `${name.replaceAll('-', '_')}.py`);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** What a block prints, where the lesson says it. @param {Token | undefined} next */
const shownAfter = (next) => (next?.info === 'output' ? next.content.trimEnd() : null);

/** Code that can be run in the page. @param {string} code  @param {string | null} output  what it prints */
export function runnable(code, output) {
  const shown = output === null ? '' : `<pre class="output" data-output>${escape(output)}</pre>`;
  return `<code-block class="runnable"><pre class="code" tabindex="0"><code>${highlightPython(code)}</code></pre>${shown}</code-block>\n`;
}

/** @param {Env} env  @param {string} content  @param {boolean} belongs  @param {number} line */
function outputOf(env, content, belongs, line) {
  if (belongs) return ''; // shown with the code before it
  env.problems.add(env.file, line, 'this output does not follow a block that can be run');
  return `<pre class="output">${escape(content)}</pre>`;
}

md.renderer.rules.heading_open = (tokens, index, options, /** @type {any} */ env, self) => {
  const token = tokens[index];
  const text = plainText(tokens[index + 1]);
  const id = slug(text);
  if (env.anchors.has(id)) env.problems.add(env.file, lineOf(env, token), `two headings have the anchor #${id}`);
  env.anchors.add(id);
  env.headings.push({ level: Number(token.tag[1]), id, text });
  token.attrSet('id', id);
  return self.renderToken(tokens, index, options);
};

/** @param {Token} inline */
const plainText = (inline) => (inline.children ?? []).map(({ content }) => content).join('');

/** As GitHub makes anchors. @param {string} text */
export const slug = (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

md.core.ruler.push('lines', (state) => {
  for (const token of state.tokens) {
    if (token.type !== 'inline') continue;
    let line = /** @type {Env} */ (/** @type {unknown} */ (state.env)).firstLine + (token.map?.[0] ?? 0);
    for (const child of token.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line += 1;
      child.meta = { ...child.meta, line };
    }
  }
});

md.renderer.rules.link_open = (tokens, index, options, /** @type {any} */ env, self) => {
  const token = tokens[index];
  const href = String(token.attrGet('href'));
  token.attrSet('href', env.resolve(env, href, notedLine(token)));
  if (/^https?:/.test(href)) token.attrSet('rel', 'noopener');
  if (href.endsWith(NOTEBOOK)) token.attrSet('download', href);
  return self.renderToken(tokens, index, options);
};

md.renderer.rules.image = (tokens, index, _options, /** @type {any} */ env) => {
  const token = tokens[index];
  const src = env.image(env, String(token.attrGet('src')), notedLine(token));
  if (!token.content) env.problems.add(env.file, notedLine(token), 'this picture has no text for those who do not see it');
  return `<img src="${escape(src)}" alt="${escape(token.content)}" loading="lazy">`;
};

md.renderer.rules.table_open = () => '<div class="table-scroll" tabindex="0"><table>\n';
md.renderer.rules.table_close = () => '</table></div>\n';

/**
 * @param {Env} env
 * @param {string} source
 * @returns {string} HTML
 */
export function renderLesson(env, source) {
  return md.render(source, env);
}

/** Markdown that stands in another file: a task, a hint. @param {Env} env @param {string} source @param {string} file @param {number} firstLine */
export function renderPart(env, source, file, firstLine) {
  return md.render(source, { ...env, file, firstLine, headings: [], anchors: new Set() });
}
