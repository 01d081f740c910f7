/**
 * What reads all that comes from storage, a link or a file: the forms of kept.json.
 *
 * @module kept-forms
 */

import kept from '../../shared/kept.json' with { type: 'json' };
import { readersOf } from '../../shared/read.js';

/** @type {(name: string) => (value: unknown) => unknown} */
const find = readersOf(/** @type {Record<string, import('../../shared/shape.js').Schema>} */ (kept.definitions));

/** @template {keyof import('../../shared/kept.js').Kept} Name @param {Name} name @returns {(value: unknown) => import('../../shared/kept.js').Kept[Name] | undefined} */
export const readerOf = (name) => /** @type {any} */ (find(name));

/** Of a link, in characters. */
export const LONGEST_CODE = kept.definitions.Shared.properties.code.metadata.most;
