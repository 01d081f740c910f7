/**
 * Python of the Lab, which starts before the Lab's own scripts are here: they are many times larger.
 *
 * @module early-python
 */
import { PythonClient } from './python-client.js';

export const python = new PythonClient();
python.start().catch(() => {}); // the state tells it
