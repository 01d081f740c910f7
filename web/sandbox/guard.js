/**
 * Imported first. Pyodide takes a worker that can `importScripts` for one that it cannot run in;
 * an opaque origin allows no other kind, and this one imports nothing.
 */
Object.defineProperty(self, 'importScripts', { value: undefined });

/*
 * A worker that closes itself and computes on cannot be terminated in Firefox any more: its loop
 * would burn until the tab is closed.
 */
for (let at = /** @type {object | null} */ (self); at; at = Object.getPrototypeOf(at)) {
  if (Object.hasOwn(at, 'close')) Reflect.deleteProperty(at, 'close');
}
Object.defineProperty(self, 'close', { value: undefined });

/*
 * No learner's code needs workers of its own, and a swarm of them would take the machine from the page.
 */
for (const name of ['Worker', 'SharedWorker']) Reflect.deleteProperty(self, name);

export {};
