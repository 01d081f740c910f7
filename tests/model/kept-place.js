/**
 * The store's surroundings, in memory: a place and a desk that can be full, blocked or emptied, a
 * clock that is set, and tabs that come, crash and go.
 *
 * @module kept-place
 */
import { keptRow, laterEntry } from '../../web/app/storage/kept-row.js';
import { RULES } from '../../web/app/storage/rules.js';
import { Store } from '../../web/app/storage/store.js';

/** In milliseconds, as in storage/database.js. */
const PATIENCE = 5000;

export class Device {
  now = 1_000_000;
  full = false;
  /** In characters of JSON. */
  room = Infinity;
  blocked = false;
  /** How long the database takes for a question, in milliseconds. */
  slow = 0;
  /** Written one after the other, as a browser does; a crash takes what is under way. */
  writes = 0;
  rows = new Map();
  journal = new Map();
  texts = new Map();
  #timers = [];
  /** When the database has answered all questions. */
  #free = 0;
  #tabs = [];
  /** What these visits write does not come through any more. */
  #gone = [];

  /** Time goes by, and what is due happens. @param {number} milliseconds */
  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.now = Math.max(this.now, next.due);
      next.work();
      await settled();
    }
    this.now = end;
    await settled();
  }

  #refuse() {
    if (this.blocked) throw new DOMException('blocked', 'InvalidStateError');
  }

  /** A question to the database: answered in its turn, though the page may no longer wait. @template T @param {() => T} work @returns {Promise<T>} */
  async #ask(work) {
    this.#refuse();
    if (this.slow === 0) return work();
    this.#free = Math.max(this.#free, this.now) + this.slow;
    return new Promise((resolve, reject) => {
      const answer = async () => work();
      this.#timers.push({ due: this.#free, work: () => void answer().then(resolve, reject) });
      this.#timers.push({ due: this.now + PATIENCE, work: () => reject(new DOMException('slow', 'TimeoutError')) });
    });
  }

  /** @param {string} visit */
  #place(visit) {
    return {
      rows: () => this.#ask(() => structuredClone([...this.rows.values()])),
      entries: (low, high) => this.#ask(() => structuredClone([...this.journal.values()].filter(({ document }) => document >= low && document <= high))),
      forget: (entries) => this.#ask(() => entries.forEach(({ id, at }) => this.journal.get(id)?.at === at && this.journal.delete(id))),
      write: (changes, entries, merge) => this.#ask(() => this.#write(visit, changes, structuredClone(entries), merge)),
    };
  }

  /** @param {string} visit @param {import('../../web/app/storage/store.js').Change[]} changes @param {import('../../web/app/model/journal.js').Entry[]} entries @param {import('../../web/app/storage/store.js').Merge} merge */
  #write(visit, changes, entries, merge) {
    if (this.#gone.includes(visit)) return new Promise(() => {});
    this.writes += 1;
    const before = [new Map(this.rows), new Map(this.journal)];
    for (const entry of entries) this.journal.set(entry.id, laterEntry(this.journal.get(entry.id), entry));
    const written = changes.flatMap((change) => {
      const row = keptRow(change, structuredClone(this.rows.get(change.key)), merge);
      if (row) this.rows.set(row.key, structuredClone(row));
      else this.rows.delete(change.key);
      return row ?? [];
    });
    if (!this.full && JSON.stringify([...this.rows, ...this.journal]).length <= this.room) return written;
    [this.rows, this.journal] = before;
    throw new DOMException('full', 'QuotaExceededError');
  }

  /** Storage for little texts. */
  #desk() {
    const device = this;
    return {
      get: (key) => (device.#refuse(), device.texts.get(key) ?? null),
      set: (key, text) => {
        device.#refuse();
        if (device.full) throw new DOMException('full', 'QuotaExceededError');
        device.texts.set(key, text);
        return true;
      },
      remove: (key) => (device.#refuse(), void device.texts.delete(key)),
      keys: () => (device.#refuse(), [...device.texts.keys()]),
    };
  }

  /** Open the site in a tab. @param {string} [name] the same for a tab that is loaded again */
  async open(name = `tab ${this.#tabs.length}`) {
    const mine = [];
    const visit = `visit ${(this.visits = (this.visits ?? 0) + 1)}`;
    const tab = {
      store: new Store({
        open: () => this.#ask(() => this.#place(visit)),
        desk: this.#desk(),
        rules: RULES,
        tell: (message) => this.#tabs.filter((other) => other !== tab).forEach(({ store }) => void store.hear(structuredClone(message))),
        now: () => this.now,
        tab: () => name,
        load: visit,
        later: (work, wait) => {
          const timer = { due: this.now + wait, work };
          this.#timers.push(timer);
          mine.push(timer);
          return () => (this.#timers = this.#timers.filter((one) => one !== timer));
        },
      }),
      /** Nothing of it happens any more. */
      crash: () => {
        this.#timers = this.#timers.filter((one) => !mine.includes(one));
        this.#tabs = this.#tabs.filter((one) => one !== tab);
      },
      /** As a page goes: it is told, and gets no more time; what it began to write may not come through. */
      close: ({ written = true } = {}) => {
        this.#gone.push(...(written ? [] : [visit]));
        const kept = tab.store.leave();
        tab.crash();
        return kept;
      },
    };
    this.#tabs.push(tab);
    await tab.store.open();
    return tab;
  }
}

/** What was begun has happened. */
export const settled = async () => {
  for (let k = 0; k < 30; k += 1) await null;
};
