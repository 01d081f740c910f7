/**
 * The student's engine in the header: each passed exercise adds its node.
 *
 * @module engine-diagram
 */

import { html, nothing, svg } from 'lit';
import { View } from '../views/view.js';
import { diagram, HEIGHT } from './diagram.js';

export class EngineDiagram extends View {
  static properties = { course: { attribute: false }, progress: { attribute: false }, latest: {} };

  constructor() {
    super();
    /** @type {import('./course-data.js').CourseData | null} */
    this.course = null;
    /** @type {import('./progress.js').Progress | null} */
    this.progress = null;
    /** The exercise that was passed just now. */
    this.latest = '';
  }

  render() {
    const { course, progress } = this;
    if (!course || !progress) return nothing;
    const { nodes, edges, width } = diagram(course);
    const passed = new Set(nodes.filter(({ id }) => progress.passed(id)).map(({ id }) => id));
    const words = `Your engine: ${passed.size} of ${nodes.length} exercises passed`;
    return html`<a class="engine-diagram" href="course.html" title=${words} aria-label=${words} data-passed=${passed.size}>
      <svg viewBox=${`0 0 ${width} ${HEIGHT}`} width=${width} height=${HEIGHT} aria-hidden="true">
        <path class="diagram-ground" d=${nodes.map(({ x, y }) => `M${x},${y.toFixed(1)}h0`).join('')} />
        ${edges.map(({ from, to }) => passed.has(from.id) && passed.has(to.id) ? svg`<path class="diagram-edge" d=${curve(from, to)} />` : nothing)}
        ${nodes.map(({ id, x, y }) => passed.has(id) ? svg`<circle class="diagram-node ${id === this.latest ? 'is-new' : ''}" cx=${x} cy=${y} r="2.6" />` : nothing)}
      </svg></a>`;
  }
}

/** @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
function curve(from, to) {
  const half = (from.x + to.x) / 2;
  return from.x === to.x ? `M${from.x},${from.y}V${to.y}` : `M${from.x},${from.y}C${half},${from.y} ${half},${to.y} ${to.x},${to.y}`;
}

customElements.define('engine-diagram', EngineDiagram);
