/** Python's client alone in a page, for tests that drive it directly. */
import { PythonClient } from '../../../web/app/python-client.js';

/** Call a method, and gather what it streams. The error, where there is one, comes as data. */
async function collect(method, args, { abortAfter = Infinity } = {}) {
  const events = [];
  globalThis.latest = events;
  const abort = new AbortController();
  const onEvent = (event) => {
    if (events.push(event) >= abortAfter) abort.abort();
  };
  try {
    return { events, value: await globalThis.client.call(method, args, { onEvent, signal: abort.signal }) };
  } catch (error) {
    return { events, error: { name: error.name, message: error.message, data: error.data ?? null } };
  }
}

/** What a run of this code prints, as one string. */
async function printed(code) {
  const { events, error } = await collect('run', { code: `${code}\ndef loss(x=1.0):\n    return x * x\n` });
  const text = events.filter(({ event }) => event === 'stdout').map(({ text: part }) => part).join('');
  return error ? `${text}${error.name}: ${error.message}` : text;
}

const states = [];
const client = new PythonClient();
client.addEventListener('state', () => states.push(client.state));
Object.assign(globalThis, { PYTHON_SITE, PythonClient, client, collect, printed, states });
