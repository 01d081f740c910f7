/**
 * Hand the reader all that they have made, as a file.
 *
 * @module export-kept
 */

import { exportText } from './course/transfer.js';
import { heldIn } from './course/whole.js';
import { saveFile } from './engine/save-file.js';
import { store } from './kept.js';

/** Also what could not be written. */
export async function saveKept() {
  const held = await heldIn(store);
  saveFile('autograd-progress.json', exportText(held), 'application/json');
  return held;
}
