/**
 * How the reader shares the Lab's room among the panes.
 *
 * @module pane-shares
 */

/** Percent of the code beside the pictures, and of the map above the graph; what is missing is as at first. @typedef {{code?: number, map?: number}} PaneShares */

/** @param {any} found  what was kept, by whichever release @returns {PaneShares} */
export function readShares(found) {
  const { code, map } = found ?? {};
  return { ...(isShare(code) && { code }), ...(isShare(map) && { map }) };
}

/** @param {unknown} share */
const isShare = (share) => typeof share === 'number' && share > 0 && share < 100;
