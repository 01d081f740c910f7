/**
 * The classes, methods and functions of a Python text, as its indentation shows them; and how what
 * one text defines is carried over into another.
 *
 * @module definitions
 */

/**
 * @typedef {object} Definition
 * @property {string} name
 * @property {string | null} owner  the class that it stands in; null at the left edge
 * @property {'class' | 'function' | 'value'} kind
 * @property {string} head   its first line, without indentation
 * @property {number} first  index of its first line, decorators and comments before it included
 * @property {number} end    index after its last line
 */

const HEAD = /^(\s*)(?:async\s+)?(def|class)\s+([A-Za-z_]\w*)/;
const VALUE = /^(\s*)([A-Za-z_]\w*)\s*(?::[^=]+)?=(?!=)/;

/** What stands at the left edge, and in the classes there; in the order of the text. @param {string} source @returns {Definition[]} */
export function definitionsOf(source) {
  const lines = source.split('\n');
  const code = codeLines(lines);
  return within(lines, code, 0, lines.length, 0, null);
}

/**
 * @param {string[]} lines @param {boolean[]} code @param {number} from @param {number} to
 * @param {number} depth @param {string | null} owner @returns {Definition[]}
 */
function within(lines, code, from, to, depth, owner) {
  /** @type {Definition[]} */
  const found = [];
  for (let at = from; at < to; at += 1) {
    if (!code[at] || indentOf(lines[at]) !== depth) continue;
    const named = HEAD.exec(lines[at]);
    const value = named ? null : VALUE.exec(lines[at]);
    if (!named && !value) continue;
    const end = endOf(lines, code, at, to, depth);
    const [kind, name] = named ? [named[2] === 'class' ? 'class' : 'function', named[3]] : ['value', /** @type {RegExpExecArray} */ (value)[2]];
    found.push({ name, owner, kind: /** @type {Definition['kind']} */ (kind), head: lines[at].trim(), first: beginning(lines, at, from), end });
    if (kind === 'class' && owner === null) {
      const body = lines.slice(at + 1, end).findIndex((line, k) => code[at + 1 + k] && line.trim() !== '');
      if (body >= 0) found.push(...within(lines, code, at + 1, end, indentOf(lines[at + 1 + body]), name));
    }
    at = end - 1;
  }
  return found;
}

/**
 * A newer text with what an older one defines and the newer does not; the names that were carried
 * over. Methods go to the end of their class, the rest to the end of the text.
 * @param {string} newer @param {string} older @returns {{source: string, carried: string[]}}
 */
export function carryOver(newer, older) {
  const there = new Set(definitionsOf(newer).map(keyOf));
  const missing = definitionsOf(older).filter((one) => !there.has(keyOf(one)) && (one.owner === null || there.has(keyOf({ ...one, name: one.owner, owner: null }))));
  const lines = older.split('\n');
  let source = newer;
  for (const one of missing) source = put(source, one, lines.slice(one.first, one.end));
  return { source, carried: missing.map(({ owner, name }) => (owner ? `${owner}.${name}` : name)) };
}

/** @param {Pick<Definition, 'owner' | 'name'>} definition */
const keyOf = ({ owner, name }) => `${owner ?? ''}.${name}`;

/** @param {string} source @param {Definition} definition @param {string[]} text */
function put(source, { owner, kind }, text) {
  const lines = source.replace(/\n+$/, '').split('\n');
  const home = owner === null ? null : definitionsOf(lines.join('\n')).find((one) => one.kind === 'class' && one.name === owner);
  const at = home ? home.end : lines.length;
  const indent = indentOf(text.find((line) => line.trim() !== '') ?? '');
  const wanted = home ? bodyIndent(lines, home) : 0;
  const moved = text.map((line) => (line.trim() === '' ? '' : ' '.repeat(wanted) + line.slice(indent)));
  const gap = home || kind === 'value' ? [''] : ['', ''];
  return `${[...lines.slice(0, at), ...gap, ...moved, ...lines.slice(at)].join('\n')}\n`;
}

/** @param {string[]} lines @param {Definition} home */
function bodyIndent(lines, { first, end }) {
  const head = lines.findIndex((line, at) => at >= first && HEAD.test(line));
  const inside = lines.slice(head + 1, end).find((line) => line.trim() !== '');
  return inside ? indentOf(inside) : indentOf(lines[head]) + 4;
}

/** @param {string} line */
const indentOf = (line) => line.length - line.trimStart().length;

/** Decorators, and comments without a gap, belong to what follows them. @param {string[]} lines @param {number} at @param {number} from */
function beginning(lines, at, from) {
  let first = at;
  while (first > from && /^\s*[@#]/.test(lines[first - 1])) first -= 1;
  return first;
}

/** @param {string[]} lines @param {boolean[]} code @param {number} at @param {number} to @param {number} depth */
function endOf(lines, code, at, to, depth) {
  let end = at + 1;
  for (let next = at + 1; next < to; next += 1) {
    const blank = lines[next].trim() === '';
    if (!blank && code[next] && indentOf(lines[next]) <= depth && !/^\s*[)\]}]/.test(lines[next])) break;
    if (!blank) end = next + 1;
  }
  return end;
}

/** Whether each line begins as code: not within a text of several lines. @param {string[]} lines */
function codeLines(lines) {
  /** @type {string | null} */
  let open = null;
  return lines.map((line) => {
    const begins = open === null;
    let rest = line;
    for (;;) {
      if (open) {
        const close = rest.indexOf(open);
        if (close < 0) break;
        rest = rest.slice(close + 3);
        open = null;
      }
      const found = /"""|'''|#|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/.exec(rest);
      if (!found || found[0] === '#') break;
      rest = rest.slice(found.index + found[0].length);
      if (found[0] === '"""' || found[0] === "'''") open = found[0];
    }
    return begins;
  });
}
