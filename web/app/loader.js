/**
 * The first script of each page, in the page itself. It prepares the first look; and where another
 * script does not come, it says what is missing, and fetches all of them again, past whatever this
 * browser keeps.
 *
 *     watching --a script fails, or nothing comes--> mending --all is here--> (the page loads again)
 *        |                                            |  ^
 *        '--page-started--> over           it cannot '--' asked to; by itself it tries once
 *
 * It hears on the document `page-started` and `page-failed` (see page-start.js), `part-missing` (see
 * later.js), and `page-progress` where something comes that cannot be seen from here.
 *
 * @module loader
 */
import { takeFirstLook } from './first-look.js';
import { Line } from './line.js';

/** After so many milliseconds without a byte none is expected any more. */
const SILENCE = 20_000;
/** What a page cannot do without, as the build writes it. */
const NEEDED = /\b(?:src|href)="(assets\/[^"]+\.(?:js|css|json))"/g;
/** What it can do without at first: a page is whole without. */
const LATER = /<link rel="later" href="(assets\/[^"]+)"/g;
const UNTOUCHED = 'What stands here can be read, and nothing that is kept on this device is touched.';

/** A file that waiting does not bring. */
class Missing extends Error {}

/** @param {string} address */
const nameOf = (address) => new URL(address, document.baseURI).pathname.split('/').pop() || 'The page';

/** @param {EventTarget | null} target  @returns {target is HTMLLinkElement} */
const isStyle = (target) => target instanceof HTMLLinkElement && target.rel === 'stylesheet';

class Loader {
  #started = false;
  #mending = false;
  #tried = Boolean(history.state?.mended);
  /** What did not come. @type {Set<HTMLScriptElement | HTMLLinkElement>} */
  #missing = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  /** @type {HTMLElement | null} */
  #notice = null;
  #line = new Line(() => fetch(location.href, { method: 'HEAD', cache: 'no-store' }));

  watch() {
    addEventListener('error', (event) => this.#heard(event), true);
    document.addEventListener('load', ({ target }) => isStyle(target) && !target.sheet?.cssRules.length && this.#miss(target), true);
    document.addEventListener('page-failed', (event) => this.#fail(/** @type {CustomEvent} */ (event).detail));
    document.addEventListener('part-missing', () => this.#tell(`The part of this page that was asked for did not come. ${UNTOUCHED}`, true));
    document.addEventListener('page-started', () => this.#over(), { once: true });
    const something = () => this.#expectMore();
    document.addEventListener('page-progress', something);
    document.addEventListener('readystatechange', something);
    new PerformanceObserver(something).observe({ type: 'resource' });
    this.#line.addEventListener('change', () => this.#tellLine());
  }

  /** @param {Event} event */
  #heard(event) {
    const { target } = event;
    if (target instanceof HTMLScriptElement || isStyle(target)) this.#miss(target);
    else if (event instanceof ErrorEvent && event.filename.startsWith(new URL('assets/', document.baseURI).href)) this.#fail(event);
  }

  #expectMore() {
    clearTimeout(this.#silence);
    if (this.#started || document.readyState === 'loading') return;
    this.#silence = setTimeout(() => this.#mendOnce(`Nothing has come for ${SILENCE / 1000} seconds.`), SILENCE);
  }

  #over() {
    this.#started = true;
    clearTimeout(this.#silence);
    const { mended, ...state } = history.state ?? {};
    if (mended) history.replaceState(state, '');
  }

  /** @param {HTMLScriptElement | HTMLLinkElement} element */
  #miss(element) {
    this.#missing.add(element);
    this.#mendOnce(`A part of this page did not come: ${this.#names()}.`);
  }

  #names() {
    return Array.from(this.#missing, (element) => nameOf('src' in element ? element.src : element.href)).join(', ');
  }

  /** @param {{message?: string}} error */
  #fail({ message }) {
    if (!this.#started) this.#mendOnce(`This page could not start (${message}).`);
  }

  /** @param {string} what  has happened */
  #mendOnce(what) {
    if (this.#mending) return;
    if (this.#tried) return this.#tell(`${what} ${UNTOUCHED}`, true);
    this.#tried = true;
    if (!this.#started) history.replaceState({ ...history.state, mended: true }, ''); // the next load knows
    void this.#mend(what, () => !this.#started);
  }

  /** @param {string} what  @param {() => boolean} wanted  whether it is, when all is here */
  async #mend(what, wanted) {
    this.#mending = true;
    this.#tell(`${what} It is fetched again.`);
    try {
      await this.#fetchAll();
      if (!wanted()) return this.#patch();
      await leaveWorkers();
      location.reload();
    } catch (error) {
      this.#tell(`This page is not whole. ${/** @type {Error} */ (error).message} ${UNTOUCHED}`, true);
    } finally {
      this.#mending = false;
    }
  }

  /** All that the page needs, as the host has it now: that is what the browser keeps from here on. */
  async #fetchAll() {
    const page = await this.#fetch(location.href, true);
    const [needed, later] = [NEEDED, LATER].map((named) => new Set(Array.from(page.matchAll(named), ([, path]) => path)));
    const asked = Array.from(needed, (path) => this.#fetch(path).catch((error) => later.has(path) || Promise.reject(error)));
    await Promise.all(asked);
  }

  /** @param {string} address  @param {boolean} [isPage] */
  async #fetch(address, isPage = false) {
    for (let failures = 1; ; failures += 1) {
      try {
        const text = await newest(address, isPage);
        this.#line.works();
        return text;
      } catch (error) {
        if (error instanceof Missing) throw error;
        if (!(await this.#line.another(failures))) throw new Missing(`${nameOf(address)} does not come whole, though the site answers.`);
      }
    }
  }

  #tellLine() {
    this.#tell(this.#line.down ? 'The connection to the site is interrupted. As soon as it is back, this goes on by itself.' : 'The connection is back: the page is fetched again.');
  }

  /** @param {string} text  @param {boolean} [ask]  whether a person may decide */
  #tell(text, ask = false) {
    if (!document.body) return document.addEventListener('DOMContentLoaded', () => this.#tell(text, ask), { once: true });
    this.#notice ??= this.#opened();
    this.#notice.replaceChildren(text);
    if (ask) this.#notice.append(button('Try again', () => void this.#mend('The page was not whole.', () => true)));
  }

  #opened() {
    const notice = document.createElement('div');
    notice.className = 'page-notice';
    notice.setAttribute('role', 'alert');
    document.body.prepend(notice);
    return notice;
  }

  /** All is here, and the page has started meanwhile: what needs no new load is put right. */
  #patch() {
    for (const link of [...this.#missing].filter(isStyle)) {
      link.replaceWith(link.cloneNode());
      this.#missing.delete(link);
    }
    if (this.#missing.size > 0) return this.#tell(`${this.#names()} came too late for this page, which works without. ${UNTOUCHED}`, true);
    this.#notice?.remove();
    this.#notice = null;
  }
}

/** @param {string} label  @param {() => void} action */
function button(label, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button';
  made.textContent = label;
  made.addEventListener('click', action);
  return made;
}

/**
 * The text of a file of the site, from its host and from nowhere else.
 * @param {string} address  @param {boolean} isPage
 * @throws {Missing} where the host answers with something else
 */
async function newest(address, isPage) {
  const silence = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE);
  };
  try {
    wait();
    const response = await fetch(address, { cache: 'reload', signal: silence.signal });
    if (!response.ok) throw new Missing(`${nameOf(address)} is not on the site, which answered ${response.status}.`);
    const html = response.headers.get('Content-Type')?.startsWith('text/html');
    if (html && !isPage) throw new Missing(`The site gives out a page in place of ${nameOf(address)}.`);
    let text = '';
    const decoder = new TextDecoder();
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      wait();
      text += decoder.decode(part.value, { stream: true });
    }
    return text;
  } finally {
    clearTimeout(timer);
  }
}

/** What the service worker keeps may be what does not work: the next load is the host's. */
async function leaveWorkers() {
  const { serviceWorker } = navigator;
  if (!serviceWorker?.controller) return;
  const scope = new URL('.', document.baseURI).href;
  const all = await serviceWorker.getRegistrations();
  await Promise.all(all.filter((worker) => worker.scope === scope).map((worker) => worker.unregister()));
}

takeFirstLook();
new Loader().watch();
