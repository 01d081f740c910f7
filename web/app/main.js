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

/** @typedef {import('./python-client.js').PythonClient} PythonClient */
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

/** @param {import('./model/share-link.js').Shared | null} shared  what came by a link, never run unasked */
function openLab(shared) {
  const session = new LabSession(client, shared ?? beginning(), { engine: () => engineChoice.source, follow: true, known: knownOf });
  const page = /** @type {LabPage} */ (find('lab-page'));
  const status = /** @type {PythonStatus} */ (find('python-status'));
  page.exampleId = kept()?.example ?? EXAMPLES[0].id;
  page.byLink = shared !== null;
  page.session = session;
  const unfinished = leftUnfinished();
  if (!shared) {
    keep(session, () => page.exampleId, () => client.state === 'running');
    keepVersions(session, page);
  }
  page.shares = load('lab-shares', {});
  page.addEventListener('shares', () => save('lab-shares', page.shares));
  showState(client, session, page, status);
  runOnCtrlEnter(session);
  const start = () => client.start().catch(() => {}); // the state tells it
  page.addEventListener('retry', start);
  status.addEventListener('retry', start);
  if (unfinished) session.tell('The last run did not come to an end, so it was not started again. Press Run when you are ready.');
  if (!unfinished && !shared) void session.run();
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

async function open() {
  openTheme();
  window.addEventListener('hashchange', () => isShared(location.hash) && location.reload());
  if (!isShared(location.hash)) return openLab(null);
  const shared = await fromFragment(location.hash);
  openLab(shared);
  if (!shared) /** @type {LabPage} */ (find('lab-page')).session?.tell('The link is damaged: it holds no code that can be read. This is your own work.');
}

/**
 * @param {PythonClient} client
 * @param {LabSession} session
 * @param {LabPage} page
 * @param {PythonStatus} status
 */
function showState(client, session, page, status) {
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
    status.state = now();
  };
  client.addEventListener('state', show);
  client.addEventListener('progress', (event) => (status.progress = /** @type {CustomEvent} */ (event).detail));
  session.addEventListener('change', show);
  show();
}

/** @param {LabSession} session */
function runOnCtrlEnter(session) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    void session.run();
  });
}

void open();
