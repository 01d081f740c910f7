/**
 * The Lab's opening was worked out when the site was built: Python is given its code only when
 * something is wanted that the page cannot show without.
 *
 *     shown --the reader comes near the pictures, or more of the plane is in sight--> run
 *
 * What a view asks before that run has ended, and the run does not find anyway, is asked after it.
 *
 * @module first-want
 */

/** @typedef {import('./lab-session.js').LabSession} LabSession */

/** By which a reader comes near. */
const NEAR = ['pointermove', 'pointerdown', 'wheel', 'keydown'];
const PICTURES = 'map-hero, graph-hero, node-card';
/** What a run does by itself, with the settings as they are then. */
const SETTINGS = ['configure', 'start', 'descend', 'live'];
/** What it does not: of each kind the newest is asked. */
const QUESTIONS = ['probe', 'instance', 'nudge', 'race'];

/**
 * @param {HTMLElement} page
 * @param {LabSession} session  whose result stands, of code that Python has not run
 * @param {{possible: () => boolean, until: AbortSignal}} how  `possible`: Python is there, or on its way
 */
export function runWhenWanted(page, session, { possible, until }) {
  const wanting = new AbortController();
  const how = { signal: AbortSignal.any([wanting.signal, until]), capture: true, passive: true };
  /** @type {Map<string, CustomEvent>} */
  const asked = new Map();
  let [begun, beginning] = [false, false];

  const run = async () => {
    if (begun || !possible()) return;
    begun = beginning = true;
    const ran = session.run();
    beginning = false;
    await ran;
    end();
  };
  const end = () => {
    const questions = how.signal.aborted ? [] : [...asked.values()];
    wanting.abort();
    for (const { type, target, detail } of questions) target?.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  };
  /** @param {Event} event */
  const near = ({ target }) => void (/** @type {Element} */ (target).closest(PICTURES) && run());
  /** @param {Event} event */
  const hold = (event) => {
    if (!possible()) return;
    event.stopPropagation();
    asked.set(event.type, /** @type {CustomEvent} */ (event));
    void run();
  };
  for (const type of NEAR) page.addEventListener(type, near, how);
  for (const type of SETTINGS) page.addEventListener(type, () => void run(), how);
  for (const type of QUESTIONS) page.addEventListener(type, hold, how);
  page.addEventListener('explore', (event) => void (session.shows(/** @type {CustomEvent} */ (event).detail) || run()), how);
  page.addEventListener('stop', () => asked.clear(), how);
  session.addEventListener('run', () => beginning || wanting.abort(), how); // the reader's own
}
