/**
 * The text that a program printed, of which only the end is kept when there is much.
 *
 * @module text-log
 */

/** @typedef {{text: string, dropped: number}} TextLog `dropped`: characters that are gone from the front */

/** @type {TextLog} */
export const EMPTY_LOG = { text: '', dropped: 0 };

export const KEPT_CHARACTERS = 100_000;

/**
 * @param {TextLog} log
 * @param {string} added
 * @param {number} [kept]
 * @returns {TextLog}
 */
export function append(log, added, kept = KEPT_CHARACTERS) {
  const text = log.text + added;
  if (text.length <= kept) return { text, dropped: log.dropped };
  const cut = wholeLineAfter(text, text.length - kept);
  return { text: text.slice(cut), dropped: log.dropped + cut };
}

/** @param {string} text @param {number} from @returns {number} where the next line begins, if it is near */
function wholeLineAfter(text, from) {
  const newline = text.indexOf('\n', from);
  return newline < 0 || newline > from + 1000 ? from : newline + 1;
}
