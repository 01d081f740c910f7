/**
 * A drawing of the page as a file of its own: SVG with its looks written into it, or PNG.
 *
 * @module svg-picture
 */

const LOOKS = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'paint-order', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'letter-spacing', 'visibility', 'display'];
/** Pixels of the PNG for each of the page. */
const SHARP = 2;

/**
 * Drawings that lie over each other, as one SVG text.
 * @param {SVGSVGElement[]} layers  from the ground up
 * @returns {{text: string, width: number, height: number}}
 */
export function svgText(layers) {
  const [width, height] = [0, 1].map((k) => Math.max(...layers.map((layer) => Math.ceil([layer.getBoundingClientRect().width, layer.getBoundingClientRect().height][k]))));
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const inner = layers.map((layer) => new XMLSerializer().serializeToString(withLooks(layer))).join('\n');
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n<rect width="100%" height="100%" fill="${ground}"/>\n${inner}\n</svg>\n`;
  return { text, width, height };
}

/** A copy that needs no style sheet. @param {SVGElement} element */
function withLooks(element) {
  const copy = /** @type {SVGElement} */ (element.cloneNode(true));
  const originals = [element, ...element.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((part, k) => {
    const look = getComputedStyle(originals[k]);
    for (const name of LOOKS) part.setAttribute(name, plainColour(name, look.getPropertyValue(name)));
    for (const name of ['class', 'style', 'tabindex', 'role', 'data-testid', 'aria-label', 'aria-pressed', 'aria-roledescription', 'aria-hidden']) part.removeAttribute(name);
  });
  const { width, height } = element.getBoundingClientRect();
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  for (const comment of commentsOf(copy)) comment.remove();
  return copy;
}

/** @type {Map<string, string>} */
const plainColours = new Map();

/** Mixed colours in a notation that every program reads. @param {string} name @param {string} value */
function plainColour(name, value) {
  if ((name !== 'fill' && name !== 'stroke') || !/^(oklab|oklch|color|lab|lch)\(/.test(value)) return value;
  const known = plainColours.get(value);
  if (known) return known;
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext('2d'));
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  const plain = `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  plainColours.set(value, plain);
  return plain;
}

/** Templates leave comments as marks. @param {Node} root */
function commentsOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(/** @type {Comment} */ (walker.currentNode));
  return found;
}

/** @param {{text: string, width: number, height: number}} picture @returns {Promise<Blob>} */
export async function pngOf({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SHARP;
  canvas.height = height * SHARP;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))), 'image/png'));
}
