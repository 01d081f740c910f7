/**
 * The site without a network: every file of one release, kept under its content's hash.
 *
 *     install    the whole release is fetched (or found: what an older release had is not fetched
 *                again), each file against its hash; where one fails, the old release stays
 *     waiting    until nobody uses the old release, or a person asks for this one
 *     activate   files that no page needs any more are dropped
 *     fetch      a path of this release is answered with the content of this release, or not at all
 *     calm       what the browser has dropped is fetched again, when a page has the time for it
 *
 * A page and its files are so always of one release: a release knows each file's hash, and the
 * hash is part of the key. Another site on the same origin has another scope, thus another cache.
 *
 * What a page asks for by a name that carries the hash is answered by the browser itself out of the
 * same cache, where it knows routes, and this worker need not run for it.
 */

/** @typedef {{kind: 'take over' | 'calm'}} FromPage */
/** @typedef {{kind: 'not kept', reason: string}} ToPage */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = worker.registration.scope;
const cacheName = `autograd-from-scratch ${new URL(scope).pathname}`;

/**
 * A page that loads again once the worker that waits has taken over. To load at once would ask this
 * one in the moment in which it ends, and Chromium then waits for an answer for good.
 */
const AGAIN = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<script>
  const again = () => location.reload();
  navigator.serviceWorker.getRegistration().then(({ waiting }) => {
    if (waiting) waiting.addEventListener('statechange', again, { once: true });
    else again();
  });
</script>`;

/** Where the build puts what it names by its content. */
const NAMED = 'assets/';
/**
 * How a page asks for such files. Who asks past all that is kept, by `cache: 'reload'`, asks by a
 * fetch() in no mode of these: routes do not tell it apart, and would answer with what was no good.
 */
const ASKED = [{ requestMode: 'no-cors' }, { requestDestination: 'script' }, { requestDestination: 'style' }, { requestDestination: 'font' }];

/** A route finds what is kept by its address alone. @param {string} path  @param {string} hash */
const keyOf = (path, hash) => new URL(path.startsWith(NAMED) ? path : `${path}?${hash}`, scope).href;

/**
 * Where it fails, or is not known, this worker answers everything itself.
 * @param {ExtendableEvent} event
 */
async function route(event) {
  if (!event.addRoutes) return;
  const folder = new URL(NAMED, scope).pathname.replace(/[^\w/%~-]/g, '\\$&');
  const files = { urlPattern: new URLPattern({ pathname: `${folder}*`, search: '' }), requestMethod: 'GET' };
  await event.addRoutes(ASKED.map((asked) => ({ condition: { ...files, ...asked }, source: { cacheName } })));
}

/** The hash as browsers want it where they check what they fetch. @param {string} hexadecimal */
const integrityOf = (hexadecimal) => {
  const bytes = Array.from(hexadecimal.matchAll(/../g), ([pair]) => Number.parseInt(pair, 16));
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
};

/**
 * The network's copy, checked. A browser's own cache may answer, if the host confirms it.
 * @param {string} path  @param {string} hash
 */
async function fetchChecked(path, hash) {
  const response = await fetch(new URL(path, scope), { cache: 'no-cache', integrity: integrityOf(hash) });
  if (!response.ok) throw new Error(`${path}: the host answered ${response.status}`);
  return response;
}

/** Have all of this release on the device. */
async function keep() {
  const cache = await caches.open(cacheName);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = Object.entries(RELEASE.files).filter(([path, hash]) => !kept.has(keyOf(path, hash)));
  const lane = async () => {
    for (let file = missing.pop(); file; file = missing.pop()) {
      await cache.put(keyOf(...file), await fetchChecked(...file));
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]); // few at a time: the page may be loading too
}

/** @param {unknown} error */
async function tellWhyNot(error) {
  const { name, message } = /** @type {Error} */ (error);
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  /** @type {ToPage} */
  const news = { kind: 'not kept', reason: name === 'QuotaExceededError' ? 'no room' : message };
  for (const page of pages) page.postMessage(news);
}

/** Whether a release that waits would interrupt no one: the page that asks is the only one. */
async function alone() {
  return (await worker.clients.matchAll({ includeUncontrolled: true, type: 'window' })).length <= 1;
}

async function activate() {
  if (await alone()) {
    const cache = await caches.open(cacheName);
    const needed = new Set(Object.entries(RELEASE.files).map(([path, hash]) => keyOf(path, hash)));
    const unneeded = (await cache.keys()).filter(({ url }) => !needed.has(url));
    await Promise.all(unneeded.map((request) => cache.delete(request)));
  }
  await worker.clients.claim();
}

/** @param {string} path  of a file of this release */
async function answer(path) {
  const cache = await caches.open(cacheName);
  const hash = RELEASE.files[path];
  const kept = await cache.match(keyOf(path, hash));
  if (kept) return kept;
  return fetchChecked(path, hash); // the browser dropped it
}

/**
 * A file that this release does not have: of the release before, for a tab that was opened in it
 * (its files' names carry their hashes, so that nothing else can be meant), or the network's.
 * @param {Request} request
 */
async function answerUnknown(request) {
  if (request.url.startsWith(scope + NAMED)) {
    const cache = await caches.open(cacheName);
    const older = await cache.match(request, { ignoreSearch: true });
    if (older) return older;
  }
  return fetch(request);
}

/**
 * A reload is a good moment to change: where a release waits and this is its only page, it takes
 * over, and the page loads again from it. So a release that is broken is left by a reload.
 * Where nothing is kept any more and the host has moved on, the host's page is right.
 * @param {Request} request  @param {string} path
 */
async function answerNavigation(request, path) {
  const { waiting } = worker.registration;
  if (!waiting || !(await alone())) return answer(path).catch(() => fetch(request.url, { cache: 'no-cache' }));
  waiting.postMessage({ kind: 'take over' });
  return new Response(AGAIN, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

/** @param {string} address  @returns {string | null} the path of a file of this release */
function pathOf(address) {
  const url = new URL(address);
  if (!url.href.startsWith(scope)) return null;
  const path = decodeURIComponent(url.href.slice(scope.length).replace(/[?#].*$/, ''));
  return [path, `${path}index.html`].find((name) => Object.hasOwn(RELEASE.files, name)) ?? null;
}

worker.addEventListener('install', (event) => {
  event.waitUntil(route(event).catch((error) => console.warn(`There are no routes: ${error}`)));
  event.waitUntil(
    keep().catch(async (error) => {
      await tellWhyNot(error);
      throw error;
    }),
  );
});

worker.addEventListener('activate', (event) => event.waitUntil(activate()));

worker.addEventListener('message', (event) => {
  const { kind } = /** @type {FromPage} */ (event.data ?? {});
  if (kind === 'take over') void worker.skipWaiting();
  if (kind === 'calm') event.waitUntil(keep().catch((error) => console.warn(`Not all is kept: ${error}`)));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  if (request.cache === 'reload' && request.mode !== 'navigate') return; // what is kept was no good to the page
  const path = pathOf(request.url);
  if (path === null) event.respondWith(answerUnknown(request));
  else event.respondWith(request.mode === 'navigate' ? answerNavigation(request, path) : answer(path));
});
