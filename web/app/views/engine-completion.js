/**
 * Completion of py_engine's names. Enter never accepts: it is the key that ends a line.
 *
 * @module engine-completion
 */

import { acceptCompletion, autocompletion, closeCompletion, moveCompletionSelection, startCompletion } from '@codemirror/autocomplete';
import { Prec } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { ENGINE_NAMES } from '../model/engine-names.js';
import { importOf } from '../model/import-line.js';

export function engineCompletion() {
  return [
    autocompletion({ override: [complete], defaultKeymap: false, icons: false, activateOnTyping: true }),
    Prec.high(
      keymap.of([
        { key: 'Ctrl-Space', run: startCompletion },
        { key: 'Tab', run: acceptCompletion },
        { key: 'Escape', run: closeCompletion },
        { key: 'ArrowDown', run: moveCompletionSelection(true) },
        { key: 'ArrowUp', run: moveCompletionSelection(false) },
      ]),
    ),
  ];
}

/** As if what stands before the cursor had just been written, or asked for. @param {import('@codemirror/view').EditorView} editor */
export function offerNames(editor) {
  startCompletion(editor);
}

/** @param {import('@codemirror/autocomplete').CompletionContext} context */
function complete(context) {
  const word = context.matchBefore(/\w+/);
  if (!word || (word.text.length < 2 && !context.explicit)) return null;
  const before = context.state.doc.lineAt(word.from).text.slice(0, word.from - context.state.doc.lineAt(word.from).from);
  if (/#|(["'])[^"']*$|\.$/.test(before)) return null;
  return {
    from: word.from,
    validFor: /^\w*$/,
    options: ENGINE_NAMES.map(({ name, signature, about }) => ({ label: name, detail: signature, info: () => more(name, about), apply: accept })),
  };
}

/** What a name is, and where there is more. @param {string} name  @param {string} about */
function more(name, about) {
  const panel = document.createElement('div');
  const link = Object.assign(document.createElement('a'), { href: `reference-${name}.html`, target: '_blank', textContent: 'Reference' });
  panel.append(`${about} `, link);
  return panel;
}

/**
 * The name, and its import where that is missing.
 * @param {import('@codemirror/view').EditorView} view
 * @param {import('@codemirror/autocomplete').Completion} completion
 * @param {number} from
 * @param {number} to
 */
function accept(view, { label }, from, to) {
  const missing = /^from py_engine import/.test(view.state.doc.lineAt(from).text) ? null : importOf(view.state.doc.toString(), label);
  const word = { from, to, insert: label };
  const shift = missing && missing.from <= from ? missing.insert.length : 0;
  view.dispatch({
    changes: missing ? [missing, word] : word,
    selection: { anchor: from + shift + label.length },
    userEvent: 'input.complete',
  });
}
