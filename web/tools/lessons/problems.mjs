/**
 * What is wrong with the lessons, each with its file and line.
 *
 * @module problems
 */
import { relative } from 'node:path';

/** @typedef {{file: string, line: number, message: string}} Problem */

export class Problems {
  /** @type {Problem[]} */
  found = [];

  /** @param {string} root  paths are told relative to it */
  constructor(root) {
    this.root = root;
  }

  /** @param {string} file  @param {number} line  1-based  @param {string} message */
  add(file, line, message) {
    this.found.push({ file: relative(this.root, file), line, message });
  }

  /** One problem a line, as compilers write them. */
  toString() {
    return [...this.found]
      .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
      .map(({ file, line, message }) => `${file}:${line}: ${message}`)
      .join('\n');
  }
}

/**
 * The 1-based line of the first occurrence of a text, for messages about a setting.
 * @param {string} source
 * @param {string | RegExp} part
 */
export function lineOf(source, part) {
  const at = typeof part === 'string' ? source.indexOf(part) : source.search(part);
  return at < 0 ? 1 : source.slice(0, at).split('\n').length;
}
