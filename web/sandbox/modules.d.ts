/** Put in by the build: Pyodide's list of packages, with none in it. */
declare const PYODIDE_LOCK: string;

declare module '*.py' {
  const source: string;
  export default source;
}

declare module 'pyodide/pyodide.mjs' {
  export { loadPyodide, version } from 'pyodide';
}

declare module 'pyodide/pyodide.asm.mjs' {
  const createPyodideModule: (settings: object) => Promise<any>;
  export default createPyodideModule;
}
