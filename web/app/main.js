/**
 * The composition root of the Lab's page: makes the session and the views, and joins them to Python.
 *
 * @module main
 */

import { python as client } from './early-python.js';
import { keep, kept, KeptVersions, leftUnfinished } from './autosave.js';
import { engineChoice } from './engine/choice.js';
import './engine/engine-note.js';
import { LabSession } from './lab-session.js';
import { EXAMPLES, knownOf, settingsFor } from './model/examples.js';
import { fromFragment, isShared } from './model/share-link.js';
import { beginningOf, readOpening } from './opening.js';
import { openTheme } from './site-header.js';
import { load, save } from './storage.js';
import './views/lab-page.js';

/** @typedef {import('./views/lab-page.js').LabPage} LabPage */
/** @typedef {import('./views/python-status.js').PythonStatus} PythonStatus */

/** @template {Element} T @param {string} selector @returns {T} */
function find(selector) {
  return /** @type {T} */ (document.querySelector(selector));
}

/** The learner's own text where there is some, else the opening that the build prepared. */
function beginning() {
  const [first] = EXAMPLES;
  const opening = readOpening();
  const saved = kept();
  if (opening && (!saved || saved.code === opening.code)) {
    const from = beginningOf(opening);
    return { ...from, settings: saved?.settings ?? from.settings };
  }
  if (saved) return { code: saved.code, settings: saved.settings };
  return { code: first.code, settings: settingsFor(first) };
}

/**
 * Open the Lab on own work, or on what came by a link. Python goes on as it is: a run has its own interpreter.
 *
 * @param {import('./model/share-link.js').Shared | null} shared  never run unasked
 * @returns {() => void} leave it in good order: what runs is ended, and what is own is kept
 */
function openLab(shared) {
  const session = new LabSession(client, shared ?? beginning(), { engine: () => engineChoice.source, follow: true, known: knownOf });
  const page = emptyPage();
  const status = /** @type {PythonStatus} */ (find('python-status'));
  const left = new AbortController();
  page.exampleId = kept()?.example ?? EXAMPLES[0].id;
  page.byLink = shared !== null;
  page.session = session;
  const unfinished = leftUnfinished();
  if (!shared) {
    keep(session, { example: () => page.exampleId, running: () => client.state === 'running', until: left.signal });
    keepVersions(session, page);
  }
  page.shares = load('lab-shares', {});
  page.addEventListener('shares', () => save('lab-shares', page.shares));
  showState(session, page, status, left.signal);
  runOnCtrlEnter(session, left.signal);
  const start = () => client.start().catch(() => {}); // the state tells it
  page.addEventListener('retry', start);
  status.addEventListener('retry', start, { signal: left.signal });
  if (unfinished) session.tell('The last run did not come to an end, so it was not started again. Press Run when you are ready.');
  if (!unfinished && !shared) void session.run();
  return () => {
    session.stop();
    left.abort();
  };
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

/** What is run, and what gives way to other code, can be had back. @param {LabSession} session @param {LabPage} page */
function keepVersions(session, page) {
  const versions = new KeptVersions();
  const add = (/** @type {string} */ code) => {
    versions.add(code, page.exampleId);
    page.versions = versions.list;
  };
  page.versions = versions.list;
  let ran = session.state.ranCode;
  session.addEventListener('change', () => {
    if (session.state.ranCode === ran) return;
    ran = session.state.ranCode;
    if (ran !== null) add(ran);
  });
  page.addEventListener('replace', (event) => add(/** @type {CustomEvent<string>} */ (event).detail));
}

/** Leaves what is open. */
let leave = () => {};

/** Open what the address names; on the way from one to the other nothing is loaded again. */
async function open() {
  const { hash } = location;
  const shared = isShared(hash) ? await fromFragment(hash) : null;
  if (hash !== location.hash) return; // the reader went on meanwhile
  leave();
  leave = openLab(shared);
  if (isShared(hash) && !shared) /** @type {LabPage} */ (find('lab-page')).session?.tell('The link is damaged: it holds no code that can be read. This is your own work.');
}

/** @param {LabSession} session @param {LabPage} page @param {PythonStatus} status @param {AbortSignal} left */
function showState(session, page, status, left) {
  const show = () => {
    page.pythonState = client.state;
    page.bootProblem = client.state === 'failed' ? (client.error?.message ?? 'The cause is not known.') : null;
    void tell();
  };
  const now = () => {
    const up = client.state === 'ready' || client.state === 'running';
    return up && session.state.busy ? 'running' : up ? 'ready' : client.state;
  };
  // Ready is said only when what Python found is drawn: whoever waits for it finds the new numbers.
  const tell = async () => {
    if (now() === 'ready') await page.updateComplete;
    if (!left.aborted) status.state = now();
  };
  const progress = (/** @type {Event} */ event) => (status.progress = /** @type {CustomEvent} */ (event).detail);
  client.addEventListener('state', show, { signal: left });
  client.addEventListener('progress', progress, { signal: left });
  session.addEventListener('change', show);
  show();
}

/** @param {LabSession} session @param {AbortSignal} left */
function runOnCtrlEnter(session, left) {
  const run = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    void session.run();
  };
  document.addEventListener('keydown', run, { signal: left });
}

openTheme();
window.addEventListener('hashchange', ({ oldURL }) => {
  if (isShared(location.hash) || isShared(new URL(oldURL).hash)) void open();
});
await open();
