/**
 * TOML, with mistakes told by file and line.
 *
 * @module toml
 */
import { parse, TomlError } from 'smol-toml';

/** @typedef {import('./problems.mjs').Problems} Problems */

/**
 * @param {string} source
 * @param {{file: string, line?: number, problems: Problems}} place  `line`: where the source starts in its file
 * @returns {Record<string, any> | null} null where it cannot be read
 */
export function readToml(source, { file, line = 1, problems }) {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const said = error.message.split('\n')[0].replace('Invalid TOML document: ', '');
    problems.add(file, line + error.line - 1, `this is not TOML: ${said}`);
    return null;
  }
}

/**
 * @typedef {object} Setting
 * @property {'string' | 'number' | 'boolean' | 'strings' | 'numbers' | 'pairs' | 'times'} type
 * @property {boolean} [required]
 * @property {readonly string[]} [oneOf]
 */

/** @type {Record<Setting['type'], (value: unknown) => boolean>} */
const IS = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  strings: (value) => Array.isArray(value) && value.every(IS.string),
  numbers: (value) => Array.isArray(value) && value.every(IS.number),
  pairs: (value) => Array.isArray(value) && value.every((pair) => IS.numbers(pair) && pair.length === 2),
  times: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(IS.number),
};
const SAID = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  strings: 'a list of texts',
  numbers: 'a list of numbers',
  pairs: 'a list of pairs of numbers',
  times: 'a table from names to seconds',
};

/**
 * What is wrong with settings, as sentences: unknown names, missing ones, values of another type.
 * @param {Record<string, unknown>} settings
 * @param {Record<string, Setting>} known
 * @returns {{name: string, message: string}[]}
 */
export function mistakesIn(settings, known) {
  const mistakes = [];
  for (const [name, value] of Object.entries(settings)) {
    const setting = known[name];
    if (!setting) {
      mistakes.push({ name, message: `unknown setting "${name}"; known are ${Object.keys(known).join(', ')}` });
    } else if (!IS[setting.type](value)) {
      mistakes.push({ name, message: `"${name}" should be ${SAID[setting.type]}` });
    } else if (setting.oneOf && !setting.oneOf.includes(/** @type {string} */ (value))) {
      mistakes.push({ name, message: `unknown ${name} "${value}"; known are ${setting.oneOf.join(', ')}` });
    }
  }
  for (const [name, { required }] of Object.entries(known)) {
    if (required && !(name in settings)) mistakes.push({ name, message: `"${name}" is missing` });
  }
  return mistakes;
}
