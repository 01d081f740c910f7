/**
 * `$inline$` and `$$display$$` math in Markdown, as GitHub reads it.
 *
 * @module markdown-math
 */

/** @typedef {import('markdown-it').MarkdownIt} MarkdownIt */
/** @typedef {import('markdown-it').StateInline} StateInline */
/** @typedef {import('markdown-it').StateBlock} StateBlock */

/** @param {MarkdownIt} md */
export function mathSyntax(md) {
  md.inline.ruler.after('escape', 'math', inlineMath);
  md.block.ruler.after('fence', 'math_block', blockMath, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
}

/**
 * A dollar opens math where no space follows it, and closes it where no space precedes and no digit
 * follows: so "$5 and $6" is money.
 * @param {StateInline} state
 * @param {boolean} [silent]
 */
function inlineMath(state, silent) {
  const { src, pos } = state;
  if (src[pos] !== '$') return false;
  const fence = src.startsWith('$$', pos) ? '$$' : '$';
  const start = pos + fence.length;
  const end = closing(src, start, fence);
  if (end < 0) return false;
  if (!silent) {
    const token = state.push('math', '', 0);
    token.content = src.slice(start, end);
    token.markup = fence;
    token.meta = { lines: src.slice(0, pos).split('\n').length - 1 };
  }
  state.pos = end + fence.length;
  return true;
}

/** @param {string} src  @param {number} start  @param {string} fence */
function closing(src, start, fence) {
  if (fence === '$' && /\s/.test(src[start] ?? ' ')) return -1;
  for (let at = src.indexOf(fence, start); at >= 0; at = src.indexOf(fence, at + 1)) {
    if (at === start || src[at - 1] === '\\') continue;
    if (fence === '$' && (/\s/.test(src[at - 1]) || /\d/.test(src[at + 1] ?? ''))) continue;
    return at;
  }
  return -1;
}

/** @param {StateBlock} state  @param {number} startLine  @param {number} endLine  @param {boolean} [silent] */
function blockMath(state, startLine, endLine, silent) {
  const lineAt = (/** @type {number} */ line) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
  const first = lineAt(startLine).trim();
  if (!first.startsWith('$$')) return false;
  let last = startLine;
  if (!(first.length > 4 && first.endsWith('$$'))) {
    if (first.slice(2).includes('$$')) return false;
    do last += 1;
    while (last < endLine && !lineAt(last).trim().endsWith('$$'));
    if (last >= endLine) return false;
  }
  if (silent) return true;
  const text = Array.from({ length: last - startLine + 1 }, (_, k) => lineAt(startLine + k)).join('\n').trim();
  const token = state.push('math_block', '', 0);
  token.block = true;
  token.content = text.slice(2, -2).trim();
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
}
