/**
 * One check of one answer: it comes to an end, whatever the answer does.
 *
 * @module attempt
 */

import { LearnerFault, Stopped } from '../python-errors.js';

/** @typedef {import('../../shared/protocol.js').CheckArgs} CheckArgs */
/** @typedef {import('../../shared/protocol.js').CheckResult} CheckResult */
/** @typedef {Pick<import('../python-client.js').PythonClient, 'start' | 'call' | 'stop'>} Python */

/** Python stops a slow answer by itself after this long; the page does when Python cannot. */
export const SECONDS = 10;
const GRACE = 5;

/** @param {string} message @returns {CheckResult} */
const failing = (message) => ({ passed: false, message, line: null, graph: null, wrongNode: null, output: '' });

/**
 * @param {Python} python
 * @param {CheckArgs} args
 * @param {{deadline?: number}} [options]  milliseconds after which Python is stopped
 * @returns {Promise<CheckResult | null>}  null where the student stopped it
 */
export async function attempt(python, args, { deadline = (SECONDS + GRACE) * 1000 } = {}) {
  await python.start();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    python.stop();
  }, deadline);
  try {
    return await python.call('check', { seconds: SECONDS, ...args });
  } catch (fault) {
    if (late) return failing(`Your code was stopped after ${Math.round(deadline / 1000)} seconds. Is there a loop that never ends?`);
    if (fault instanceof LearnerFault) return failing(fault.data.type === 'Crash' ? CRASHED : fault.data.message);
    if (fault instanceof Stopped) return fault.message === new Stopped().message ? null : failing(CRASHED);
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}

/** The interpreter itself ended: the usual cause here is a long chain of linked nodes. */
export const CRASHED =
  'Python itself ended while it ran your code, and has been started again; nothing of yours is lost. ' +
  'A likely cause: thousands of nodes in one chain, each holding the one before. When the last is freed, ' +
  'each frees the next from inside itself, and Python runs out of stack. Try it with fewer numbers; ' +
  'chapter 11 shows an engine that has no such chains.';

/**
 * Run a piece of code for what it prints: a check that asks nothing.
 * @param {Python} python
 * @param {string} code
 * @param {string | null} engine
 * @param {Record<string, string>} [files]  of an exercise, for the modules in it
 */
export function runSnippet(python, code, engine, files = {}) {
  return attempt(python, { files: { ...files, ...SNIPPET }, answer: code, engine });
}

const SNIPPET = { 'exercise.toml': 'kind = "write"\npassed = ""\n', 'check.py': '', 'starter.py': '' };

/**
 * The graph that the code's nodes build of an expression; not an attempt at the exercise. In `graph`
 * as far as it came, with what is wrong in `message`.
 * @param {Python} python @param {string} code @param {string | null} engine
 * @param {{expression: string, values: Record<string, number>, nudge?: {node: string, by: number} | null}} asked  '' for an expression that the code can do already
 */
export function drawGraph(python, code, engine, { expression, values, nudge = null }) {
  const files = { ...SNIPPET, 'check.py': DRAWN, expression, values: JSON.stringify(values), nudge: JSON.stringify(nudge) };
  return attempt(python, { files, answer: code, engine, seconds: LIVE_SECONDS, causes: false });
}

const DRAWN = 'from classroom.pictures.bench import check_drawn\n';
/** What is drawn while one types must not hold up the rest for long. */
const LIVE_SECONDS = 2;
