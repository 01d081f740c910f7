/**
 * A rule of Trusted Types: what this code, and no other, may hand to a place of the browser that takes
 * scripts. The site's policy lists the rules, each of which can be made once.
 *
 * @module trusted
 */

/**
 * @template {Record<string, (text: string) => string>} Rules
 * @param {string} name  as in the policy
 * @param {Rules} rules
 * @returns {Rules} which give what the browser wants in place of texts, where it does
 */
export function trusted(name, rules) {
  const { trustedTypes } = /** @type {{trustedTypes?: {createPolicy(name: string, rules: Rules): Rules}}} */ (globalThis);
  return trustedTypes?.createPolicy(name, rules) ?? rules;
}
