/**
 * Math, typeset at build time: HTML for the eye with MathML for screen readers, without inline styles.
 *
 * The page's policy admits no style attributes, so each distinct one becomes a class of a small
 * style sheet that is shipped with the pages.
 *
 * @module math
 */
import katex from 'katex';

export class MathStyles {
  /** @type {Map<string, string>} from a style attribute to its class */
  #classes = new Map();

  /** @param {string} html  KaTeX's  @returns {string} the same with classes for style attributes */
  withoutAttributes(html) {
    return html.replace(/<(\w+)([^<>]*?) style="([^"]*)"([^<>]*)>/g, (_, tag, before, style, after) => {
      const name = this.#classFor(style);
      const attributes = `${before}${after}`;
      const merged = attributes.includes('class="')
        ? attributes.replace('class="', `class="${name} `)
        : `${attributes} class="${name}"`;
      return `<${tag}${merged}>`;
    });
  }

  /** @param {string} style */
  #classFor(style) {
    const known = this.#classes.get(style);
    if (known) return known;
    const name = `m${this.#classes.size.toString(36)}`;
    this.#classes.set(style, name);
    return name;
  }

  /** Thrice the class, so that the rule wins over KaTeX's own as the attribute would. */
  toString() {
    return [...this.#classes].map(([style, name]) => `.katex .${name}.${name}.${name}{${style}}`).join('\n');
  }
}

/**
 * @param {string} tex
 * @param {{display: boolean, styles: MathStyles}} options
 * @returns {string}
 * @throws {Error} with KaTeX's account of a mistake
 */
export function typeset(tex, { display, styles }) {
  const html = katex.renderToString(tex, {
    displayMode: display,
    output: 'htmlAndMathml',
    strict: 'error',
    throwOnError: true,
  });
  return styles.withoutAttributes(html);
}
