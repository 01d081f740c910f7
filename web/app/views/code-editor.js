/**
 * The Python editor.
 *
 * @module code-editor
 */

import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands';
import { pythonLanguage } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { later } from '../later.js';
import { lineMarks, setMarks } from './editor-marks.js';
import { hangingIndent } from './hanging-indent.js';
import { typedIndentation } from './typed-indentation.js';
import { View } from './view.js';

const completion = later(() => import('./engine-completion.js'));
/** It, once it is here. @type {Awaited<ReturnType<typeof completion>>} */
let completed = null;
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
    this.completing = new Compartment();
    /** Names would be offered where the reader is now, were they here. */
    this.missed = false;
    this.completes = false;
    /** The line under the pointer, while it is over the text. @type {number | null} */
    this.hovered = null;
  }

  firstUpdated() {
    this.completes = completed !== null;
    this.editor = new EditorView({
      parent: this,
      state: EditorState.create({ doc: this.code, extensions: this.#extensions() }),
    });
    this.editor.coordsAtPos(0); // it measures its lines: else the numbers beside them would move once they are seen
    document.addEventListener('python-settled', () => void this.#complete({ quietly: true }), { once: true });
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
      pythonLanguage,
      indentUnit.of('    '),
      EditorState.tabSize.of(4),
      syntaxHighlighting(highlighting),
      lineMarks,
      hangingIndent,
      this.completing.of(completed?.engineCompletion() ?? keymap.of([{ key: 'Ctrl-Space', run: () => this.#askForNames() }])),
      typedIndentation(),
      EditorView.domEventHandlers({
        beforeinput: replaceSelection,
        focus: (_, editor) => this.#entered(editor),
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

  /** Who comes to write before the page is calm may soon want names to be completed. @param {EditorView} editor */
  #entered(editor) {
    queueMicrotask(() => readSelection(editor));
    void this.#complete({ quietly: true });
  }

  #askForNames() {
    this.missed = true;
    void this.#complete();
    return true;
  }

  /** @param {{quietly?: boolean}} [how] */
  async #complete(how) {
    if (this.completes) return;
    completed = await completion(how);
    if (!completed || this.completes || !this.editor || !this.isConnected) return;
    this.completes = true;
    this.editor.dispatch({ effects: this.completing.reconfigure(completed.engineCompletion()) });
    if (this.missed) completed.offerNames(this.editor);
  }

  /** @param {import('@codemirror/view').ViewUpdate} update */
  #changed(update) {
    if (update.docChanged) {
      this.code = update.state.doc.toString();
      this.emit('edit', this.code);
    }
    if (update.docChanged || update.selectionSet) this.missed = update.transactions.some((change) => change.isUserEvent('input.type'));
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
      const changes = { from: 0, to: editor.state.doc.length, insert: this.code };
      editor.dispatch({ changes, annotations: isolateHistory.of('full') }); // undone by itself, however soon another comes
    }
    if (changed.has('errorLine') || changed.has('litLines')) this.#mark(editor, changed.has('errorLine'));
  }

  /** @param {EditorView} editor @param {boolean} anew  whether the error has just come */
  #mark(editor, anew) {
    /** @type {import('./editor-marks.js').LineMark[]} */
    const shown = this.litLines.map((line) => ({ line, kind: 'lit' }));
    if (this.errorLine) shown.push({ line: this.errorLine, kind: 'error' });
    readSelection(editor);
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
 * Let the editor know what is selected in the page. It hears of that a moment later, and where it is
 * drawn anew before, it would put its own, older selection in that place.
 * @param {EditorView} view
 */
function readSelection(view) {
  const { anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed } = document.getSelection() ?? {};
  if (isCollapsed || !view.hasFocus || !anchorNode || !focusNode) return; // a mere cursor may be the browser's own guess
  if (!view.contentDOM.contains(anchorNode) || !view.contentDOM.contains(focusNode)) return;
  const anchor = view.posAtDOM(anchorNode, anchorOffset);
  const head = view.posAtDOM(focusNode, focusOffset);
  const { main } = view.state.selection;
  if (anchor !== main.anchor || head !== main.head) view.dispatch({ selection: { anchor, head } });
}

/**
 * Text over a selection is put in by the editor. Left to the browser, it would come in an element
 * with a style attribute, which the page's policy refuses, loudly.
 * @param {InputEvent} event
 * @param {EditorView} view
 */
function replaceSelection(event, view) {
  if (event.inputType !== 'insertText' || event.data === null || view.composing) return false;
  const { from, to } = replacedBy(event, view);
  if (from === to && !event.data.includes('\n')) return false;
  const insert = view.state.toText(event.data);
  const selection = { anchor: from + insert.length };
  view.dispatch({ changes: { from, to, insert }, selection, userEvent: 'input.type', scrollIntoView: true });
  event.preventDefault();
  return true;
}

/**
 * What the text is to replace. The browser knows: its selection may be newer than the editor's,
 * which hears of a change a moment later.
 * @param {InputEvent} event
 * @param {EditorView} view
 */
function replacedBy(event, view) {
  const [range] = event.getTargetRanges();
  if (!range) return view.state.selection.main;
  return {
    from: view.posAtDOM(range.startContainer, range.startOffset),
    to: view.posAtDOM(range.endContainer, range.endOffset),
  };
}

customElements.define('code-editor', CodeEditor);
