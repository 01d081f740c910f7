/**
 * The Python editor.
 *
 * @module code-editor
 */

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { engineCompletion } from './engine-completion.js';
import { lineMarks, setMarks } from './editor-marks.js';
import { hangingIndent } from './hanging-indent.js';
import { typedIndentation } from './typed-indentation.js';
import { View } from './view.js';

/** The nonce under which the page's policy admits CodeMirror's style sheet. */
const STYLE_NONCE = 'cm6';

const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: 'tok-keyword' },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: [tags.string, tags.special(tags.string)], class: 'tok-string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'tok-number' },
  { tag: tags.function(tags.definition(tags.variableName)), class: 'tok-definition' },
]);

/**
 * Events: `edit` (detail: the text) at each change, `run` at Ctrl+Enter, `pointline` (detail: 1-based,
 * or null) when the pointer, or else the cursor, comes to another line.
 */
export class CodeEditor extends View {
  static properties = {
    code: { attribute: false },
    label: {},
    errorLine: { attribute: false },
    litLines: { attribute: false, hasChanged: (/** @type {unknown} */ a, /** @type {unknown} */ b) => String(a) !== String(b) },
  };

  constructor() {
    super();
    this.code = '';
    this.label = 'Python code';
    /** @type {number | null} */
    this.errorLine = null;
    /** The lines of the nodes that are looked at. @type {readonly number[]} */
    this.litLines = [];
    /** @type {EditorView | null} */
    this.editor = null;
    this.line = 0;
    /** The line under the pointer, while it is over the text. @type {number | null} */
    this.hovered = null;
  }

  firstUpdated() {
    this.editor = new EditorView({
      parent: this,
      state: EditorState.create({ doc: this.code, extensions: this.#extensions() }),
    });
  }

  #extensions() {
    return [
      EditorView.cspNonce.of(STYLE_NONCE),
      EditorView.lineWrapping,
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      bracketMatching(),
      python(),
      indentUnit.of('    '),
      EditorState.tabSize.of(4),
      syntaxHighlighting(highlighting),
      lineMarks,
      hangingIndent,
      engineCompletion(),
      typedIndentation(),
      EditorView.domEventHandlers({
        beforeinput: replaceSelection,
        mousemove: (event, editor) => this.#hover(event, editor),
        mouseleave: (_, editor) => this.#hover(null, editor),
      }),
      keymap.of([{ key: 'Mod-Enter', run: () => this.#run() }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({
        'aria-label': this.label,
        'data-testid': 'editor',
        autocapitalize: 'off',
        autocorrect: 'off',
        spellcheck: 'false',
        tabindex: '0', // said outright, for those who look for what scrolls and cannot be focused
      }),
      EditorView.updateListener.of((update) => this.#changed(update)),
    ];
  }

  #run() {
    this.emit('run');
    return true;
  }

  /** @param {import('@codemirror/view').ViewUpdate} update */
  #changed(update) {
    if (update.docChanged) {
      this.code = update.state.doc.toString();
      this.emit('edit', this.code);
    }
    const { head } = update.state.selection.main;
    const line = update.state.doc.lineAt(head).number;
    if (line !== this.line || update.focusChanged) {
      this.line = line;
      this.#pointed(update.view);
    }
  }

  /** @param {EditorView} editor */
  #pointed(editor) {
    this.emit('pointline', this.hovered ?? (editor.hasFocus ? this.line : null));
  }

  /** @param {MouseEvent | null} event  null: the pointer is gone @param {EditorView} editor */
  #hover(event, editor) {
    const at = event && editor.posAtCoords({ x: event.clientX, y: event.clientY });
    const line = at === null ? null : editor.state.doc.lineAt(at).number;
    if (line === this.hovered) return;
    this.hovered = line;
    this.#pointed(editor);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const editor = this.editor;
    if (!editor) return;
    if (changed.has('code') && this.code !== editor.state.doc.toString()) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: this.code } });
    }
    if (changed.has('errorLine') || changed.has('litLines')) this.#mark(editor, changed.has('errorLine'));
  }

  /** @param {EditorView} editor @param {boolean} anew  whether the error has just come */
  #mark(editor, anew) {
    /** @type {import('./editor-marks.js').LineMark[]} */
    const shown = this.litLines.map((line) => ({ line, kind: 'lit' }));
    if (this.errorLine) shown.push({ line: this.errorLine, kind: 'error' });
    editor.dispatch({ effects: setMarks.of(shown) });
    if (anew && this.errorLine && this.errorLine <= editor.state.doc.lines) {
      const at = editor.state.doc.line(this.errorLine).from;
      editor.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'nearest', yMargin: 24 }) });
    }
  }

  /** Put the cursor at the beginning of a line. @param {number} line 1-based */
  goTo(line) {
    const editor = this.editor;
    if (!editor || line < 1 || line > editor.state.doc.lines) return;
    editor.dispatch({ selection: { anchor: editor.state.doc.line(line).from }, scrollIntoView: true });
    editor.focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.editor?.destroy();
  }
}

/**
 * Text over a selection is put in by the editor. Left to the browser, it would come in an element
 * with a style attribute, which the page's policy refuses, loudly.
 * @param {InputEvent} event
 * @param {EditorView} view
 */
function replaceSelection(event, view) {
  if (event.inputType !== 'insertText' || event.data === null || view.composing) return false;
  if (view.state.selection.main.empty && !event.data.includes('\n')) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
  event.preventDefault();
  return true;
}

customElements.define('code-editor', CodeEditor);
