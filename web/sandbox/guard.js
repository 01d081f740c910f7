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

/*
 * What is built of lists and objects here and sent to the page is what it was built to be: nothing
 * can be added to what all of them inherit, such as a setter of an index.
 */
Object.preventExtensions(Array.prototype);
Object.preventExtensions(Object.prototype);

export {};
