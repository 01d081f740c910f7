/**
 * What lessons.mjs does: from the words of its command line to the pages, or to what is wrong.
 *
 * @module command
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Answers } from './answers.mjs';
import { readCourse } from './course.mjs';
import { renderLesson, renderPart } from './lesson.mjs';
import { Links } from './links.mjs';
import { MathStyles } from './math.mjs';
import { chapterMain, fill, listMain } from './pages.mjs';
import { lineOf, Problems } from './problems.mjs';
import { Stills } from './stills.mjs';

/** @typedef {import('./course.mjs').Chapter} Chapter */
/** @typedef {import('./course.mjs').Exercise} Exercise */
/** @typedef {import('./pages.mjs').Rendered} Rendered */

const WEB = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * @param {string} root  the folder of the lessons
 * @param {Problems} problems
 * @param {Stills} stills
 * @param {Answers} answers
 */
function compile(root, problems, stills, answers) {
  const course = readCourse(root, problems);
  const chapters = course?.chapters ?? [];
  const styles = new MathStyles();
  const links = new Links(chapters, (exercise) => answers.solutionOf(exercise));
  /** @type {Map<string, Set<string>>} */
  const anchors = new Map();
  const shared = { styles, stills, answers, links, anchors, problems };
  const rendered = chapters.map((chapter) => renderChapter(root, chapter, shared));
  const before = course ? beforeOf(root, course, shared) : '';
  links.check(anchors, problems);
  checkOrder(rendered.flatMap(({ exercises }) => exercises), problems);
  checkNamed(root, rendered, problems);
  checkEngine(root, course?.engine ?? [], rendered, problems);
  return { title: course?.title ?? '', question: course?.question ?? '', before, engine: course?.engine ?? [], rendered, styles, links };
}

/** @typedef {{styles: MathStyles, stills: Stills, answers: Answers, links: Links, anchors: Map<string, Set<string>>, problems: Problems}} Shared */

/**
 * @param {string} root
 * @param {Chapter} chapter
 * @param {Shared} shared
 * @returns {Rendered}
 */
function renderChapter(root, chapter, shared) {
  const env = envOf(root, chapter.folder, chapter.file, shared);
  const html = renderLesson(env, chapter.source);
  if (env.headings[0]?.level !== 1 || env.headings[0].text !== chapter.title) {
    env.problems.add(chapter.file, 1, `the lesson should begin with "# ${chapter.title}", its title in course.toml`);
  }
  shared.anchors.set(chapter.page, env.anchors);
  return { chapter, html, exercises: env.exercises, headings: env.headings };
}

/** What one must know before, as the list of chapters says it. @param {string} root  @param {NonNullable<ReturnType<typeof readCourse>>} course  @param {Shared} shared */
function beforeOf(root, { before, file, source }, shared) {
  return renderPart(envOf(root, '', file, shared), before, file, lineOf(source, /^before\b/m));
}

/** @param {string} root  @param {string} folder  @param {string} file  @param {Shared} shared  @returns {import('./lesson.mjs').Env} */
function envOf(root, folder, file, { styles, stills, answers, links, problems }) {
  return {
    root,
    folder,
    file,
    firstLine: 1,
    styles,
    stills,
    answers,
    problems,
    anchors: new Set(),
    headings: [],
    exercises: [],
    resolve: (from, href, line) => links.resolve(from, href, line),
    image: (from, src, line) => links.picture(from, src, line),
  };
}

/** An exercise goes on only from what comes before it. @param {Exercise[]} exercises  @param {Problems} problems */
function checkOrder(exercises, problems) {
  const before = new Set();
  for (const exercise of exercises) {
    for (const key of /** @type {const} */ (['continues', 'engine', 'slopes'])) {
      const earlier = exercise[key];
      if (earlier === null || before.has(earlier)) continue;
      const source = exercise.files['exercise.toml'];
      const message = `${key} names "${earlier}", which is not an exercise before this one`;
      problems.add(join(exercise.folder, 'exercise.toml'), lineOf(source, new RegExp(`^${key}\\b`, 'm')), message);
    }
    before.add(exercise.id);
  }
}

/** An exercise that its lesson does not name is in no page. @param {string} root  @param {Rendered[]} rendered  @param {Problems} problems */
function checkNamed(root, rendered, problems) {
  for (const { chapter, exercises } of rendered) {
    for (const name of readdirSync(join(root, chapter.folder))) {
      const file = join(root, chapter.folder, name, 'exercise.toml');
      const named = exercises.some(({ id }) => id === `${chapter.folder}/${name}`);
      if (!existsSync(file) || named || problems.found.length) continue;
      problems.add(file, 1, `name this exercise in ${chapter.folder}/lesson.md, in a block \`\`\`exercise`);
    }
  }
}

/** @param {string} root  @param {string[]} engine  @param {Rendered[]} rendered  @param {Problems} problems */
function checkEngine(root, engine, rendered, problems) {
  const file = join(root, 'course.toml');
  for (const id of engine) {
    if (rendered.some(({ exercises }) => exercises.some((exercise) => exercise.id === id))) continue;
    problems.add(file, lineOf(readFileSync(file, 'utf8'), `"${id}"`), `engine names "${id}", which is not an exercise`);
  }
}

/** A page shows whole texts. @param {Rendered[]} rendered  @param {Problems} problems */
function tellDifferences(rendered, problems) {
  for (const { folder, files } of rendered.flatMap(({ exercises }) => exercises)) {
    for (const [name, text] of Object.entries(files)) {
      if (!name.endsWith('.py') || !Answers.isDifference(text)) continue;
      problems.add(join(folder, name), 1, 'this is a difference: have `python -m tools.differences` make it whole, and hand that in as --answers');
    }
  }
}

/** What the page needs of each exercise; hints and tasks stand in the HTML. @param {ReturnType<typeof compile>} course */
function dataOf({ title, engine, rendered }) {
  const exercises = rendered.flatMap(({ exercises }) => exercises);
  return {
    title,
    engine,
    chapters: rendered.map(({ chapter, exercises }) => ({
      folder: chapter.folder,
      page: chapter.page,
      title: chapter.title,
      exercises: exercises.map(({ id }) => id),
    })),
    exercises: Object.fromEntries(
      exercises.map(({ id, kind, title, continues, engine, slopes, hints, files: { 'hints.md': _, ...files } }) => [
        id,
        { id, kind, title, continues, engine, slopes, hints: hints.length, files },
      ]),
    ),
  };
}

/**
 * @param {ReturnType<typeof compile>} course
 * @param {{out: string, pages: string}} places
 */
function write(course, { out, pages }) {
  mkdirSync(join(out, 'assets'), { recursive: true });
  const data = place(out, 'course.json', JSON.stringify(dataOf(course)));
  const math = place(out, 'math.css', course.styles.toString());
  for (const [file, path] of course.links.pictures) copyFileSync(file, join(out, path));
  for (const [path, text] of course.links.notebooks) writeFileSync(join(out, path), text);
  const template = readFileSync(join(pages, 'course.html'), 'utf8');
  const links = [
    `<link rel="preload" as="fetch" id="course-data" href="${data}">`,
    `<link rel="stylesheet" href="${math}">`,
  ];
  const chapters = course.rendered.map(({ chapter }) => chapter);
  for (const rendered of course.rendered) {
    const { chapter } = rendered;
    const parts = { title: `${chapter.number}. ${chapter.title}`, description: chapter.question, main: chapterMain(rendered, chapters), links };
    writeFileSync(join(out, chapter.page), fill(template, parts));
  }
  writeFileSync(join(out, 'engine.html'), fill(readFileSync(join(pages, 'engine.html'), 'utf8'), { links }));
  const list = { title: course.title, description: `A course in ${chapters.length} chapters.`, main: listMain(course, course.rendered), links };
  writeFileSync(join(out, 'course.html'), fill(template, list));
}

/** Write a file under a name that changes with its content. @param {string} out @param {string} name @param {string} text */
function place(out, name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const path = `assets/${name.replace('.', `-${hash}.`)}`;
  writeFileSync(join(out, path), text);
  return path;
}

const OPTIONS = /** @type {const} */ ({
  out: { type: 'string' },
  lessons: { type: 'string', default: join(WEB, 'lessons') },
  pages: { type: 'string', default: WEB },
  figures: { type: 'string' },
  stills: { type: 'string' },
  answers: { type: 'string' },
  'only-check': { type: 'boolean', default: false },
});

/**
 * Do what the words of the command line say.
 * @param {string[]} words
 * @returns {string}  the mistakes in the lessons, a line each
 */
export function run(words) {
  const { values } = parseArgs({ args: words, options: OPTIONS });
  const root = resolve(values.lessons);
  const problems = new Problems(relative(process.cwd(), root).startsWith('..') ? dirname(root) : process.cwd());
  const stills = values.stills ? new Stills(read(values.figures), read(values.stills)) : new Stills();
  const course = compile(root, problems, stills, new Answers(root, read(values.answers)));
  if (values.out) tellDifferences(course.rendered, problems);
  if (problems.found.length) return problems.toString();
  if (values.out) {
    write(course, { out: resolve(values.out), pages: resolve(values.pages) });
  } else if (values.figures) {
    writeFileSync(values.figures, `${JSON.stringify(stills.questions)}\n`);
  } else if (!values['only-check']) {
    throw new Error('say where to write: --out DIR');
  }
  return '';
}

/** @param {string | undefined} file */
const read = (file) => (file ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
