/**
 * Imported first. Pyodide takes a worker that can `importScripts` for one that it cannot run in;
 * an opaque origin allows no other kind, and this one imports nothing.
 */
Object.defineProperty(self, 'importScripts', { value: undefined });

export {};
