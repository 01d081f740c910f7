/** @module dialogs */

import './data-paste.js';
import './name-form.js';
import './share-list.js';
import './shortcut-sheet.js';
import './version-list.js';
