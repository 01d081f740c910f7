/**
 * All that the store holds, to be taken along; and what a file holds, taken in.
 *
 * @module whole
 */

import { NO_ENGINE } from '../model/engine-file.js';
import { newEntries } from '../model/journal.js';
import { Progress } from './progress.js';

/** @typedef {import('../storage/store.js').Store} Store */
/** @typedef {import('../model/engine-file.js').EngineFile} EngineFile */
/** @typedef {import('./transfer.js').Held} Held */
/** @typedef {{same: string[], texts: number}} TakenIn `same`: the ids of the exercises that were here already; `texts`: how many of the journal were not */

/** @param {Store} store  which is open @returns {Promise<Held>} */
export async function heldIn(store) {
  return {
    records: new Progress(store).all(),
    engine: /** @type {EngineFile | undefined} */ (store.get('engine')) ?? NO_ENGINE,
    entries: await store.entries('', { under: true }),
    aside: store.aside(),
  };
}

/**
 * With every text of both; or nothing, where there is no room for all.
 * @param {Store} store @param {Held} held  of another device
 * @param {() => void} takeEngine  does the same for its engine
 * @returns {Promise<TakenIn | null>}
 */
export async function takeIn(store, { records, entries, aside }, takeEngine) {
  const there = await store.entries('', { under: true });
  const ids = new Set(there.map(({ id }) => id));
  const added = newEntries(there, entries);
  /** @type {string[]} */
  let same = [];
  const kept = await store.allOrNothing(() => {
    same = new Progress(store).merge(records);
    takeEngine();
    store.add(added);
    store.addAside(aside);
  });
  return kept ? { same, texts: added.filter(({ id }) => !ids.has(id)).length } : null;
}
