/**
 * Lines of the editor that are marked: the line of an error, the line of the selected node.
 *
 * @module editor-marks
 */

import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, gutterLineClass, GutterMarker } from '@codemirror/view';

/** @typedef {{line: number, kind: 'error' | 'lit'}} LineMark 1-based */

/** @type {import('@codemirror/state').StateEffectType<LineMark[]>} */
export const setMarks = StateEffect.define();

class ErrorGutter extends GutterMarker {
  elementClass = 'cm-error-gutter';
}

const errorGutter = new ErrorGutter();

export const lineMarks = StateField.define({
  /** @returns {import('@codemirror/view').DecorationSet} */
  create: () => Decoration.none,
  update(shown, transaction) {
    const effect = transaction.effects.find((e) => e.is(setMarks));
    return effect ? decorate(transaction.state.doc, effect.value) : shown.map(transaction.changes);
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    gutterLineClass.compute([field], (state) => gutterOf(state.field(field), state.doc.length)),
  ],
});

/** @param {import('@codemirror/state').Text} doc @param {LineMark[]} lines */
function decorate(doc, lines) {
  const ranges = lines
    .filter(({ line }) => line >= 1 && line <= doc.lines)
    .map(({ line, kind }) => Decoration.line({ class: `cm-${kind}-line`, kind }).range(doc.line(line).from));
  return Decoration.set(ranges, true);
}

/** @param {import('@codemirror/view').DecorationSet} decorations @param {number} length */
function gutterOf(decorations, length) {
  /** @type {import('@codemirror/state').Range<GutterMarker>[]} */
  const found = [];
  decorations.between(0, length, (from, _to, decoration) => {
    if (decoration.spec.kind === 'error') found.push(errorGutter.range(from));
  });
  return RangeSet.of(found);
}
