/**
 * The store's place: IndexedDB.
 *
 * @module database
 */

import { openDB } from 'idb';
import { keptRow, laterEntry } from './kept-row.js';

/** @typedef {import('./store.js').Place} Place */
/** @typedef {import('./store.js').Row} Row */
/** @typedef {import('./store.js').Change} Change */
/** @typedef {import('./store.js').Merge} Merge */
/** @typedef {import('../model/journal.js').Entry} Entry */
/** @typedef {{values: {key: string, value: Row}, journal: {key: string, value: Entry, indexes: {document: string}}}} Schema */
/** @typedef {import('idb').IDBPDatabase<Schema>} Database */

const VERSION = 1;
/** In milliseconds: a database that does not answer must keep neither the page from opening nor silent on what is not kept. */
const PATIENCE = 5000;

/**
 * @param {string} name
 * @returns {Promise<Place>} rejects where the browser keeps none
 */
export async function openPlace(name) {
  /** @type {Promise<Database> | null} */
  let open = null;
  const drop = () => (open = null);
  /** @template T @param {(database: Database) => Promise<T>} work */
  const ask = async (work) => {
    const opening = (open ??= openDatabase(name, drop));
    try {
      return await inTime(opening.then(work));
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'QuotaExceededError') leave(opening, drop);
      throw error;
    }
  };
  await ask(async () => {});
  return {
    rows: () => ask((database) => database.getAll('values')),
    entries: (low, high) => ask((database) => database.getAllFromIndex('journal', 'document', IDBKeyRange.bound(low, high))),
    write: (changes, entries, merge) => ask((database) => write(database, changes, entries, merge)),
    forget: (entries) => ask((database) => forget(database, entries)),
  };
}

/** A connection may have ended unsaid: the next question opens another. @param {Promise<Database>} opening @param {() => void} drop */
function leave(opening, drop) {
  drop();
  opening.then((database) => database.close(), () => {}); // or it was never open
}

/**
 * @param {string} name
 * @param {() => void} drop  the connection has ended: the site's data were deleted, or another release wants them
 */
async function openDatabase(name, drop) {
  /** @type {Database} */
  const database = await openDB(name, VERSION, {
    upgrade(made) {
      made.createObjectStore('values', { keyPath: 'key' });
      made.createObjectStore('journal', { keyPath: 'id' }).createIndex('document', 'document');
    },
    blocking() {
      drop();
      database.close();
    },
    terminated: drop,
  });
  return database;
}

/** @param {Database} database @param {Change[]} changes @param {Entry[]} entries @param {Merge} merge */
async function write(database, changes, entries, merge) {
  const writing = database.transaction(['values', 'journal'], 'readwrite');
  const [values, journal] = [writing.objectStore('values'), writing.objectStore('journal')];
  const put = Promise.all([...entries.map((entry) => writeEntry(journal, entry)), ...changes.map((change) => writeValue(values, change, merge))]);
  put.catch(() => {}); // the transaction tells it
  await writing.done;
  return (await put).flatMap((row) => row ?? []);
}

/** @template {'values' | 'journal'} Name @typedef {import('idb').IDBPObjectStore<Schema, ('values' | 'journal')[], Name, 'readwrite'>} Kept */

/** @param {Kept<'journal'>} journal @param {Entry} entry */
async function writeEntry(journal, entry) {
  await journal.put(laterEntry(await journal.get(entry.id), entry));
}

/** @param {Kept<'values'>} values @param {Change} change @param {Merge} merge */
async function writeValue(values, change, merge) {
  const row = keptRow(change, await values.get(change.key), merge);
  if (row) await values.put(row);
  else await values.delete(change.key);
  return row;
}

/** @param {Database} database @param {Pick<Entry, 'id' | 'at'>[]} entries */
async function forget(database, entries) {
  const writing = database.transaction('journal', 'readwrite');
  const { store } = writing;
  const forgotten = entries.map(async ({ id, at }) => (await store.get(id))?.at === at && store.delete(id));
  await Promise.all([...forgotten, writing.done]);
}

/** @template T @param {Promise<T>} answer @returns {Promise<T>} */
function inTime(answer) {
  return Promise.race([answer, new Promise((_, reject) => setTimeout(() => reject(new DOMException("the browser's database does not answer", 'TimeoutError')), PATIENCE))]);
}
