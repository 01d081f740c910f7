/**
 * Hand a text to the reader as a file.
 *
 * @module save-file
 */

/** @param {string} name @param {string} text @param {string} [type] */
export function saveFile(name, text, type = 'text/plain') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
