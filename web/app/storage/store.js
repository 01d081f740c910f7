/**
 * What is kept on this device: values by key, and the journal of texts.
 *
 * Values live in memory first, so that they are read and changed at once; what has changed is written
 * together, at most `PACE` after it changed, however fast one types. Where that fails, `problem` says
 * why, everything goes on in memory, and it is tried again: at the next change, on leaving, and now
 * and then. What is not written as the page goes waits on the desk, where writing takes no time, and
 * is taken from there at the next visit.
 *
 *     change ──PACE──▶ place (IndexedDB) ── told to other tabs
 *        `──leaving──▶ desk (localStorage) ──next visit──▶ place
 *
 * Knows neither the page nor IndexedDB. Events: `problem`, where `problem` or `unkept` have changed; and
 * `heard` (detail: the key, or null for the journal), where another tab has written.
 *
 * @module store
 */

import { newestFirst, readEntry, thinnedJournal } from '../model/journal.js';
import { readerOf } from '../model/kept-forms.js';
import { distinct } from '../model/kept-texts.js';
import { Notes } from './notes.js';
import { isPending, Pending, readPending } from './pending.js';
import { Values } from './values.js';

/** @typedef {import('../model/journal.js').Entry} Entry */
/** @typedef {import('./pending.js').Desk} Desk */
/** @typedef {import('./pending.js').Found} Found */
/** @typedef {import('./values.js').Row} Row */
/** @typedef {import('./values.js').Change} Change */
/** @typedef {(key: string, mine: any, theirs: any) => unknown} Merge */

/**
 * Where things are kept. Each call is one transaction; what rejects may come through still.
 * @typedef {object} Place
 * @property {() => Promise<Row[]>} rows
 * @property {(changes: Change[], entries: Entry[], merge: Merge) => Promise<Row[]>} write  gives the rows as they are then (kept-row.js)
 * @property {(low: string, high: string) => Promise<unknown[]>} entries  of the documents from one name to another
 * @property {(entries: Pick<Entry, 'id' | 'at'>[]) => Promise<void>} forget  those that nobody has written on since
 */

/**
 * What the store does not know of its values.
 * @typedef {object} Rules
 * @property {(key: string, value: unknown) => unknown} read  with nothing but what belongs there; undefined where it cannot be read
 * @property {Merge} merge  either may be undefined
 * @property {(key: string, text: string, now: number) => ({key: string, value: unknown} | Entry)[] | null} take  what an earlier release has left on the desk; null where it is something else
 */

/** `slow`: no answer; `later`: a later release has been here, and keeps things in another way. @typedef {'full' | 'blocked' | 'slow' | 'later'} Problem */

/** @type {Record<string, Problem>} by the names of errors */
const PROBLEMS = { QuotaExceededError: 'full', TimeoutError: 'slow', VersionError: 'later' };

/** In milliseconds. */
export const PACE = 300;
const AGAIN = 10_000;
const ASIDE = 'aside:';
/** After every name of a document. */
const LAST = '\uffff';
const readTold = readerOf('Told');

export class Store extends EventTarget {
  /** Why the last attempt to read or to keep something failed; null where it did not. @type {Problem | null} */
  problem = null;
  /** What could not be read at this visit, and was put aside. @type {string[]} */
  unread = [];
  #values = new Values();
  /** @type {Place | null} */
  #place = null;
  #writing = Promise.resolve(true);
  /** @type {{due: number, cancel: () => void} | null} */
  #waiting = null;
  #count = 0;
  #told = '';
  /** A later release has written what this one cannot read: it writes texts, and nothing over it. */
  #outdated = false;
  /** What was read from the desk at this visit, and could not be written. @type {Found[]} */
  #takenPending = [];
  #open;
  #pending;
  #notes;
  #rules;
  #tell;
  #now;
  #load;
  #later;

  /**
   * @param {object} parts
   * @param {() => Promise<Place>} parts.open  rejects where the browser keeps nothing
   * @param {Desk} parts.desk
   * @param {Rules} parts.rules
   * @param {(message: unknown) => void} [parts.tell]  the other tabs
   * @param {() => number} [parts.now]
   * @param {() => string} [parts.tab]  whose entries are this tab's, also after it is loaded again
   * @param {string} [parts.load]  names this visit
   * @param {(work: () => void, milliseconds: number) => () => void} [parts.later]  gives what calls it off
   */
  constructor({ open, desk, rules, tell = () => {}, now = Date.now, tab = () => 'tab', load = 'load', later = inTime }) {
    super();
    this.#open = open;
    this.#pending = new Pending(desk, load);
    this.#notes = new Notes({ now, tab, name: () => this.#name() });
    this.#rules = rules;
    this.#tell = tell;
    this.#now = now;
    this.#load = load;
    this.#later = later;
  }

  /** Read what is kept. Until then nothing may be asked. */
  async open() {
    try {
      const place = await this.#open();
      this.#readRows(await place.rows());
      this.#place = place;
    } catch (error) {
      this.#fail(error);
    }
    await this.takeOver();
  }

  /** @param {Row[]} rows */
  #readRows(rows) {
    for (const { key, value, stamp } of rows) this.#values.read(key, this.#read(key, value), stamp);
    for (const { key, value } of rows) {
      if (key.startsWith(ASIDE)) this.#readAside(key, value);
      else if (this.get(key) === undefined) this.#putAside(key, value);
    }
  }

  /** @param {string} key @param {unknown} value */
  #read(key, value) {
    return key.startsWith(ASIDE) ? value : this.#rules.read(key, value);
  }

  /** What another tab has written. @param {string} key @param {unknown} value @throws where it is of a later release, as whose page this one is to be loaded again */
  #readOther(key, value) {
    const read = value === undefined ? undefined : this.#read(key, value);
    if (read === undefined && value !== undefined) this.#outdated = true;
    this.#refuseOutdated();
    return read;
  }

  #refuseOutdated() {
    if (this.#outdated) throw new DOMException('a later release has written here', 'VersionError');
  }

  /** What two tabs have changed, as one. @type {Merge} */
  #merge = (key, mine, theirs) => this.#rules.merge(key, mine, this.#readOther(key, theirs));

  /** A later release, or a person, may be able to read it. @param {string} key @param {unknown} value */
  #putAside(key, value) {
    this.unread.push(key);
    this.#addAside(ASIDE + key, value);
    this.set(key, undefined);
  }

  /** What was put aside by a release that could not read it. @param {string} key @param {unknown} value */
  #readAside(key, value) {
    const name = key.slice(ASIDE.length).replace(/\++$/, ''); // there may be several of one
    const read = this.#rules.read(name, value);
    if (read === undefined) return;
    this.#takeValue(name, read);
    this.set(key, undefined);
  }

  /** What was put aside, by the key that it had. */
  aside() {
    return new Map(this.keys().flatMap((key) => (key.startsWith(ASIDE) ? [[key.slice(ASIDE.length), this.get(key)]] : [])));
  }

  /** What was put aside elsewhere. @param {Map<string, unknown>} values  by key */
  addAside(values) {
    for (const [key, value] of values) this.#addAside(ASIDE + key, value);
  }

  /** Beside what was put aside under the same name. @param {string} name @param {unknown} value */
  #addAside(name, value) {
    const there = this.get(name);
    if (there === undefined) this.set(name, value);
    else if (JSON.stringify(there) !== JSON.stringify(value)) this.#addAside(`${name}+`, value);
  }

  /** What an earlier release has kept, and what tabs that were closed could not write. */
  async takeOver() {
    const taken = this.#pending.others().filter((found) => this.#take(found));
    if (taken.length === 0) return;
    if (await this.flush()) this.#pending.clear(taken);
    else this.#takenPending = taken.filter(({ key }) => isPending(key));
  }

  /** @param {string} key @returns {unknown} undefined where there is nothing */
  get(key) {
    return this.#values.get(key);
  }

  keys() {
    return this.#values.keys().filter((key) => this.get(key) !== undefined);
  }

  /** @param {string} key @param {unknown} value  plain data that is never changed; undefined forgets the key */
  set(key, value) {
    this.#values.set(key, value);
    this.#soon();
  }

  /**
   * A text stands in a document now.
   * @param {string} document @param {string} text @param {import('./notes.js').More} [more]
   */
  note(document, text, more = {}) {
    this.#notes.note(document, text, more);
    this.#soon();
  }

  /** More is known of the text that stands in a document, where it was written here. @param {string} document @param {string} text @param {import('./notes.js').More} more */
  noteAgain(document, text, more) {
    if (this.#notes.standing(document) !== text) return;
    this.note(document, text, more);
    void this.flush();
  }

  #name() {
    return `${this.#load}-${(this.#count += 1)}`;
  }

  /** Other text is to take the place of what stands in a document, which stays in its history. @param {string} document */
  turn(document) {
    this.#notes.turn(document);
  }

  /**
   * The entries of a document, or of all whose names begin so, newest first.
   * @param {string} document @param {{under?: boolean}} [how]
   */
  async entries(document, { under = false } = {}) {
    const high = under ? document + LAST : document;
    const kept = await this.#keptEntries(document, high);
    const noted = this.#notes.all().filter((one) => one.document >= document && one.document <= high);
    const found = new Map(newestFirst([...noted, ...kept]).reverse().map((entry) => [entry.id, entry]));
    this.#notes.know(found.values());
    return newestFirst([...found.values()]);
  }

  /** None where they cannot be read, which is said. @param {string} low @param {string} high */
  async #keptEntries(low, high) {
    try {
      const kept = (await this.#place?.entries(low, high)) ?? [];
      return kept.flatMap((one) => readEntry(one) ?? []);
    } catch (error) {
      this.#fail(error);
      return [];
    }
  }

  /** Entries from elsewhere. @param {readonly Entry[]} entries */
  add(entries) {
    this.#notes.add(entries);
    this.#soon();
  }

  #soon() {
    this.#wait(PACE);
  }

  /** Write after so long, or before, if that is to be. @param {number} milliseconds */
  #wait(milliseconds) {
    const due = this.#now() + milliseconds;
    if (this.#waiting && this.#waiting.due <= due) return;
    this.#waiting?.cancel();
    this.#waiting = { due, cancel: this.#later(() => void this.flush(), milliseconds) };
  }

  /** Write what has changed. @returns {Promise<boolean>} whether all is kept */
  flush() {
    this.#waiting?.cancel();
    this.#waiting = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /**
   * Keep all that is set and added, or nothing: what fills the storage leaves no room for what is typed next.
   * @param {() => void} work  which sets and adds
   * @returns {Promise<boolean>} whether it is kept; if not, all is as it was before
   */
  async allOrNothing(work) {
    if (!(await this.flush())) return false;
    const [values, noted] = [new Map(this.keys().map((key) => [key, this.get(key)])), new Set(this.#notes.all())];
    work();
    const set = this.#values.keys().filter((key) => this.get(key) !== values.get(key)).map((key) => ({ key, value: this.get(key) }));
    const added = this.#notes.all().filter((entry) => !noted.has(entry));
    if (await this.flush()) return true;
    this.#notes.drop(added);
    for (const { key, value } of set) if (this.get(key) === value) this.#putBack(key, values.get(key));
    await this.flush();
    return false;
  }

  /** @param {string} key @param {unknown} value */
  #putBack(key, value) {
    this.set(key, value);
    this.dispatchEvent(new CustomEvent('heard', { detail: key }));
  }

  async #write() {
    const entries = this.#notes.all();
    const changes = this.#outdated ? [] : this.#values.changed.map((key) => this.#values.change(key, this.#name()));
    const nothing = entries.length + changes.length === 0;
    if (nothing && this.problem === null) return true;
    try {
      await this.#reach();
      if (nothing) await this.#readAgain(() => true); // does it answer again?
      const rows = nothing ? [] : await /** @type {Place} */ (this.#place).write(changes, entries, this.#merge);
      this.#wrote(changes, entries, rows);
      this.#refuseOutdated();
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** A place that could not be had at first. */
  async #reach() {
    if (this.#place) return;
    const place = await this.#open();
    await this.#readAgain(() => true, place);
    this.#place = place;
    this.#notes.turnAll();
  }

  /** @param {Change[]} changes @param {Entry[]} entries @param {Row[]} rows */
  #wrote(changes, entries, rows) {
    this.#notes.drop(entries);
    const written = new Map(rows.map((row) => [row.key, row]));
    for (const { key, value, stamp } of changes) {
      const row = written.get(key) ?? { key, value: undefined, stamp };
      this.#values.settle(key, value, row, (mine, theirs) => this.#rules.merge(key, mine, theirs));
      if (row.value !== value) this.dispatchEvent(new CustomEvent('heard', { detail: key })); // it is not as it was asked for
    }
    if (!this.unkept) this.#pending.remove();
    if (!this.#outdated) this.#say(null);
    if (changes.length + entries.length > 0) this.#tell({ keys: changes.map(({ key }) => key), journal: entries.length > 0 });
  }

  /** Another tab has written. @param {unknown} message */
  async hear(message) {
    const { keys, journal } = readTold(message) ?? { keys: [], journal: false };
    if (keys.length > 0) await this.#readAgain((key) => keys.includes(key)).catch((error) => this.#fail(error));
    if (journal) this.dispatchEvent(new CustomEvent('heard', { detail: null }));
  }

  /** The page was away, and is back: others may have written, or all may have been deleted. What is written now are other entries. */
  async again() {
    this.#notes.turnAll();
    if (this.unkept) this.#soon();
    await this.#readAgain(() => true).catch((error) => this.#fail(error));
  }

  /** What cannot be read is as it was here. @param {(key: string) => boolean} of @param {Place | null} [place] */
  async #readAgain(of, place = this.#place) {
    if (!place) return;
    const rows = new Map((await place.rows()).map((row) => [row.key, row]));
    for (const key of new Set([...this.#values.keys(), ...rows.keys()])) {
      const { value, stamp } = rows.get(key) ?? { value: undefined, stamp: null };
      if (!of(key) || this.#values.isChanged(key) || this.#values.stampOf(key) === stamp) continue;
      this.#values.read(key, this.#readOther(key, value), stamp);
      this.dispatchEvent(new CustomEvent('heard', { detail: key }));
    }
  }

  /**
   * The page goes, and may not come back. What is on the desk is not written besides: an engine that
   * keeps the page asleep keeps its question to the database open, and the next page waits for it.
   * @returns {boolean} whether the next visit has all of it, in whichever tab
   */
  leave() {
    if (!this.unkept) return true;
    const values = this.#values.changed.map((key) => [key, this.get(key) ?? null, this.#values.seen(key)]);
    const entries = newestFirst(this.#notes.all());
    const lasts = this.#pending.put({ values, entries });
    if (lasts) this.#pending.clear(this.#takenPending.splice(0)); // all of it is in this one
    if (lasts === null && this.#pending.put({ values, entries: distinct(entries, ({ document }) => document) }) === null) void this.flush(); // this may still come through
    return lasts === true;
  }

  /** Forget what the journal need not hold any longer; what is not written yet takes the place of nothing. */
  async thin() {
    const all = await this.#keptEntries('', LAST);
    const stays = new Set(thinnedJournal(all, this.#now()).map(({ id }) => id));
    const gone = all.filter(({ id }) => !stays.has(id) && !this.#notes.has(id));
    if (gone.length > 0) await this.#place?.forget(gone).catch(() => {}); // it is tried again at the next visit
  }

  /** From the desk. @param {Found} found @returns {boolean} whether it was something for the store */
  #take({ key, text }) {
    if (isPending(key)) {
      const { values, entries } = readPending(text);
      for (const { key, value, seen } of values) this.#takeRead(key, value, seen);
      this.add(entries);
      return true;
    }
    const taken = this.#rules.take(key, text, this.#now());
    if (taken === null) return false;
    for (const one of taken) {
      if ('document' in one) this.add([one]);
      else this.#takeRead(one.key, one.value);
    }
    return true;
  }

  /** @param {string} key @param {unknown} value @param {string[]} [seen] */
  #takeRead(key, value, seen) {
    const read = this.#rules.read(key, value);
    if (read === undefined) this.#putAside(key, value);
    else this.#takeValue(key, read, seen);
  }

  /** @param {string} key @param {unknown} value @param {string[]} [seen]  the stamps of what it was made from, and takes the place of */
  #takeValue(key, value, seen = []) {
    const [here, stamp] = [this.get(key), this.#values.stampOf(key)];
    const next = here === undefined || (stamp && seen.includes(stamp) && !this.#values.isChanged(key)); // another may have gone on from the same
    this.set(key, next ? value : this.#rules.merge(key, here, value));
    this.dispatchEvent(new CustomEvent('heard', { detail: key }));
  }

  /** @param {unknown} error */
  #fail(error) {
    const problem = PROBLEMS[/** @type {Error} */ (error)?.name] ?? 'blocked';
    if (problem === 'full') void this.thin();
    this.#say(problem);
    this.#wait(AGAIN);
  }

  /** Whether there is something that is not written yet. */
  get unkept() {
    return this.#values.changed.length + this.#notes.size > 0;
  }

  /** @param {Store['problem']} problem */
  #say(problem) {
    this.problem = problem;
    const told = problem === null ? (this.#told && this.unkept ? 'soon' : '') : `${problem} ${this.unkept}`;
    if (told === this.#told) return;
    this.#told = told;
    this.dispatchEvent(new Event('problem'));
  }
}

/** @param {() => void} work @param {number} milliseconds */
function inTime(work, milliseconds) {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
