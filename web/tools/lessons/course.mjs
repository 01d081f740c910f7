/**
 * The folders of the course, read and checked: course.toml, the chapters, the exercises.
 *
 * @module course
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf } from './problems.mjs';
import { mistakesIn, readToml } from './toml.mjs';

/** @typedef {import('./answers.mjs').Answers} Answers */
/** @typedef {import('./problems.mjs').Problems} Problems */
/** @typedef {import('./toml.mjs').Setting} Setting */
/** @typedef {'write' | 'fix' | 'predict' | 'order' | 'find' | 'fill'} Kind */

/**
 * @typedef {object} Chapter
 * @property {string} folder
 * @property {number} number   from 1
 * @property {string} page     the file name of its page
 * @property {string} title
 * @property {string} question
 * @property {number} minutes
 * @property {string[]} needs  folders of chapters that come before
 * @property {string} file     its lesson.md
 * @property {string} source
 */

/**
 * @typedef {object} Exercise
 * @property {string} id       'folder/name'
 * @property {string} folder   where it lies on disk
 * @property {Kind} kind
 * @property {string} title
 * @property {number} minutes
 * @property {string} task     Markdown
 * @property {string} passed
 * @property {string | null} continues  the exercise whose code one can go on from
 * @property {string | null} engine     the exercise whose code is `my_engine` here
 * @property {string | null} slopes     the exercise whose code is `my_slopes` here
 * @property {string[]} hints  Markdown
 * @property {Record<string, string>} files  by name, without the wrong answers
 */

/** @type {Record<string, Setting>} */
const COURSE = {
  title: { type: 'string', required: true },
  question: { type: 'string', required: true },
  before: { type: 'string' },
  engine: { type: 'strings', required: true },
};
/** @type {Record<string, Setting>} */
const CHAPTER = {
  folder: { type: 'string', required: true },
  title: { type: 'string', required: true },
  question: { type: 'string', required: true },
  minutes: { type: 'number', required: true },
  needs: { type: 'strings' },
};
/** @type {Record<string, Setting>} */
const EXERCISE = {
  kind: { type: 'string', required: true, oneOf: ['write', 'fix', 'predict', 'order', 'find', 'fill'] },
  title: { type: 'string', required: true },
  minutes: { type: 'number', required: true },
  task: { type: 'string', required: true },
  passed: { type: 'string', required: true },
  continues: { type: 'string' },
  engine: { type: 'string' },
  slopes: { type: 'string' },
};
const NEEDED = ['starter.py', 'solution.py', 'check.py', 'hints.md'];

/**
 * @param {string} root  the folder of the lessons
 * @param {Problems} problems
 * @returns {{title: string, question: string, before: string, engine: string[], file: string, source: string, chapters: Chapter[]} | null}
 */
export function readCourse(root, problems) {
  const file = join(root, 'course.toml');
  if (!existsSync(file)) {
    problems.add(file, 1, 'the course has no course.toml');
    return null;
  }
  const source = readFileSync(file, 'utf8');
  const settings = readToml(source, { file, problems });
  if (!settings) return null;
  const { chapter: chapters = [], ...top } = settings;
  for (const { name, message } of mistakesIn(top, COURSE)) problems.add(file, lineOf(source, new RegExp(`^${name}\\b`, 'm')), message);
  const read = chapters.map((/** @type {Record<string, any>} */ entry, /** @type {number} */ index) =>
    readChapter(root, entry, index + 1, chapters.slice(0, index), { file, source, problems }),
  );
  tellForgottenFolders(root, chapters, { file, problems });
  const { title = '', question = '', before = '', engine = [] } = top;
  return { title, question, before, engine, file, source, chapters: read.filter(Boolean) };
}

/**
 * @param {string} root
 * @param {Record<string, any>} entry
 * @param {number} number
 * @param {Record<string, any>[]} before
 * @param {{file: string, source: string, problems: Problems}} place
 * @returns {Chapter | null}
 */
function readChapter(root, entry, number, before, { file, source, problems }) {
  const line = lineOf(source, `"${entry.folder}"`);
  const mistakes = mistakesIn(entry, CHAPTER);
  for (const { message } of mistakes) problems.add(file, line, `chapter ${number}: ${message}`);
  if (mistakes.length) return null;
  for (const need of entry.needs ?? []) {
    if (!before.some(({ folder }) => folder === need)) {
      problems.add(file, line, `chapter ${number} needs "${need}", which is not a chapter before it`);
    }
  }
  const lesson = join(root, entry.folder, 'lesson.md');
  if (!existsSync(lesson)) {
    problems.add(file, line, `there is no ${entry.folder}/lesson.md`);
    return null;
  }
  return {
    folder: entry.folder,
    number,
    page: `course-${entry.folder}.html`,
    title: entry.title,
    question: entry.question,
    minutes: entry.minutes,
    needs: entry.needs ?? [],
    file: lesson,
    source: readFileSync(lesson, 'utf8'),
  };
}

/**
 * @param {string} root
 * @param {Record<string, any>[]} chapters
 * @param {{file: string, problems: Problems}} place
 */
function tellForgottenFolders(root, chapters, { file, problems }) {
  for (const name of readdirSync(root)) {
    const isChapter = existsSync(join(root, name, 'lesson.md'));
    if (isChapter && !chapters.some(({ folder }) => folder === name)) {
      problems.add(file, 1, `the folder ${name} has a lesson, and is not listed as a chapter`);
    }
  }
}

/**
 * @param {string} folder
 * @param {string} id
 * @param {{problems: Problems, answers: Answers}} course
 * @returns {Exercise | null}
 */
export function readExercise(folder, id, { problems, answers }) {
  const file = join(folder, 'exercise.toml');
  if (!existsSync(file)) {
    problems.add(file, 1, 'the exercise has no exercise.toml');
    return null;
  }
  const source = readFileSync(file, 'utf8');
  const settings = readToml(source, { file, problems });
  if (!settings) return null;
  const mistakes = mistakesIn(settings, EXERCISE);
  for (const { name, message } of mistakes) problems.add(file, lineOf(source, new RegExp(`^${name}\\b`, 'm')), message);
  const asked = ['predict', 'find', 'fill'].includes(settings.kind) ? [...NEEDED, 'program.py'] : NEEDED;
  const missing = asked.filter((name) => !existsSync(join(folder, name)));
  for (const name of missing) problems.add(file, 1, `the exercise has no ${name}`);
  if (mistakes.length || missing.length) return null;
  const files = textsIn(folder, (name, text) => answers.whole(`${id}/${name}`, text));
  const hints = files['hints.md'].split(/^---$/m).map((hint) => hint.trim()).filter(Boolean);
  if (hints.length < 2) problems.add(join(folder, 'hints.md'), 1, 'write at least two hints, with a line --- between them');
  tellWrongAnswers(folder, problems);
  return {
    id,
    folder,
    kind: settings.kind,
    title: settings.title,
    minutes: settings.minutes,
    task: settings.task,
    passed: settings.passed,
    continues: settings.continues ?? null,
    engine: settings.engine ?? null,
    slopes: settings.slopes ?? null,
    hints,
    files,
  };
}

/** What the tests prove with them is told there; here, whether there is something to prove. @param {string} folder  @param {Problems} problems */
function tellWrongAnswers(folder, problems) {
  const wrong = join(folder, 'wrong');
  const names = existsSync(wrong) ? readdirSync(wrong).filter((name) => name.endsWith('.py')) : [];
  if (names.length < 2) problems.add(join(folder, 'exercise.toml'), 1, 'write at least two wrong answers: wrong/NAME.py');
  for (const name of names) {
    if (/^# message: \S/.test(readFileSync(join(wrong, name), 'utf8'))) continue;
    problems.add(join(wrong, name), 1, 'begin with "# message: " and what the student is to be told');
  }
}

/** @param {string} folder  @param {(name: string, text: string) => string} whole  @returns {Record<string, string>} */
function textsIn(folder, whole) {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(names.sort().map((name) => [name, whole(name, readFileSync(join(folder, name), 'utf8'))]));
}
