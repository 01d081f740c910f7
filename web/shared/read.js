/**
 * What another release has written, or anyone, read with nothing but what belongs there: kept.json says
 * what is read where a part has not its form. It is made anew, so that nothing else comes along.
 *
 * @module read
 */

import { isObject, oneOf, typed } from './shape.js';

/** @typedef {import('./shape.js').Schema} Schema */
/** @typedef {(value: unknown) => unknown} Read  gives undefined where it has not the form */
/** @typedef {(name: string) => Read} Find */

/** What reads each definition, by name. @param {Record<string, Schema>} definitions @returns {Find} */
export function readersOf(definitions) {
  /** @type {Map<string, Read>} */
  const made = new Map();
  /** @type {Find} */
  const find = (name) => {
    let read = made.get(name);
    if (!read) made.set(name, (read = readerOf(definitions[name], find)));
    return read;
  };
  return find;
}

/** @param {Schema} schema @param {Find} find @returns {Read} */
function readerOf(schema, find) {
  const { nullable, metadata: { otherwise } = {} } = schema;
  const form = formOf(schema, find);
  /** @type {Read} */
  const read = (value) => (nullable && value === null ? null : form(value));
  return (value) => {
    const found = read(value);
    return found === undefined ? read(otherwise) : found;
  };
}

/** @param {Schema} schema @param {Find} find @returns {Read} */
function formOf(schema, find) {
  const { metadata = {} } = schema;
  if (schema.ref) return find(schema.ref);
  if (schema.elements) return list(readerOf(schema.elements, find), metadata);
  if (schema.values) return record(readerOf(schema.values, find));
  if (schema.properties) return object(schema, find);
  if (schema.enum) return only(oneOf(new Set(schema.enum)));
  return schema.type ? single(schema.type, metadata) : (value) => value;
}

/** @param {import('./shape.js').Check} check @returns {Read} */
const only = (check) => (value) => (check(value) === '' ? value : undefined);

/** @param {string} type @param {import('./shape.js').Bounds} bounds @returns {Read} */
function single(type, bounds) {
  const { cut, clamped, whole, most = Infinity } = bounds;
  const read = only(typed(type, bounds));
  if (cut) return (value) => read(typeof value === 'string' ? value.slice(0, most) : value);
  if (!clamped) return read;
  return (value) => read(Number.isFinite(value) ? Math.min(whole ? Math.floor(Number(value)) : Number(value), most) : value);
}

/** @param {Read} read @param {import('./shape.js').Bounds} bounds @returns {Read} */
function list(read, { cut, most = Infinity, least = 0 }) {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    if (value.length > most && !cut) return undefined;
    const found = value.slice(0, most).map(read).filter((each) => each !== undefined);
    return found.length < least ? undefined : found;
  };
}

/** @param {Read} read @returns {Read} */
const record = (read) => (value) => isObject(value) ? Object.fromEntries(Object.entries(value).flatMap(([key, each]) => present(key, read(each)))) : undefined;

/** @param {string} key @param {unknown} value @returns {[string, unknown][]} */
const present = (key, value) => (value === undefined ? [] : [[key, value]]);

/** @param {Schema} schema @param {Find} find @returns {Read} */
function object({ properties = {}, optionalProperties = {} }, find) {
  /** @param {Record<string, Schema>} each @returns {[string, Read][]} */
  const readers = (each) => Object.entries(each).map(([key, schema]) => [key, readerOf(schema, find)]);
  const [required, others] = [readers(properties), readers(optionalProperties)];
  return (value) => {
    if (!isObject(value)) return undefined;
    const part = (/** @type {string} */ key) => (Object.hasOwn(value, key) ? value[key] : undefined);
    const found = required.map(([key, read]) => /** @type {const} */ ([key, read(part(key))]));
    if (found.some(([, each]) => each === undefined)) return undefined;
    const more = others.flatMap(([key, read]) => (part(key) === undefined ? [] : present(key, read(part(key)))));
    return Object.fromEntries([...found, ...more]);
  };
}
