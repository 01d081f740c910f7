/**
 * The composition root of the reference: Python starts with the first example that is run.
 *
 * @module reference
 */

import './course/code-block.js';
import { SharedPython } from './course/shared-python.js';
import { startPage } from './page-start.js';
import { PythonClient } from './python-client.js';
import { openTheme, showStatus } from './site-header.js';
import './views/name-search.js';

async function open() {
  openTheme();
  const blocks = /** @type {import('./course/code-block.js').CodeBlock[]} */ ([...document.querySelectorAll('code-block')]);
  if (blocks.length === 0) return;
  const client = new PythonClient();
  client.addEventListener('progress', () => told(client), { once: true });
  const shared = new SharedPython(client);
  for (const block of blocks) block.python = shared.share();
}

/** What Python does is told from when it begins to do something. @param {PythonClient} client */
function told(client) {
  showStatus(client);
  document.querySelector('python-status')?.removeAttribute('hidden');
}

void startPage(open);
