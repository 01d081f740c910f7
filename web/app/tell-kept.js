/**
 * Tell, on whichever page, where what is made is not kept.
 *
 * @module tell-kept
 */

import { saveKept } from './export-kept.js';
import { store } from './kept.js';
import './views/kept-notice.js';

/** Once the store is open. */
export function tellKept() {
  const notice = /** @type {import('./views/kept-notice.js').KeptNotice} */ (document.createElement('kept-notice'));
  const show = () => Object.assign(notice, { problem: store.problem, unkept: store.unkept, unread: store.unread.length });
  store.addEventListener('problem', show);
  notice.addEventListener('export', () => void saveKept());
  notice.addEventListener('again', () => void store.flush());
  show();
  (document.querySelector('.notices') ?? document.body).prepend(notice);
}
