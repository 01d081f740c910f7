/** @module closer-views */

import './derivation-view.js';
import './generated-code.js';
import './gradient-race.js';
import './traversal-table.js';
