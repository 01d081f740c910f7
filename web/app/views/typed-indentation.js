/**
 * Indentation that helps a person and does not hinder whoever types the spaces as well.
 *
 * Enter indents the new line. Spaces that are then typed by hand are not added to that indentation
 * but take its place, so that typing out a program, spaces and all, gives that program. Text that
 * comes faster than fingers move (a bar-code reader, a dictation tool, a test) is taken as it comes.
 *
 * @module typed-indentation
 */

import { insertNewlineAndIndent } from '@codemirror/commands';
import { Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

const KEYS = 8;
/** Milliseconds between keys, in the median; the fastest typists are at about 60. */
const FASTEST_FINGERS = 45;
/** One space more may be meant; two or more are somebody's own indentation. */
const OWN_INDENTATION = 2;

export function typedIndentation() {
  /** @type {number[]} */
  let gaps = [];
  let last = 0;
  /** Columns of automatic indentation on the cursor's line that typed spaces still use up. */
  let pending = 0;
  /** Spaces that were typed instead of it. */
  let typed = 0;

  const forget = () => {
    pending = 0;
    typed = 0;
    return false;
  };
  const byMachine = () => gaps.length === KEYS && median(gaps) < FASTEST_FINGERS;

  const clock = EditorView.domEventHandlers({
    keydown(event) {
      if (event.repeat) return false;
      gaps = [...gaps.slice(1 - KEYS), event.timeStamp - last];
      last = event.timeStamp;
      return event.key.length > 1 && event.key !== 'Shift' ? forget() : false;
    },
    mousedown: forget,
  });

  /** @param {EditorView} view */
  const newline = (view) => {
    if (byMachine()) {
      view.dispatch(view.state.replaceSelection('\n'), { userEvent: 'input', scrollIntoView: true });
      return true;
    }
    insertNewlineAndIndent(view);
    const { head } = view.state.selection.main;
    pending = head - view.state.doc.lineAt(head).from;
    typed = 0;
    return true;
  };

  const takeOver = EditorView.inputHandler.of((view, from, to, text) => {
    if (pending === 0 || from !== to) return forget();
    if (text === ' ') {
      pending -= 1;
      typed += 1;
      return true;
    }
    if (typed < OWN_INDENTATION) return forget();
    view.dispatch({ changes: { from: from - pending, to, insert: text }, selection: { anchor: from - pending + text.length }, userEvent: 'input.type' });
    forget();
    return true;
  });

  return [clock, takeOver, Prec.high(keymap.of([{ key: 'Enter', run: newline }]))];
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
