/**
 * Compile the course: Markdown, exercises and figures to pages that can be read without JavaScript.
 *
 *     node web/tools/lessons.mjs --figures FILE [--lessons DIR]
 *     node web/tools/lessons.mjs --out DIR [--answers FILE] [--figures FILE --stills FILE] [--lessons DIR] [--pages DIR] [--only-check]
 *
 * Without --out it writes what the stills of the figures show, for `classroom.prerender.stills`, whose
 * answers it takes as --stills; without them, figures have none. What is written
 * as a difference comes whole from `python -m tools.differences`, as --answers. From the templates course.html and engine.html in PAGES it writes course.html, a page a chapter, and
 * engine.html; and in assets/ the exercises as data, the style sheet of the math, the pictures and the notebooks. Mistakes in the lessons are told as FILE:LINE: MESSAGE, and end in status 1.
 */
import { run } from './lessons/command.mjs';

const mistakes = run(process.argv.slice(2));
if (mistakes) {
  console.error(mistakes);
  process.exitCode = 1;
}
