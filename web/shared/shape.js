/**
 * Whether data has the form that a JSON Type Definition describes: see protocol.json for what its
 * metadata bounds. It takes time in proportion to what the bounds allow, whatever is given to it.
 *
 * What is looked at came by structured clone, or out of JSON, so that it has no getters. It may be
 * cyclic, have holes, or be a Map where an object should be: no such thing has a form.
 *
 * @module shape
 */

/** What is wrong, after the path to where it is: '.nodes[3].id: not a text'; '' where all is right. @typedef {(value: unknown) => string} Check */

/**
 * @typedef {object} Bounds
 * @property {number} [most]
 * @property {number} [least]
 * @property {number} [above]
 * @property {boolean} [finite]
 * @property {boolean} [whole]
 * @property {boolean} [only]
 * @property {string} [pattern]
 * @property {string} [as]
 * @property {boolean} [cut]  what reads (read.js) leaves out what is more
 * @property {boolean} [clamped]  what reads takes a number that is more as the most
 * @property {unknown} [otherwise]  what is read where there is none
 */

/**
 * @typedef {object} Schema
 * @property {Bounds & Record<string, unknown>} [metadata]
 * @property {boolean} [nullable]
 * @property {string} [ref]
 * @property {string} [type]
 * @property {string[]} [enum]
 * @property {Schema} [elements]
 * @property {Schema} [values]
 * @property {Record<string, Schema>} [properties]
 * @property {Record<string, Schema>} [optionalProperties]
 * @property {string} [discriminator]
 * @property {Record<string, Schema>} [mapping]
 */

/** The checks of all definitions, by name. @param {Record<string, Schema>} definitions @returns {(name: string) => Check} */
export function checksOf(definitions) {
  /** @type {Map<string, Check>} */
  const made = new Map();
  /** @param {string} name @returns {Check} */
  const find = (name) => {
    let check = made.get(name);
    if (!check) made.set(name, (check = checkOf(definitions[name], (other) => (value) => find(other)(value))));
    return check;
  };
  return find;
}

/** @param {Schema} schema @param {(name: string) => Check} find @returns {Check} */
function checkOf(schema, find) {
  const check = formOf(schema, find);
  return schema.nullable ? (value) => (value === null ? '' : check(value)) : check;
}

/** @param {Schema} schema @param {(name: string) => Check} find @returns {Check} */
function formOf(schema, find) {
  const { metadata = {} } = schema;
  if (schema.ref) return find(schema.ref);
  if (schema.type) return typed(schema.type, metadata);
  if (schema.enum) return oneOf(new Set(schema.enum));
  if (schema.elements && metadata.as) return numbers(metadata);
  if (schema.elements) return list(checkOf(schema.elements, find), metadata);
  if (schema.values) return record(checkOf(schema.values, find), metadata);
  if (schema.mapping) return tagged(schema, find);
  return schema.properties || schema.optionalProperties ? object(schema, find) : () => '';
}

const WHOLE = new Map([['uint8', 2 ** 8], ['uint16', 2 ** 16], ['uint32', 2 ** 32]]);

/** @param {string} type @param {Bounds} bounds @returns {Check} */
export function typed(type, bounds) {
  if (type === 'boolean') return bounds.only ? oneOf(new Set([true])) : (value) => (typeof value === 'boolean' ? '' : ': neither true nor false');
  if (type === 'string') return text(bounds);
  const most = bounds.most ?? (WHOLE.get(type) ?? Infinity) - 1;
  if (WHOLE.has(type)) return number({ least: 0, ...bounds, most, whole: true });
  if (type !== 'float64') throw new TypeError(`a schema: what is a ${type}?`);
  return number(bounds);
}

/** @param {Bounds} bounds @returns {Check} */
function number({ least = -Infinity, most = Infinity, above = -Infinity, finite, whole }) {
  if (whole) return (value) => (Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? '' : `: not a whole number from ${least} to ${most}`);
  const bounded = least > -Infinity || most < Infinity || above > -Infinity;
  if (bounded) return (value) => (typeof value === 'number' && value >= least && value <= most && value > above && (!finite || Number.isFinite(value)) ? '' : ': not a number within its bounds');
  if (finite) return (value) => (Number.isFinite(value) ? '' : ': not a finite number');
  return (value) => (typeof value === 'number' ? '' : ': not a number');
}

/** @param {Bounds} bounds @returns {Check} */
function text({ most = Infinity, least = 0, pattern }) {
  const form = pattern === undefined ? null : new RegExp(pattern);
  return (value) => {
    if (typeof value !== 'string') return ': not a text';
    if (value.length > most) return `: longer than ${most} letters`;
    if (value.length < least) return `: shorter than ${least} letters`;
    return !form || form.test(value) ? '' : ': not a name of this kind';
  };
}

/** @param {Set<unknown>} words @returns {Check} */
export const oneOf = (words) => (value) => (words.has(value) ? '' : ': none of the words that may stand here');

/** @param {Bounds} bounds @returns {Check} */
function numbers({ as, most = Infinity, finite }) {
  if (as !== 'Float64Array') throw new TypeError(`a schema: what is a ${as}?`);
  return (value) => {
    if (!(value instanceof Float64Array) || value.byteLength !== value.buffer.byteLength) return ': not an array of numbers';
    if (value.length > most) return `: more than ${most} numbers`;
    return !finite || value.every(Number.isFinite) ? '' : ': a number that is not finite';
  };
}

/** @param {Check} check @param {Bounds} bounds @returns {Check} */
function list(check, { most = Infinity, least = 0 }) {
  return (value) => {
    if (!Array.isArray(value)) return ': not a list';
    if (value.length > most) return `: more than ${most} entries`;
    if (value.length < least) return `: fewer than ${least} entries`;
    for (let k = 0; k < value.length; k += 1) {
      const problem = check(value[k]);
      if (problem) return `[${k}]${problem}`;
    }
    return Object.keys(value).length === value.length ? '' : ': a list with properties of its own';
  };
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isObject = (value) => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** @param {Check} check @param {Bounds} bounds @returns {Check} */
function record(check, { most = Infinity, pattern = '' }) {
  const form = new RegExp(pattern);
  return (value) => {
    if (!isObject(value)) return ': not an object';
    let count = 0;
    for (const key in value) {
      count += 1;
      if (count > most) return `: more than ${most} entries`;
      if (!form.test(key)) return ': an entry whose name is not of this kind';
      const problem = check(value[key]);
      if (problem) return `.${key}${problem}`;
    }
    return '';
  };
}

/** @param {Schema} schema @param {(name: string) => Check} find @returns {Check} */
function object({ properties = {}, optionalProperties = {} }, find) {
  /** @param {Record<string, Schema>} each @returns {[string, Check][]} */
  const checks = (each) => Object.entries(each).map(([key, schema]) => [key, checkOf(schema, find)]);
  const required = checks(properties);
  const known = new Map([...required, ...checks(optionalProperties)]);
  return (value) => {
    if (!isObject(value)) return ': not an object';
    for (const key in value) {
      const check = known.get(key);
      if (!check) return ': a property that is not known';
      const problem = check(value[key]);
      if (problem) return `.${key}${problem}`;
    }
    const missing = required.find(([key]) => !Object.hasOwn(value, key));
    return missing ? `.${missing[0]}: missing` : '';
  };
}

/** @param {Schema} schema @param {(name: string) => Check} find @returns {Check} */
function tagged({ discriminator: tag = '', mapping = {} }, find) {
  const forms = new Map(Object.entries(mapping).map(([name, form]) => [/** @type {unknown} */ (name), checkOf(form, find)]));
  return (value) => {
    if (!isObject(value)) return ': not an object';
    const check = Object.hasOwn(value, tag) ? forms.get(value[tag]) : undefined;
    return check ? check(value) : `.${tag}: none of the words that may stand here`;
  };
}
