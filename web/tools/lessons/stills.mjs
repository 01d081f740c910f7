/**
 * What Python is asked for the stills of all figures, and what it answered.
 *
 * @module stills
 */
import { questionOf } from './still.mjs';

/** @typedef {import('./still.mjs').Question} Question */
/** @typedef {import('./still.mjs').Claim} Claim */
/** @typedef {import('./still.mjs').Still} Still */
/** @typedef {Still | {problem: string} | {refuted: string}} Answer */

export class Stills {
  /** @type {Map<string, Question>} each question once */
  #questions = new Map();
  /** @type {Map<string, Answer>} */
  #answers = new Map();

  /** @param {Question[]} [questions]  @param {Answer[]} [answers] */
  constructor(questions = [], answers = []) {
    answers.forEach((answer, k) => this.#answers.set(JSON.stringify(questions[k]), answer));
  }

  /** @param {import('../../app/course/figure-parts.js').FigureSettings & Claim} settings  @returns {Answer | null} null where Python has not been asked yet */
  of(settings) {
    const question = questionOf(settings);
    const key = JSON.stringify(question);
    this.#questions.set(key, question);
    return this.#answers.get(key) ?? null;
  }

  get questions() {
    return [...this.#questions.values()];
  }
}
