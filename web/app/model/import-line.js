/**
 * The line of a program that imports from py_engine.
 *
 * @module import-line
 */

/** The code with a name added to its import from py_engine, where it is not imported yet. @param {string} code @param {string} name @returns {{from: number, insert: string} | null} */
export function importOf(code, name) {
  const line = /^from py_engine import ([\w, ]+)$/m.exec(code);
  if (!line) return { from: 0, insert: `from py_engine import ${name}\n` };
  if (line[1].split(',').some((one) => one.trim() === name)) return null;
  return { from: line.index + line[0].length, insert: `, ${name}` };
}
