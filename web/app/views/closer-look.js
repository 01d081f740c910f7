/**
 * The views by which one looks closer: at a gradient, whose formulas are set by the largest library
 * of all, and at the course of a descent. They come when one of them is first wanted.
 *
 * @module closer-look
 */

import { later } from '../later.js';

const gradient = later(() => import('./closer-views.js'));
const curves = later(() => import('./descent-curves.js'), { ahead: true });
/** By the names that tabs and figures have for them. @type {{[view: string]: () => Promise<unknown>}} */
const CLOSER = { table: gradient, derivation: gradient, generated: gradient, code: gradient, race: gradient, curve: curves };

/** @param {string} view @returns {Promise<boolean>} whether it can be shown */
export const closerLook = async (view) => !(view in CLOSER) || Boolean(await CLOSER[view]());
