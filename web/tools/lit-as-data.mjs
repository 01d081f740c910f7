/**
 * What a view needs of Lit to say what it draws, where nothing is to come to life.
 *
 * @module lit-as-data
 */

/** @param {readonly string[]} strings @param {unknown[]} values */
const asData = (strings, ...values) => ({ strings, values });

export { asData as html, asData as svg };
export const nothing = null;

export class LitElement {
  addController() {}
}
