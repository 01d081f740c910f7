// The compiler of the lessons, started once: the words of a command line as JSON, a line each, from
// stdin; what it tells as JSON, a line each, to stdout.
import { createInterface } from 'node:readline';
import { run } from '../../web/tools/lessons/command.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(attempt(JSON.parse(line))));
}

/** @param {string[]} words */
function attempt(words) {
  try {
    return { mistakes: run(words) };
  } catch (error) {
    return { mistakes: `${error.stack}\n` };
  }
}
