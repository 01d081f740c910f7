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
/** Milliseconds between keys; the fastest fingers are at about 60, a held key repeats at 30. */
const FASTEST_FINGERS = 20;

export function typedIndentation() {
  /** @type {number[]} */
  let gaps = [];
  let last = 0;
  /** Columns of automatic indentation on the cursor's line that typed spaces still use up. */
  let pending = 0;

  const byMachine = () => gaps.length === KEYS && median(gaps) < FASTEST_FINGERS;

  const clock = EditorView.domEventHandlers({
    keydown(event) {
      gaps = [...gaps.slice(1 - KEYS), event.timeStamp - last];
      last = event.timeStamp;
      if (event.key !== ' ' && event.key !== 'Shift') pending = 0;
      return false;
    },
    mousedown: () => {
      pending = 0;
      return false;
    },
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
    return true;
  };

  const swallow = EditorView.inputHandler.of((_view, _from, _to, text) => {
    if (text !== ' ' || pending === 0) return false;
    pending -= 1;
    return true;
  });

  return [clock, swallow, Prec.high(keymap.of([{ key: 'Enter', run: newline }]))];
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
