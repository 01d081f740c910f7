/**
 * Answers that are written as their difference from another: Python makes them whole.
 *
 * @module answers
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DIFFERENCE = /^# changes: /m;

export class Answers {
  #root;
  #texts;

  /**
   * @param {string} root  the folder of the lessons
   * @param {Record<string, string> | undefined} texts  what `python -m tools.differences` printed: whole texts by path
   */
  constructor(root, texts) {
    this.#root = root;
    this.#texts = texts ?? {};
  }

  /** @param {string} path  below the lessons  @param {string} text  as it stands in the file */
  whole(path, text) {
    return this.#texts[path] ?? text;
  }

  /** @param {string} exercise  @returns {string | null} its solution; null where there is none */
  solutionOf(exercise) {
    const path = `${exercise}/solution.py`;
    const file = join(this.#root, path);
    return existsSync(file) ? this.whole(path, readFileSync(file, 'utf8')) : null;
  }

  /** Whether a text that should be whole is a difference still. @param {string} text */
  static isDifference(text) {
    return DIFFERENCE.test(text);
  }
}
