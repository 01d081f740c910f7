/**
 * The values of the store in memory, and which of them are not written yet.
 *
 * A stamp names a writing of a value. What another tab has written over is told by it: a value is
 * written in place of those that it was made from, and merged with any other.
 *
 * @module values
 */

/** @typedef {{key: string, value: unknown, stamp: string}} Row a value as it is kept; `stamp`: which writing of it this is */
/** @typedef {{key: string, value: unknown, seen: string[], stamp: string}} Change `seen`: the stamps of what it was made from, of which it takes the place; a `value` undefined forgets the key */

const MOST_TRIED = 50;

export class Values {
  /** @type {Map<string, {value: unknown, stamp: string | null}>} */
  #values = new Map();
  /** @type {Set<string>} since they were written */
  #changed = new Set();
  /** The stamps with which each may have been written meanwhile, unsaid. @type {Map<string, string[]>} */
  #tried = new Map();

  /** The keys of what is not written yet. */
  get changed() {
    return [...this.#changed];
  }

  /** @param {string} key */
  isChanged(key) {
    return this.#changed.has(key);
  }

  /** @param {string} key @returns {unknown} undefined where there is nothing */
  get(key) {
    return this.#values.get(key)?.value;
  }

  /** @param {string} key @returns {string | null} null where none is known */
  stampOf(key) {
    return this.#values.get(key)?.stamp ?? null;
  }

  /** Also of what is forgotten. */
  keys() {
    return [...this.#values.keys()];
  }

  /** @param {string} key @param {unknown} value */
  set(key, value) {
    this.#values.set(key, { value, stamp: this.stampOf(key) });
    this.#changed.add(key);
  }

  /** As it is kept. @param {string} key @param {unknown} value @param {string | null} stamp */
  read(key, value, stamp) {
    this.#values.set(key, { value, stamp });
  }

  /** What is to be written. @param {string} key @param {string} stamp @returns {Change} */
  change(key, stamp) {
    const seen = this.seen(key);
    this.#tried.set(key, [...(this.#tried.get(key) ?? []), stamp].slice(-MOST_TRIED));
    return { key, value: this.get(key), seen, stamp };
  }

  /** The stamps of what a value was made from. @param {string} key */
  seen(key) {
    return [this.stampOf(key) ?? [], this.#tried.get(key) ?? []].flat();
  }

  /**
   * It is written, if not as it was asked for.
   * @param {string} key @param {unknown} asked @param {Row} row
   * @param {(mine: unknown, theirs: unknown) => unknown} merge
   */
  settle(key, asked, { value: kept, stamp }, merge) {
    const here = this.get(key);
    const since = here !== asked; // it has changed while it was written
    this.read(key, kept === asked ? here : since ? merge(here, kept) : kept, stamp);
    this.#tried.delete(key);
    if (!since) this.#changed.delete(key);
  }
}
