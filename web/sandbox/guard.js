/**
 * Imported first. Pyodide takes a worker that can `importScripts` for one that it cannot run in;
 * an opaque origin allows no other kind, and this one imports nothing.
 */
Object.defineProperty(self, 'importScripts', { value: undefined });

/*
 * A worker that closes itself and computes on cannot be terminated in Firefox any more: its loop
 * would burn until the tab is closed.
 */
takeAway('close');

/*
 * The frame hears nothing of a worker, which has a port to the page; and the queue of what it does not
 * hear would hold up what ends this worker and begins the next.
 */
takeAway('postMessage');

/*
 * No learner's code needs workers of its own, and a swarm of them would take the machine from the page.
 */
for (const name of ['Worker', 'SharedWorker']) Reflect.deleteProperty(self, name);

/*
 * What is written to the console, or rejected and heard by nobody, is told to the page's own thread: of
 * a flood of it only the beginning.
 */
let room = 200;
const { apply } = Reflect;
const { preventDefault } = Event.prototype;
self.addEventListener('unhandledrejection', (event) => {
  if ((room -= 1) < 0) apply(preventDefault, event, []);
});
for (const [name, write] of Object.entries(console)) {
  if (typeof write === 'function') Reflect.set(console, name, (/** @type {unknown[]} */ ...what) => ((room -= 1) < 0 ? undefined : apply(write, console, what)));
}

/** From this worker, and from wherever it would be found again. @param {string} name */
function takeAway(name) {
  for (let at = /** @type {object | null} */ (self); at; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) Reflect.deleteProperty(at, name);
  }
  Object.defineProperty(self, name, { value: undefined });
}

export {};
