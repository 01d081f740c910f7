/**
 * All progress as one file, and back: written by us, read as if anyone had written it.
 *
 * @module transfer
 */

import { lineCount } from '../model/line-difference.js';
import { readEngine } from '../model/engine-file.js';
import { Progress } from './progress.js';
import { readRecord } from './record.js';

/** @typedef {import('./record.js').ExerciseRecord} ExerciseRecord */
/** @typedef {import('../model/engine-file.js').EngineFile} EngineFile */
/** @typedef {{records: Map<string, ExerciseRecord>, engine: EngineFile}} Imported */

const KIND = 'autograd-from-scratch progress';
const VERSION = 1;
/** In characters and in bytes; a browser gives a site about five million characters. */
export const LARGEST_FILE = 4_000_000;
const MOST_EXERCISES = 1000;

/**
 * @param {Map<string, ExerciseRecord>} records
 * @param {EngineFile} engine  with the step that it comes from, the choice for the Lab, and the earlier texts
 * @param {Date} [now]
 */
export function exportText(records, engine, now = new Date()) {
  const exercises = Object.fromEntries([...records].sort(([a], [b]) => a.localeCompare(b)));
  return `${JSON.stringify({ kind: KIND, version: VERSION, made: now.toISOString(), engine, exercises }, null, 1)}\n`;
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
  if (found.version !== VERSION) {
    throw new ImportProblem('This file was made by another release of the site. Reload the page, and try again.');
  }
  const entries = Object.entries(found.exercises ?? {}).filter(([id]) => Progress.isId(id)).slice(0, MOST_EXERCISES);
  const records = new Map(entries.flatMap(([id, value]) => {
    const record = readRecord(value, now);
    return record ? [[id, record]] : [];
  }));
  const engine = readEngine(found.engine, now);
  if (records.size === 0 && engine.source === null && engine.earlier.length === 0) throw new ImportProblem('This file holds no exercises: there is nothing to import.');
  return { records, engine };
}

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

/** "3 exercises, 2 of them passed" @param {Map<string, ExerciseRecord>} records */
export function summaryOf(records) {
  const passed = [...records.values()].filter((record) => record.passed !== null).length;
  const count = records.size;
  return `${count} ${count === 1 ? 'exercise' : 'exercises'}, ${passed} of them passed`;
}
