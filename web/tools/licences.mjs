/**
 * Write the page that lists what is shipped with the site, with licences; and the same as a bill of
 * materials, which programs read.
 *
 *     node licences.mjs DIST PARTS.json
 *
 * A package that states no licence ends the build.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { billOf } from './bill-of-materials.mjs';
import { shippedWith } from './shipped.mjs';

/** @typedef {import('./shipped.mjs').Shipped} Shipped */

/** As text of a page, in which no address is a link. @param {string} text */
const escaped = (text) => text.replace(/\bhttps?:\/\//g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {Shipped} shipped */
const row = ({ name, version, licence, text, part }) =>
  `<tr><td>${escaped(name)}</td><td>${escaped(version)}</td><td>${escaped(licence)}</td><td>${part}</td>` +
  `<td>${text ? `<details><summary>Text</summary><pre>${escaped(text)}</pre></details>` : ''}</td></tr>`;

/** @param {Shipped[]} list  @param {string} style */
const page = (list, style) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Licences · Autograd from Scratch</title>
    <link rel="icon" href="icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="${style}">
  </head>
  <body>
    <main class="licences">
      <h1>Licences</h1>
      <p>What this site is made of, as shipped. The site itself is under the MIT licence. For programs, the same <a href="bom.json">as a bill of materials</a> (CycloneDX).</p>
      <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Version</th><th scope="col">Licence</th><th scope="col">Where</th><th scope="col">Text</th></tr></thead>
        <tbody>
${list.map(row).join('\n')}
        </tbody>
      </table>
      <p><a href="./">Back to the Lab</a></p>
    </main>
  </body>
</html>
`;

/** @param {string} dist  @param {string} partsFile */
async function main(dist, partsFile) {
  const list = await shippedWith(partsFile);
  const style = (await readdir(join(dist, 'assets'))).find((name) => /^main-.*\.css$/.test(name));
  await writeFile(join(dist, 'licences.html'), page(list, `assets/${style}`));
  await writeFile(join(dist, 'bom.json'), `${JSON.stringify(await billOf(list), null, 1)}\n`);
}

await main(resolve(process.argv[2]), resolve(process.argv[3]));
