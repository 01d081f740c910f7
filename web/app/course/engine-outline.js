/**
 * What each step of the engine adds to it, by name: the outline of the class to be built.
 *
 * @module engine-outline
 */

import { definitionsOf } from '../model/definitions.js';

/** @typedef {import('./course-data.js').CourseData} CourseData */
/** @typedef {import('../model/definitions.js').Definition} Definition */
/** @typedef {{step: string, title: string, href: string, heads: string[], owner: string | null}} OutlineLine `heads`: empty for a step that adds no definition and no parameter */

/**
 * The parts of the class in the order of the steps, then the functions beside it.
 * @param {CourseData} course @returns {{owner: string | null, lines: OutlineLine[]}[]}
 */
export function engineOutline(course) {
  /** @type {Set<string>} */
  const known = new Set();
  const lines = course.engine.flatMap((step) => {
    const added = definitionsOf(course.exercises[step].files['solution.py']).filter((one) => one.kind !== 'class' && !known.has(keyOf(one)));
    for (const one of added) known.add(keyOf(one));
    const line = { step, title: course.exercises[step].title, href: hrefOf(course, step) };
    const owners = [...new Set(added.map(({ owner }) => owner))];
    if (owners.length === 0) return [{ ...line, owner: className(course), heads: [] }];
    return owners.map((owner) => ({ ...line, owner, heads: added.filter((one) => one.owner === owner).map(({ kind, name, head }) => (kind === 'value' ? `${name} = …` : head.replace(/:$/, ''))) }));
  });
  const owners = [className(course), null];
  return owners.map((owner) => ({ owner, lines: lines.filter((line) => line.owner === owner) })).filter((part) => part.lines.length > 0);
}

/** A definition that takes other parameters than before is one that is added. @param {Definition} definition */
const keyOf = ({ owner, name, kind, head }) => `${owner ?? ''}.${kind === 'value' ? name : head}`;

/** The class that the engine is. @param {CourseData} course */
function className(course) {
  const last = course.engine[course.engine.length - 1];
  return (last && definitionsOf(course.exercises[last].files['solution.py']).find(({ kind }) => kind === 'class')?.name) || 'Node';
}

/** @param {CourseData} course @param {string} step */
export function hrefOf(course, step) {
  const chapter = course.chapters.find(({ exercises }) => exercises.includes(step));
  return `${chapter?.page ?? 'course.html'}#exercise-${step.split('/')[1]}`;
}
