/**
 * Which factor of a derivation belongs to which node: each local derivative in a product is marked,
 * so that it can be lit with its node and point to it.
 *
 * @module derivation-factors
 */

/** @typedef {import('../../shared/protocol.js').DerivationStep} DerivationStep */
/** @typedef {{child: string, parent: string}} Factor  ∂child/∂parent */
/** @typedef {{tex: string, words: string, nodes: string[], names: string[]}} MarkedStep `names`: the nodes that the line is about, not only mentions */

const TIMES = ' \\cdot ';

/** @param {readonly DerivationStep[]} steps @returns {MarkedStep[]} */
export function markFactors(steps) {
  /** @type {Map<string, Factor>} */
  const factors = new Map();
  /** @type {(Factor | undefined)[][]} the factors of the product on the line before, sum by sum */
  let above = [];
  return steps.map((step) => {
    const slope = /^(\\frac\{\\partial .+?\}\{\\partial .+?\}) = /.exec(step.tex);
    if (slope && /^The local derivative/.test(step.words)) {
      factors.set(slope[1], { child: step.nodes[0], parent: step.nodes[1] });
      return { ...step, names: step.nodes.slice(0, 1) };
    }
    const named = step.nodes.length <= 2 && !step.tex.startsWith('\\frac') && !step.tex.startsWith('=');
    if (named) return { ...step, names: step.nodes };
    const [head, product] = splitAtEquals(step.tex);
    const given = step.tex.startsWith('= ') ? above : null;
    /** @type {(Factor | undefined)[][]} */
    const found = [];
    const marked = summands(product).map((summand, s) => {
      const pieces = summand.split(TIMES);
      const [lead, first] = leading(pieces[0]);
      const bare = [first, ...pieces.slice(1)];
      const fits = given?.[s]?.length === bare.length;
      found.push(bare.map((piece, k) => (fits ? given?.[s][k] : given ? undefined : factors.get(piece))));
      return lead + bare.map((piece, k) => mark(piece, found[s][k])).join(TIMES);
    });
    above = given ? [] : found;
    return { ...step, tex: head + marked.join(' + '), names: [] };
  });
}

/** @param {string} tex @param {Factor | undefined} factor */
function mark(tex, factor) {
  return factor ? `\\htmlData{child=${factor.child}, parent=${factor.parent}}{${tex}}` : tex;
}

/** @param {string} tex @returns {[string, string]} */
function splitAtEquals(tex) {
  const at = tex.indexOf('= ') + 2;
  return at < 2 ? ['', tex] : [tex.slice(0, at), tex.slice(at)];
}

/** Terms of a sum at the outermost level, where braces and brackets are closed. @param {string} tex */
function summands(tex) {
  /** @type {string[]} */
  const parts = [];
  let [depth, from] = [0, 0];
  for (let k = 0; k < tex.length; k += 1) {
    if ('{(['.includes(tex[k])) depth += 1;
    else if ('})]'.includes(tex[k])) depth -= 1;
    else if (depth === 0 && tex.startsWith(' + ', k)) {
      parts.push(tex.slice(from, k));
      from = k + 3;
    }
  }
  return [...parts, tex.slice(from)];
}

/** A sum sign stands before its first factor. @param {string} tex @returns {[string, string]} */
function leading(tex) {
  const sign = /^(\\sum_\{[^{}]*\}\^\{[^{}]*\} )+/.exec(tex)?.[0] ?? '';
  return [sign, tex.slice(sign.length)];
}
