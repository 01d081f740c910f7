/**
 * What opens over the page, at a press.
 *
 * @module at-hand
 */

import { later } from '../later.js';

export const dialogs = later(() => import('./dialogs.js'), { ahead: true });
