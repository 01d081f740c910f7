/**
 * The store's surroundings, in memory: a place and a desk that can be full, blocked or emptied, a
 * clock that is set, and tabs that come, crash and go.
 *
 * @module kept-place
 */
import { RULES } from '../../web/app/storage/rules.js';
import { Store } from '../../web/app/storage/store.js';

export class Device {
  now = 1_000_000;
  full = false;
  /** In characters of JSON. */
  room = Infinity;
  blocked = false;
  /** Written one after the other, as a browser does; a crash takes what is under way. */
  writes = 0;
  rows = new Map();
  journal = new Map();
  texts = new Map();
  #timers = [];
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

  /** @param {string} visit */
  #place(visit) {
    const check = async () => this.#refuse();
    return {
      rows: async () => (await check(), structuredClone([...this.rows.values()])),
      entries: async (low, high) => (await check(), structuredClone([...this.journal.values()].filter(({ document }) => document >= low && document <= high))),
      forget: async (ids) => (await check(), ids.forEach((id) => this.journal.delete(id))),
      write: async (changes, entries, merge) => {
        await check();
        if (this.#gone.includes(visit)) await new Promise(() => {});
        this.writes += 1;
        const before = [new Map(this.rows), new Map(this.journal)];
        for (const entry of structuredClone(entries)) this.journal.set(entry.id, entry);
        const written = changes.flatMap(({ key, value, seen, stamp }) => {
          const there = this.rows.get(key);
          const alone = !there || there.stamp === seen;
          if (value === undefined && alone) return this.rows.delete(key), [];
          const row = { key, value: alone ? value : merge(key, value, structuredClone(there.value)), stamp };
          this.rows.set(key, structuredClone(row));
          return [row];
        });
        if (!this.full && JSON.stringify([...this.rows, ...this.journal]).length <= this.room) return written;
        [this.rows, this.journal] = before;
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
  }

  #desk() {
    const device = this;
    return {
      get: (key) => (device.#refuse(), device.texts.get(key) ?? null),
      set: (key, text) => {
        device.#refuse();
        if (device.full) throw new DOMException('full', 'QuotaExceededError');
        device.texts.set(key, text);
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
        open: async () => (this.#refuse(), this.#place(visit)),
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
        tab.store.leave();
        tab.crash();
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
