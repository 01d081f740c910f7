/**
 * The small diagram of the student's engine: a column a chapter, a node an exercise, an edge from
 * what each exercise goes on from. Pure: where everything stands.
 *
 * @module diagram
 */

/** @typedef {import('./course-data.js').CourseData} CourseData */
/** @typedef {{id: string, title: string, x: number, y: number}} DiagramNode */
/** @typedef {{from: DiagramNode, to: DiagramNode}} DiagramEdge */

export const COLUMN = 15;
export const HEIGHT = 36;
const MARGIN = 5;

/** @param {CourseData} course @returns {{nodes: DiagramNode[], edges: DiagramEdge[], width: number}} */
export function diagram(course) {
  const nodes = course.chapters.flatMap(({ exercises }, column) => exercises.map((id, row) => ({
    id,
    title: course.exercises[id].title,
    x: MARGIN + column * COLUMN,
    y: middle(row, exercises.length),
  })));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = nodes.flatMap((to, index) => {
    const from = byId.get(course.exercises[to.id].continues ?? '') ?? nodes[index - 1];
    return from ? [{ from, to }] : [];
  });
  return { nodes, edges, width: 2 * MARGIN + Math.max(0, course.chapters.length - 1) * COLUMN };
}

/** @param {number} row @param {number} rows */
function middle(row, rows) {
  const gap = Math.min(9, (HEIGHT - 2 * MARGIN) / Math.max(1, rows - 1));
  return HEIGHT / 2 + (row - (rows - 1) / 2) * gap;
}
