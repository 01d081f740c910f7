/**
 * The views by which one looks closer at a gradient. The formulas of one of them are set by the
 * largest library of all, so they come together, and when one of them is first wanted.
 *
 * @module closer-look
 */

import { later } from '../later.js';

export const closerLook = later(() => import('./closer-views.js'));
