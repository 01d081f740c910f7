/**
 * All that is kept as one file, and back: written by us, read as if anyone had written it.
 *
 * @module transfer
 */

import { fromNow, readEntry } from '../model/journal.js';
import { lineCount } from '../model/line-difference.js';
import { engineOfText, NO_ENGINE, readEngine } from '../model/engine-file.js';
import { readerOf } from '../model/kept-forms.js';
import { COURSE, Progress } from './progress.js';
import { isLater, readRecord } from './record.js';

/** @typedef {import('./record.js').ExerciseRecord} ExerciseRecord */
/** @typedef {import('../model/engine-file.js').EngineFile} EngineFile */
/** @typedef {import('../model/journal.js').Entry} Entry */
/**
 * All that is kept.
 * @typedef {object} Held
 * @property {Map<string, ExerciseRecord>} records
 * @property {EngineFile} engine  with the step that it comes from, the choice for the Lab, and the earlier texts
 * @property {Entry[]} entries    of the journal
 * @property {Map<string, unknown>} aside  what could not be read, by key
 */
/** @typedef {Held & {later: number, unread: number}} Imported `later`: how many of what is put aside are records of a later release; `unread`: of no known shape */

const KIND = 'autograd-from-scratch progress';
const VERSION = 1;
const readFile = readerOf('ProgressFile');
/** In bytes. */
export const LARGEST_FILE = 256_000_000;
const MOST_EXERCISES = 1000;

/** @param {Held} held @param {Date} [now] */
export function exportText({ records, engine, entries, aside }, now = new Date()) {
  const exercises = Object.fromEntries([...records].sort(([a], [b]) => a.localeCompare(b)));
  const more = { ...(entries.length > 0 && { journal: entries }), ...(aside.size > 0 && { aside: Object.fromEntries(aside) }) };
  return `${JSON.stringify({ kind: KIND, version: VERSION, made: now.toISOString(), engine, exercises, ...more }, null, 1)}\n`;
}

/**
 * What a file holds. It is not read at all where it is too large.
 * @param {Blob} file
 * @returns {Promise<Imported>}
 * @throws {ImportProblem} saying what is wrong with the file
 */
export async function importFile(file) {
  if (file.size > LARGEST_FILE) throw new ImportProblem('This file is too large to be an export of your progress.');
  const text = await file.text().catch(() => {
    throw new ImportProblem('The browser could not read this file. Is it still where it was?');
  });
  return importText(text);
}

/**
 * @param {string} text
 * @param {number} [now]  what claims to be from the future is from now, and no newer than later work
 * @returns {Imported}
 * @throws {ImportProblem} saying what is wrong with the file
 */
export function importText(text, now = Date.now()) {
  const found = parsed(text);
  if (typeof found !== 'object' || found === null || found.kind !== KIND) {
    throw new ImportProblem('This file is not an export of your progress. Choose one that “Export” has made.');
  }
  const file = readFile(found);
  if (!file) throw new ImportProblem('This file was made by another release of the site. Reload the page, and try again.');
  const { journal } = file;
  const entries = Object.entries(file.exercises);
  if (entries.length > MOST_EXERCISES) throw new ImportProblem('This file holds more exercises than any course has: nothing was imported.');
  const records = new Map(entries.flatMap(([id, value]) => {
    const record = Progress.isId(id) ? readRecord(value, now) : null;
    return record ? [[id, record]] : [];
  }));
  const later = entries.filter(([id, value]) => Progress.isId(id) && isLater(value));
  const texts = fromNow(journal.flatMap((one) => readEntry(one) ?? []), now);
  const unread = entries.length - records.size - later.length + journal.length - texts.length;
  const engine = (typeof file.engine === 'string' ? engineOfText(file.engine) : readEngine(file.engine, now)) ?? NO_ENGINE;
  const aside = new Map(Object.entries(file.aside));
  for (const [id, value] of later) aside.set(freeKey(aside, COURSE + id), value);
  if (records.size + texts.length + aside.size + engine.earlier.length === 0 && engine.source === null) throw new ImportProblem('This file holds no exercises: there is nothing to import.');
  return { records, engine, entries: texts, aside, later: later.length, unread };
}

/** @param {ReadonlyMap<string, unknown>} aside @param {string} key @returns {string} as the store names several of one */
const freeKey = (aside, key) => (aside.has(key) ? freeKey(aside, `${key}+`) : key);

export class ImportProblem extends Error {}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ImportProblem('This file cannot be read: it is damaged, or not an export of your progress.');
  }
}

/**
 * Where the engine of a file went, in a sentence; '' where the file has none.
 * @param {import('../model/engine-file.js').Went} went
 * @param {EngineFile} theirs @param {(step: string) => string} titleOf
 */
export function engineWent(went, { source, step }, titleOf) {
  const lines = lineCount(source ?? '');
  const which = step === null ? `The file’s engine (a text of your own, ${lines})` : `The file’s engine (of “${titleOf(step)}”, ${lines})`;
  return {
    none: '',
    same: 'My engine is the same here and in the file.',
    'theirs stands': `${which} is now My engine.`,
    'mine gave way': `${which} has come further and is now My engine; the one that stood here is in its History.`,
    'mine stands': `${which} is in the History of My engine; the one that stands here stays.`,
  }[went];
}

/** @typedef {Pick<ReadonlySet<string>, 'has'>} Known the ids of this course */

/** "3 exercises, 2 of them passed": those that the course has. @param {Map<string, ExerciseRecord>} records @param {Known} known */
export function summaryOf(records, known) {
  const [ours, others] = [true, false].map((of) => [...records].filter(([id]) => known.has(id) === of));
  const passed = ours.filter(([, record]) => record.passed !== null).length;
  const also = others.length === 0 ? '' : `; and ${counted(others.length)} that this course does not have`;
  return `${counted(ours.length)}, ${passed} of them passed${also}`;
}

/**
 * What was done with a file: what it held, and what of it changed nothing here.
 * @param {Imported} file
 * @param {{same: string[], texts: number}} done  the ids of the exercises that were here already; how many texts of the journal were not
 * @param {Known} known
 */
export function importedInWords({ records, later, unread }, { same, texts }, known) {
  return [
    `Imported: ${summaryOf(records, known)}.`,
    same.length === 0 ? '' : `${capital(counted(same.length))} had nothing that was not here already.`,
    texts === 0 ? '' : `${texts} ${texts === 1 ? 'text is' : 'texts are'} new in the Histories.`,
    later === 0 ? '' : `${capital(counted(later))} of a later release of this site could not be read, and ${later === 1 ? 'is' : 'are'} put aside until that release is here.`,
    unread === 0 ? '' : `${unread} ${unread === 1 ? 'entry' : 'entries'} of the file could not be read, and ${unread === 1 ? 'was' : 'were'} left out.`,
  ].filter(Boolean).join(' ');
}

/** @param {number} count */
const counted = (count) => `${count} ${count === 1 ? 'exercise' : 'exercises'}`;

/** @param {string} words */
const capital = (words) => words[0].toUpperCase() + words.slice(1);
