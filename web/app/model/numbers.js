/**
 * Numbers as the reader sees them: a real minus, few digits, aligned decimals; and as Python does.
 *
 * @module numbers
 */

const MINUS = '−';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * The shortest text that reads back as the same double, spelled as Python's `repr` spells it.
 * @param {number} value
 * @returns {string}
 */
export function pythonRepr(value) {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits, exponent] = shortestDigits(Math.abs(value));
  const sign = value < 0 ? '-' : '';
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  return sign + positional(digits, exponent);
}

/** @param {number} magnitude @returns {[string, number]} significant digits, and the power of ten of the first */
function shortestDigits(magnitude) {
  const [mantissa, exponent] = magnitude.toExponential().split('e');
  return [mantissa.replace('.', ''), Number(exponent)];
}

/** @param {string} digits @param {number} exponent */
function positional(digits, exponent) {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/**
 * A number for the eye, at about four significant places: `0.4431`, `−0.3278`, `1.2×10⁻⁷`.
 * @param {number} value
 * @param {number} [places] decimals of an ordinary number
 * @returns {string}
 */
export function format(value, places = 4) {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (magnitude < 10 ** (1 - places) || magnitude >= 1e6) return sign + scientific(magnitude);
  const shown = magnitude >= 1000 ? Math.max(0, places - 3) : magnitude < 0.01 ? places + 1 : places;
  return sign + magnitude.toFixed(shown);
}

/** The same, without zeros that say nothing: `0.3`, `2`. @param {number} value @param {number} [places] */
export function formatShort(value, places = 4) {
  const text = format(value, places);
  return /^[−\d]+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/** Every digit of the double, with a real minus. @param {number} value */
export function formatFull(value) {
  return pythonRepr(value).replaceAll('-', MINUS);
}

/** @param {number} magnitude */
function scientific(magnitude) {
  const [mantissa, exponent] = magnitude.toExponential(2).split('e');
  const trimmed = mantissa.replace(/\.?0+$/, '');
  return `${trimmed}×10${superscript(Number(exponent))}`;
}

/** @param {number} integer */
export function superscript(integer) {
  const digits = [...String(Math.abs(integer))].map((d) => SUPERSCRIPTS[Number(d)]).join('');
  return (integer < 0 ? '⁻' : '') + digits;
}

/** `10^6` in a sentence as `10⁶`. @param {string} text */
export function raisePowers(text) {
  return text.replace(/10\^(-?\d+)/g, (_, exponent) => `10${superscript(Number(exponent))}`);
}

/** `1,000`. @param {number} count */
export function formatCount(count) {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * A text cut where its decimals begin, so that a column can align on the point.
 * @param {string} text
 * @returns {[string, string]}
 */
export function splitAtPoint(text) {
  const at = text.search(/[.×]/);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

/**
 * What a person typed as a number; a real minus and a decimal comma are understood.
 * @param {string} text
 * @returns {number | null} null where it is no finite number
 */
export function parseNumber(text) {
  const plain = text.trim().replaceAll(MINUS, '-').replace(/^([^.,]*),([^.,]*)$/, '$1.$2');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
