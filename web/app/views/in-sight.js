/**
 * Scroll a pane, and nothing around it, until a part of it can be seen.
 *
 * @module in-sight
 */

const MARGIN = 16;

/** @param {Element | null} pane @param {Element | null | undefined} part */
export function keepInSight(pane, part) {
  if (!pane || !part) return;
  const [a, b] = [part.getBoundingClientRect(), pane.getBoundingClientRect()];
  const [left, top] = [past(a.left, a.right, b.left, b.right), past(a.top, a.bottom, b.top, b.bottom)];
  if (left === 0 && top === 0) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  pane.scrollBy({ left, top, behavior: still ? 'auto' : 'smooth' });
}

/** @param {number} low @param {number} high @param {number} from @param {number} to @returns {number} how far to scroll */
function past(low, high, from, to) {
  if (low < from || high - low > to - from) return low - from - MARGIN;
  return high > to ? high - to + MARGIN : 0;
}
