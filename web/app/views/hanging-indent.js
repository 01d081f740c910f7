/**
 * A line that is too long goes on under its own beginning, four columns in: by a class for each
 * depth, since the page's policy drops style attributes.
 *
 * @module hanging-indent
 */

import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';

const DEEPEST = 24;

export const hangingIndent = ViewPlugin.define((view) => ({
  decorations: decorate(view),
  update(update) {
    if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
  },
}), { decorations: (plugin) => plugin.decorations });

/** The class of a line. @param {string} text */
export const hanging = (text) => `hang-${Math.min(DEEPEST, 4 + 4 * Math.floor((/^ */.exec(text)?.[0].length ?? 0) / 4))}`;

/** @param {import('@codemirror/view').EditorView} view */
function decorate(view) {
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      builder.add(line.from, line.from, Decoration.line({ class: hanging(line.text) }));
      at = line.to + 1;
    }
  }
  return builder.finish();
}
