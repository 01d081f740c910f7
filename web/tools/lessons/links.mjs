/**
 * Links, pictures and notebooks of the lessons: where they lead on the site, and whether that exists.
 *
 * @module links
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { notebookOf } from './notebook.mjs';

/** @typedef {import('./course.mjs').Chapter} Chapter */
/** @typedef {import('./lesson.mjs').Env} Env */
/** @typedef {{file: string, line: number, href: string, page: string, anchor: string}} Inner a link to be checked once all chapters are known */

const PAGES = ['index.html', 'course.html', 'engine.html'];
const PICTURES = ['.svg', '.png', '.webp'];
export const NOTEBOOK = '.ipynb';

/** @param {string | Uint8Array} content */
const hashOf = (content) => createHash('sha256').update(content).digest('hex').slice(0, 8);

export class Links {
  /** @type {Inner[]} */
  #inner = [];
  /** @type {Map<string, string>} from a picture's file to its path on the site */
  pictures = new Map();

  /** @type {Map<string, string>} from a notebook's path on the site to its text */
  notebooks = new Map();

  /** @param {Chapter[]} chapters  @param {(exercise: string) => string | null} solutionOf */
  constructor(chapters, solutionOf) {
    this.chapters = chapters;
    this.solutionOf = solutionOf;
  }

  /** @param {Env} env  @param {string} href  @param {number} line */
  resolve(env, href, line) {
    if (/^https?:\/\//.test(href)) return href;
    if (extname(href) === NOTEBOOK) return this.#notebook(env, href, line);
    const [path, anchor = ''] = href.split('#');
    const target = path === '' ? this.#chapterIn(env.folder) : this.#chapterAt(resolve(env.root, env.folder, path));
    const page = target?.page ?? (PAGES.includes(path) ? path : null);
    if (!page) {
      env.problems.add(env.file, line, `the link to ${href} leads nowhere: link to another chapter's lesson.md, to ${PAGES.join(', ')}, or to https://`);
      return href;
    }
    if (target) this.#inner.push({ file: env.file, line, href, page, anchor });
    return path === '' ? href : `${page}${anchor ? `#${anchor}` : ''}`;
  }

  /** A notebook is made of the Python file of its name. @param {Env} env  @param {string} href  @param {number} line */
  #notebook(env, href, line) {
    const name = basename(href, NOTEBOOK);
    const file = resolve(env.root, env.folder, `${name}.py`);
    if (href !== `${name}${NOTEBOOK}` || !existsSync(file)) {
      env.problems.add(env.file, line, `there is no ${name}.py in ${env.folder} to make ${href} of`);
      return href;
    }
    const text = notebookOf(readFileSync(file, 'utf8'), { file, solutionOf: this.solutionOf, problems: env.problems });
    const path = `assets/${name}-${hashOf(text)}${NOTEBOOK}`;
    this.notebooks.set(path, text);
    return path;
  }

  /** @param {string} folder */
  #chapterIn(folder) {
    return this.chapters.find((chapter) => chapter.folder === folder);
  }

  /** @param {string} path */
  #chapterAt(path) {
    return this.chapters.find(({ file }) => file === path || dirname(file) === path);
  }

  /** @param {Env} env  @param {string} src  @param {number} line */
  picture(env, src, line) {
    const file = resolve(env.root, env.folder, src);
    if (!PICTURES.includes(extname(src)) || !existsSync(file)) {
      env.problems.add(env.file, line, `there is no picture ${src} (${PICTURES.join(', ')}) in ${env.folder}`);
      return src;
    }
    const path = `assets/${basename(src, extname(src))}-${hashOf(readFileSync(file))}${extname(src)}`;
    this.pictures.set(file, path);
    return path;
  }

  /**
   * Tell the links to anchors that no chapter has.
   * @param {Map<string, Set<string>>} anchors  by page
   * @param {import('./problems.mjs').Problems} problems
   */
  check(anchors, problems) {
    for (const { file, line, href, page, anchor } of this.#inner) {
      if (anchor && !anchors.get(page)?.has(anchor)) problems.add(file, line, `the link to ${href} names an anchor that is not there`);
    }
  }
}
