/**
 * Hand something to the reader as a file.
 *
 * @module save-file
 */

/** @param {string} name @param {string | Blob} content @param {string} [type]  of a text */
export function saveFile(name, content, type = 'text/plain') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type: `${type};charset=utf-8` }) : content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
