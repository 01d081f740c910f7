/**
 * The journal: every text that a student has had in an editor, by document. Pure.
 *
 *     note("a")  note("ab")  note("abc")   one entry while one goes on typing
 *     run                                  the entry is of the text that was run
 *     note("abcd")                         the next entry
 *
 * A document is what an editor has open: a text of one's own, an example's, a link's, an exercise's,
 * an engine. Its newest entry is what stands there; the others are its history. Each tab writes
 * entries of its own, so none takes another's away.
 *
 * @module journal
 */

import { checksum } from './checksum.js';
import { readerOf } from './kept-forms.js';
import { distinct, thinned } from './kept-texts.js';

/** @typedef {import('./descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('../../shared/kept.js').Entry['origin']} Origin */
/** @typedef {Omit<import('../../shared/kept.js').Entry, 'settings'> & {settings?: DescentSettings}} Entry */
/** @typedef {{entry: Entry, began: number, last: number, spare: number}} Burst an entry that is being written on: since when, when last, and how many characters may go before it is another */

/** Each says more of a text than those before it. @type {readonly Origin[]} */
const ORIGINS = ['imported', 'typed', 'run', 'passed'];
const readKept = readerOf('Entry');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The last moment of JavaScript's calendar. */
const LATEST = 8.64e15;
const LONGEST_ID = 300;
/** Of all documents together, in characters. */
export const ALL_ROOM = 20_000_000;

/**
 * Whether what stands there now goes on from the entry, and may take its place: one is still typing,
 * and hardly anything has gone that was there.
 * @param {Burst} burst @param {string} text @param {number} now
 */
export function goesOn({ entry, began, last, spare }, text, now) {
  const still = now >= began && now - last < 10 * SECOND && now - began < MINUTE;
  return entry.origin === 'typed' && still && goneFrom(entry.text, text) <= spare;
}

/** How many characters of a text are not where they were, in order, about one place that was changed. @param {string} before @param {string} after */
function goneFrom(before, after) {
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < most && before[start] === after[start]) start += 1;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return before.length - start - end;
}

/**
 * The entry of a text that stands in a document now, as one goes on with it or begins another. Where
 * another begins as something is deleted, the one before has what was there: a little more may go.
 * @param {Burst | undefined} burst @param {Entry} entry  its id is taken where another begins
 * @param {number} now
 * @returns {Burst}
 */
export function writtenOn(burst, entry, now) {
  const gone = burst ? goneFrom(burst.entry.text, entry.text) : 0;
  const same = burst?.entry.text === entry.text;
  if (!burst || !(same || goesOn(burst, entry.text, now))) return { entry, began: now, last: now, spare: gone > 0 ? entry.text.length / 5 : 0 };
  const origin = same ? stronger(burst.entry.origin, entry.origin) : entry.origin;
  const { name } = burst.entry;
  return { entry: { ...(name !== undefined && { name }), ...entry, id: burst.entry.id, origin }, began: burst.began, last: now, spare: burst.spare - gone };
}

/** @param {Origin} a @param {Origin} b */
const stronger = (a, b) => (ORIGINS.indexOf(a) > ORIGINS.indexOf(b) ? a : b);

/** The newest first; of two of one moment the one that was made later. @param {readonly Entry[]} entries */
export const newestFirst = (entries) => [...entries].sort((a, b) => b.at - a.at || compare(b.id, a.id));

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What stands in a document.
 * @param {readonly Entry[]} entries  of the document
 * @param {string | null} [tab]  whose own text goes before newer ones of other tabs
 * @returns {Entry | null}
 */
export function standing(entries, tab = null) {
  const newest = newestFirst(entries);
  return newest.find((entry) => entry.tab === tab) ?? newest[0] ?? null;
}

/** What is to be had back in a document: each text once, newest first. @param {readonly Entry[]} entries */
export const history = (entries) => distinct(newestFirst(entries), ({ text }) => text).filter(({ text }) => text.trim() !== '');

/**
 * The journal, bounded by age and size: of what was typed long ago there is an entry now and then,
 * of what was run a month ago too. What stands in a document stays, and so do its name and code that passed.
 * @param {readonly Entry[]} entries @param {number} now @param {number} [room]
 * @returns {Entry[]} newest first
 */
export function thinnedJournal(entries, now, room = ALL_ROOM) {
  const documents = [...byDocument(newestFirst(entries)).values()];
  const stays = new Set(documents.flatMap((of) => [of[0], ...of.filter(({ name }) => name !== undefined).slice(0, 1), ...of.filter(({ origin }) => origin === 'passed')]));
  const spaced = newestFirst(documents.flatMap((of) => withSpaces(of, now, stays)));
  return thinned(spaced, { textOf: ({ text }) => text, stays: (entry) => stays.has(entry), room });
}

/** @param {Entry[]} entries */
function byDocument(entries) {
  /** @type {Map<string, Entry[]>} */
  const documents = new Map(entries.map(({ document }) => [document, []]));
  for (const entry of entries) documents.get(entry.document)?.push(entry);
  return documents;
}

/** @param {Entry[]} entries  of one document, newest first @param {number} now @param {Set<Entry>} stays */
function withSpaces(entries, now, stays) {
  let last = Infinity;
  const seen = new Set();
  return entries.filter((entry) => {
    const again = seen.has(entry.text);
    seen.add(entry.text);
    const far = !again && last - entry.at >= spaceAt(now - entry.at, entry.origin);
    if (!far && !stays.has(entry)) return false;
    last = entry.at;
    return true;
  });
}

/** What becomes of old entries, for people. */
export const THINNING = 'Of what was typed more than a day ago one text in ten minutes stays, of what is older than a month one a day (of what was run, one an hour), and the oldest go where there are more than 20 million characters; code that has passed, and what stands in an editor, always stays.';

/** How far apart entries of an age are. @param {number} age @param {Origin} origin */
function spaceAt(age, origin) {
  if (age < DAY) return 0;
  if (age < 30 * DAY) return origin === 'typed' ? 10 * MINUTE : 0;
  return origin === 'typed' ? DAY : HOUR;
}

/**
 * What another device's journal has that this one has not. Where one of the two has gone on with an
 * entry since, it becomes two; where it says more of one text there, it does here.
 * @param {readonly Entry[]} mine @param {readonly Entry[]} theirs
 */
export function newEntries(mine, theirs) {
  const there = new Map(mine.map((entry) => [entry.id, entry]));
  return theirs.flatMap((entry) => {
    const id = idBeside(there, entry);
    const { origin = null } = there.get(id) ?? {};
    const added = origin === null ? { ...entry, id } : { .../** @type {Entry} */ (there.get(id)), origin: stronger(origin, entry.origin) };
    if (added.origin === origin) return [];
    there.set(id, added);
    return [added];
  });
}

/** An entry's own id, or another where that is of something else. @param {ReadonlyMap<string, Entry>} there @param {Entry} entry */
function idBeside(there, { id, document, text }) {
  const free = (/** @type {string} */ name) => there.get(name)?.text === text ? there.get(name)?.document === document : !there.has(name);
  const other = `${id.slice(0, LONGEST_ID / 2)}+${checksum(document + text)}`;
  let name = free(id) ? id : other;
  for (let k = 2; !free(name); k += 1) name = `${other}+${k}`;
  return name;
}

/**
 * What claims to be from the future is from now, in the order in which it was.
 * @param {readonly Entry[]} entries @param {number} now
 */
export function fromNow(entries, now) {
  const future = newestFirst(entries.filter(({ at }) => at > now)).reverse();
  const since = new Map(future.map((entry, k) => [entry, now + k]));
  return entries.map((entry) => ({ ...entry, at: since.get(entry) ?? entry.at }));
}

/**
 * An entry from outside: storage, or a file that anyone may have written.
 * @param {unknown} value
 * @returns {Entry | null} with nothing but what belongs there
 */
export function readEntry(value) {
  const entry = readKept(value);
  return entry ? { ...entry, at: entry.at <= LATEST ? entry.at : 0 } : null; // which no clock says
}
