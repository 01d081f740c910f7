/**
 * Links and pictures of the lessons: where they lead on the site, and whether that exists.
 *
 * @module links
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';

/** @typedef {import('./course.mjs').Chapter} Chapter */
/** @typedef {import('./lesson.mjs').Env} Env */
/** @typedef {{file: string, line: number, href: string, page: string, anchor: string}} Inner a link to be checked once all chapters are known */

const PAGES = ['index.html', 'course.html', 'engine.html'];
const PICTURES = ['.svg', '.png', '.webp'];

export class Links {
  /** @type {Inner[]} */
  #inner = [];
  /** @type {Map<string, string>} from a picture's file to its path on the site */
  pictures = new Map();

  /** @param {Chapter[]} chapters */
  constructor(chapters) {
    this.chapters = chapters;
  }

  /** @param {Env} env  @param {string} href  @param {number} line */
  resolve(env, href, line) {
    if (/^https?:\/\//.test(href)) return href;
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
    const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8);
    const path = `assets/${basename(src, extname(src))}-${hash}${extname(src)}`;
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
