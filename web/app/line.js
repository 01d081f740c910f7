/**
 * The line to the site's host, as those who fetch from it meet it: up, or down and waited for.
 *
 * Events: `change`, when `down` does.
 *
 * @module line
 */

/** Milliseconds between two attempts while the line is down, the last for all that follow. */
const PAUSES = [300, 1000, 2000, 4000];
/** How often a file may fail while the host itself answers: then something else is wrong. */
const REFUSALS = 4;

export class Line extends EventTarget {
  #probe;
  #pauses;
  #down = false;
  #closed = false;
  /** Milliseconds that it was down, and since when it is. */
  #lost = 0;
  #since = 0;

  /**
   * @param {() => Promise<unknown>} probe  asks the host for something small; rejects where nothing answers
   * @param {number[]} [pauses]
   */
  constructor(probe, pauses = PAUSES) {
    super();
    this.#probe = probe;
    this.#pauses = pauses;
  }

  get down() {
    return this.#down;
  }

  /** Milliseconds in all for which nothing could come. */
  get lost() {
    return this.#lost + (this.#down ? performance.now() - this.#since : 0);
  }

  /** Nobody waits for it any more. */
  close() {
    this.#closed = true;
  }

  /** Something came. */
  works() {
    if (!this.#down) return;
    this.#lost += performance.now() - this.#since;
    this.#enter(false);
  }

  /**
   * The line broke: wait until another attempt makes sense.
   * @param {number} failures  attempts in a row that brought nothing new
   * @param {AbortSignal} [signal]
   * @returns {Promise<boolean>} false where another attempt makes none: the host answers, this file does not come
   */
  async another(failures, signal) {
    if (!this.#down && failures > 1) { // once is not worth a word
      this.#since = performance.now();
      this.#enter(true);
    }
    const answers = await this.#probe().then(() => true, () => false);
    if (answers && failures >= REFUSALS) return false;
    await rest(this.#pauses[Math.min(failures, this.#pauses.length) - 1] ?? 0, signal);
    return !this.#closed;
  }

  /** @param {boolean} down */
  #enter(down) {
    this.#down = down;
    this.dispatchEvent(new Event('change'));
  }
}

/** So long, or until the browser is online again. @param {number} milliseconds  @param {AbortSignal} [signal] */
function rest(milliseconds, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', over);
      signal?.removeEventListener('abort', over);
      resolve(undefined);
    };
    const timer = setTimeout(over, milliseconds);
    globalThis.addEventListener?.('online', over);
    signal?.addEventListener('abort', over);
  });
}
