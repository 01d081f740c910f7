/**
 * What is kept under each key: how it is read, how two of it become one, and what earlier releases
 * kept in its place.
 *
 *     course:ID   a record of an exercise (version 1)       course/record.js
 *     engine      the student's engine                      model/engine-file.js
 *     lab         which document of the Lab was open last
 *
 * @module rules
 */

import { COURSE } from '../course/progress.js';
import { merged, readRecord } from '../course/record.js';
import { mergedEngines, readEngine } from '../model/engine-file.js';
import { readerOf } from '../model/kept-forms.js';
import { entriesOfOldText, entriesOfOldVersions } from '../model/old-lab.js';

/** @typedef {import('./store.js').Rules} Rules */

/** Under which earlier releases put aside what they could not read. */
const UNREAD = 'course-unreadable:';

const readLastOpen = readerOf('LastOpen');

/** What was the Lab's, and cannot be read. */
const OLD = 'before:';

/** @type {Rules} */
export const RULES = {
  read(key, value) {
    if (key.startsWith(COURSE)) return readRecord(value) ?? undefined;
    if (key === 'engine') return readEngine(value) ?? undefined;
    if (key.startsWith(OLD)) return undefined;
    if (key === 'lab') return readLastOpen(value);
    return value; // of a later release
  },

  merge(key, mine, theirs) {
    if (mine === undefined || theirs === undefined) return mine ?? theirs;
    if (key.startsWith(COURSE)) return merged(mine, theirs);
    if (key === 'engine') return mergedEngines(mine, theirs, []).file;
    return mine;
  },

  take(key, text, now) {
    if (key.startsWith(UNREAD)) return [{ key: COURSE + key.slice(UNREAD.length), value: text }]; // which is put aside again
    if (key.startsWith(COURSE) || key === 'engine') return [{ key, value: parsed(text) }];
    const old = { key: OLD + key, value: text };
    if (key === 'lab-versions') return entriesOfOldVersions(parsed(text)) ?? [old];
    if (key !== 'lab') return null;
    const entries = entriesOfOldText(parsed(text), now);
    return entries ? [...entries, ...entries.map(({ document }) => ({ key: 'lab', value: document }))] : [old];
  },
};

/** The text itself where it is no JSON. @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
