/**
 * Text with `code` in it, as Python's messages, hints and notes are written. Always text, never markup.
 *
 * @module code-words
 */

import { html } from 'lit';

/** @param {string} text */
export function withCode(text) {
  return text.split('`').map((part, index, parts) => (index % 2 && index < parts.length - 1 ? html`<code>${part}</code>` : index % 2 ? `\`${part}` : part));
}
