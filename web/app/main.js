/**
 * The composition root of the Lab's page: makes the session and the views, and joins them to Python.
 *
 * @module main
 */

import { python as client } from './early-python.js';
import { keep, standingIn, wasHere } from './autosave.js';
import { engineChoice } from './engine/choice.js';
import './engine/engine-note.js';
import { opened, store } from './kept.js';
import { labHistory, ownTexts, whereOthersWrite } from './lab-history.js';
import { LabSession } from './lab-session.js';
import { DEFAULT_DESCENT } from './model/descent-settings.js';
import { knownOf, settingsFor } from './model/examples.js';
import { isLink, isOwn, ownDocument } from './model/document-names.js';
import { documentAt, exampleOf, FIRST, fragmentOf, isPlace, linkDocument } from './model/lab-documents.js';
import { fromFragment, isShared } from './model/share-link.js';
import { keepFirstLook, keepShares, restoreShares } from './first-look.js';
import { runWhenWanted } from './first-want.js';
import { drawnAtFirst } from './model/graph-fold.js';
import { beginningOf, isWhole, readOpening } from './opening.js';
import { Occupied } from './occupied.js';
import { openTheme } from './site-header.js';
import { leftUnfinished } from './unfinished.js';
import { tellKept } from './tell-kept.js';
import { dialogs } from './views/at-hand.js';
import { knowPlaces } from './views/graph-placing.js';
import './views/lab-page.js';

/** @typedef {import('./model/lab-state.js').Beginning} Beginning */
/** @typedef {import('./model/share-link.js').Shared} Shared */
/** @typedef {import('./views/lab-page.js').LabPage} LabPage */
/** @typedef {import('./views/python-status.js').PythonStatus} PythonStatus */
/** @typedef {import('./model/own-texts.js').OwnText} OwnText */
/** @typedef {{document: string, own?: OwnText, beginning: Beginning, shared: Shared | null, notice: string | null}} Opened `own`: the text of the reader's own that the address names, which may be deleted; `shared`: what the link holds */

/** @template {Element} T @param {string} selector @returns {T} */
function find(selector) {
  return /** @type {T} */ (document.querySelector(selector));
}

/**
 * Open the Lab on a document. Python goes on as it is: a run has its own interpreter.
 *
 * @param {Opened} first  of a link nothing is run unasked
 * @param {{hash: string, unfinished: boolean}} how  by which address; and whether the last run was cut off
 */
function openLab({ document: opened, own: named, beginning, shared, notice }, { hash, unfinished }) {
  const session = new LabSession(client, beginning, { engine: () => engineChoice.source, follow: true, known: knownOf });
  const page = emptyPage();
  const status = /** @type {PythonStatus} */ (find('python-status'));
  const left = new AbortController();
  Object.assign(page, { document: opened, own: named, shared, session, back: fragmentOf(lastOpen()) || '#' });
  keep(session, { document: () => page.document, python: client, until: left.signal });
  hearPage(page, session, left.signal);
  showState(session, page, status, left.signal);
  const own = () => !shared && (page.document !== FIRST || !isUntouched(session.state));
  session.addEventListener('change', () => own() && keepFirstLook(true), { signal: left.signal });
  hearKeys(session, left.signal);
  const start = () => client.start().catch(() => {}); // the state tells it
  page.addEventListener('retry', start);
  status.addEventListener('retry', start, { signal: left.signal });
  const shown = isWhole(beginning) && engineChoice.source === null;
  if (shown && !unfinished) runWhenWanted(page, session, { possible: () => client.state !== 'failed', until: left.signal });
  else if (!unfinished && !shared) void session.run(); // which says nothing of before
  if (notice) session.tell(notice);
  else if (unfinished) session.tell('The last run did not come to an end, so it was not started again. Press Run when you are ready.');
  return {
    page,
    session,
    hash,
    /** Leave it in good order: what runs is ended, and what was written is kept. */
    leave() {
      session.stop();
      left.abort();
    },
  };
}

/** What the reader does that is not for the session. @param {LabPage} page @param {LabSession} session @param {AbortSignal} left */
function hearPage(page, session, left) {
  page.shares = restoreShares();
  page.addEventListener('shares', () => keepShares(page.shares));
  void listTexts(page);
  whereOthersWrite(() => void listTexts(page), left);
  page.addEventListener('look', () => void look(page));
  page.addEventListener('turn', () => store.turn(page.document));
  page.addEventListener('choose', (event) => go(/** @type {CustomEvent<string>} */ (event).detail));
  page.addEventListener('own', (event) => makeOwn(/** @type {CustomEvent<string>} */ (event).detail, session.state.settings));
  page.addEventListener('rename', (event) => void noteOwn(page, session, { name: /** @type {CustomEvent<string>} */ (event).detail }));
  page.addEventListener('delete', () => void deleteOwn(page, session));
  page.addEventListener('put-back', (event) => void putBack(/** @type {CustomEvent<string>} */ (event).detail));
  page.addEventListener('restore-elsewhere', (event) => restoreElsewhere(/** @type {CustomEvent<import('./model/journal.js').Entry>} */ (event).detail));
}

/** @param {LabPage} page */
async function listTexts(page) {
  page.ownTexts = await ownTexts();
}

/** What History shows is kept before that is said. @param {LabPage} page */
async function look(page) {
  page.kept = null;
  page.versions = await labHistory(page.document);
  page.kept = await store.flush();
}

/** Something becomes of the reader's own text, with what stands in it now. @param {LabPage} page @param {LabSession} session @param {{name: string} | {gone: true}} more */
async function noteOwn(page, session, more) {
  const { document: name } = page;
  await store.entries(name); // than which this is newer, whatever the clock says
  if (page.document !== name) return;
  const { code, settings } = session.state;
  store.turn(name);
  store.note(name, code, { settings, ...more });
  await listTexts(page);
}

/** Its address shows what takes its place, and how to have it back. @param {LabPage} page @param {LabSession} session */
async function deleteOwn(page, session) {
  const { document: name } = page;
  await noteOwn(page, session, { gone: true });
  store.turn(name);
  await open();
}

/** What was deleted, or another tab's text that stands there by now. @param {string} name */
async function putBack(name) {
  const [entry] = await store.entries(name);
  if (entry) restoreElsewhere(entry);
}

/** Open a document: its address names it, and Back returns from it. @param {string} name */
function go(name) {
  location.hash = fragmentOf(name);
}

/** A text becomes a document of the reader's own. @param {string} text @param {import('./model/descent-settings.js').DescentSettings} [settings] */
function makeOwn(text, settings = DEFAULT_DESCENT) {
  const today = new Date().toLocaleDateString('en', { day: 'numeric', month: 'long' });
  const name = ownDocument(crypto.getRandomValues(new Uint32Array(2)).reduce((id, part) => id + part.toString(36), ''));
  store.note(name, text, { settings, name: `From a link, ${today}` });
  go(name);
}

/** A text of another document stands there again. @param {import('./model/journal.js').Entry} entry */
function restoreElsewhere({ document: name, text, settings }) {
  if (isLink(name)) return makeOwn(text, settings); // the link itself is not here
  store.turn(name);
  store.note(name, text, { settings });
  go(name);
}

/** The Lab's element, with nothing of an earlier session in it. @returns {LabPage} */
function emptyPage() {
  const page = /** @type {LabPage} */ (find('lab-page'));
  if (!page.session) return page;
  const anew = /** @type {LabPage} */ (document.createElement('lab-page'));
  page.replaceWith(anew);
  window.scrollTo({ top: 0, behavior: 'instant' });
  return anew;
}

/** What the address names, with what stands in it. @param {string} hash @returns {Promise<Opened>} */
async function documentOf(hash) {
  const again = lab !== null || wasHere();
  if (!isShared(hash)) return ownWork(documentAt(hash) ?? lastOpen(), again);
  const shared = await fromFragment(hash);
  if (shared === 'later') return { ...(await ownWork(lastOpen(), again)), notice: 'A later release of this site made this link: reload the page, and open it again. This is your own work.' };
  if (shared === 'damaged') return { ...(await ownWork(lastOpen(), again)), notice: 'The link is damaged: it does not hold what it was made with. This is your own work.' };
  const name = linkDocument(shared);
  const entry = await standingIn(name, { again });
  const beginning = entry ? { ...shared, code: entry.text, settings: entry.settings ?? shared.settings } : shared;
  return { document: name, shared, beginning, notice: null };
}

/** The document that was open last, where it is still there. */
function lastOpen() {
  return /** @type {string | undefined} */ (store.get('lab')) ?? FIRST;
}

/** The reader's own text where there is some, else what the document begins with. @param {string} name @param {boolean} again @returns {Promise<Opened>} */
async function ownWork(name, again) {
  const [own] = isOwn(name) ? await ownTexts(name) : [];
  if (own?.gone) return { ...(await ownWork(FIRST, again)), own };
  const entry = await standingIn(name, { again });
  const example = exampleOf(name);
  const opening = name === FIRST ? readOpening() : null;
  if (opening?.places) knowPlaces(drawnAtFirst(opening.result.graph), opening.places);
  if (opening && (!entry || entry.text === opening.code)) {
    const from = beginningOf(opening);
    return { document: name, beginning: { ...from, settings: entry?.settings ?? from.settings }, shared: null, notice: null };
  }
  const settings = example ? settingsFor(example) : DEFAULT_DESCENT;
  if (entry) return { document: name, own, beginning: { code: entry.text, settings: entry.settings ?? settings }, shared: null, notice: null };
  if (example) return { document: name, beginning: { code: example.code, settings }, shared: null, notice: null };
  return { ...(await ownWork(FIRST, again)), notice: `The text that this address names ${store.problem ? 'cannot be read now' : 'is not on this device'}.` };
}

/** Whether the first example is as it was. @param {Pick<Beginning, 'code' | 'settings'>} state */
function isUntouched({ code, settings }) {
  return code === exampleOf(FIRST)?.code && JSON.stringify(settings) === JSON.stringify(DEFAULT_DESCENT);
}

/** What is open. @type {ReturnType<typeof openLab> | null} */
let lab = null;

/** Open what the address names; on the way from one to the other nothing is loaded again. */
async function open() {
  const { hash } = location;
  if (lab && isPlace(hash)) return nameInAddress(lab.page.shared ? lab.hash : fragmentOf(lab.page.document));
  const [next, unfinished] = await Promise.all([documentOf(hash), leftUnfinished()]);
  if (exampleOf(next.document)?.takesColumns) await dialogs(); // it is above the code: nothing is to move as it comes
  if (hash !== location.hash) return; // the reader went on meanwhile
  if (lab && next.document === lab.page.document && !next.notice && !next.own?.gone) return;
  if (!next.shared) nameInAddress(fragmentOf(next.document));
  if (lab && !lab.page.shared && !next.shared && !next.notice) return turnTo(lab, next);
  lab?.leave();
  lab = openLab(next, { hash, unfinished });
  remember(next);
}

/** Another of the reader's own documents, in the same Lab. @param {NonNullable<typeof lab>} there @param {Opened} next */
function turnTo({ page, session }, next) {
  const { code, settings } = next.beginning;
  const same = next.document === page.document;
  Object.assign(page, { document: next.document, own: next.own });
  void listTexts(page);
  if (same) return;
  session.open(code, settings);
  void session.run();
  remember(next);
}

/** The next visit begins with it. @param {Opened} now */
function remember({ document: name, shared, beginning }) {
  if (!shared) keepFirstLook(name !== FIRST || !isUntouched(beginning) || engineChoice.source !== null);
  if (!shared && name !== lastOpen()) store.set('lab', name === FIRST ? undefined : name);
}

/** What is open is named in the address, also where the address said something else. @param {string} fragment */
function nameInAddress(fragment) {
  if (location.hash !== fragment) history.replaceState(null, '', location.pathname + location.search + fragment);
}

/** @param {LabSession} session @param {LabPage} page @param {PythonStatus} status @param {AbortSignal} left */
function showState(session, page, status, left) {
  const show = () => {
    page.pythonState = client.state;
    page.stoppable = occupied.now;
    page.bootProblem = client.state === 'failed' ? (client.error?.message ?? 'The cause is not known.') : null;
    void tell();
  };
  const now = () => {
    const up = client.state === 'ready' || client.state === 'running';
    return up ? (occupied.now ? 'running' : 'ready') : client.state;
  };
  // Ready is said only when what Python found is drawn: whoever waits for it finds the new numbers.
  const tell = async () => {
    if (now() === 'ready') await page.updateComplete;
    if (!left.aborted) status.state = now();
  };
  const progress = (/** @type {Event} */ event) => (status.progress = /** @type {CustomEvent} */ (event).detail);
  client.addEventListener('state', show, { signal: left });
  client.addEventListener('progress', progress, { signal: left });
  const occupied = new Occupied(show);
  session.addEventListener('change', () => {
    occupied.follow(session.state);
    show();
  });
  show();
}

/** @param {LabSession} session @param {AbortSignal} left */
function hearKeys(session, left) {
  const hear = (/** @type {KeyboardEvent} */ event) => {
    const { key, target, defaultPrevented } = event;
    const control = event.ctrlKey || event.metaKey;
    const runs = key === 'Enter' && control && !defaultPrevented;
    const asks = key === '?' && !control && !(/** @type {Element} */ (target).closest('input, select, textarea, [contenteditable]'));
    if (!runs && !asks) return;
    event.preventDefault();
    if (runs) void session.run();
    else void showKeys();
  };
  document.addEventListener('keydown', hear, { signal: left });
}

async function showKeys() {
  if (await dialogs()) await /** @type {import('./views/shortcut-sheet.js').ShortcutSheet} */ (find('shortcut-sheet')).open();
}

openTheme();
await opened;
tellKept();
window.addEventListener('hashchange', () => void open());
if (documentAt(location.hash) === FIRST && !wasHere() && lastOpen() !== FIRST) nameInAddress(fragmentOf(lastOpen()));
await open();
