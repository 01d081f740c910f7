/**
 * Python coloured at build time, with the editor's own parser and class names.
 *
 * @module highlight
 */
import { pythonLanguage } from '@codemirror/lang-python';
import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { escape } from './html.mjs';

const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: 'tok-keyword' },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: [tags.string, tags.special(tags.string)], class: 'tok-string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'tok-number' },
  { tag: tags.function(tags.definition(tags.variableName)), class: 'tok-definition' },
]);

/** @param {string} code  @returns {string} HTML */
export function highlightPython(code) {
  let html = '';
  highlightCode(
    code,
    pythonLanguage.parser.parse(code),
    highlighter,
    (text, classes) => (html += classes ? `<span class="${classes}">${escape(text)}</span>` : escape(text)),
    () => (html += '\n'),
  );
  return html;
}
