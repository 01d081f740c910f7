/**
 * What is shipped as a bill of materials in the format CycloneDX 1.6: no clock and no chance in it,
 * so that two builds give the same.
 */
import { readFile } from 'node:fs/promises';

/** @typedef {import('./shipped.mjs').Shipped} Shipped */

const PRODUCT = 'autograd-from-scratch';
/** Licences by the names of SPDX, joined or alone; what is written otherwise is a name only. */
const EXPRESSION = /^[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*$/;

/** @param {string} licence */
const licences = (licence) => [EXPRESSION.test(licence) ? { expression: licence } : { license: { name: licence } }];

/** @param {Shipped} shipped */
const refOf = ({ name, version, address }) => address ?? `${name}@${version}`;

/** @param {Shipped} shipped */
function component(shipped) {
  const { name, version, licence, address, hash } = shipped;
  return {
    type: 'library',
    'bom-ref': refOf(shipped),
    name,
    version,
    ...(hash && { hashes: [hash] }),
    licenses: licences(licence),
    ...(address && { purl: address }),
  };
}

/** @param {Shipped[]} list */
export async function billOf(list) {
  const { version, license, dependencies } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const refs = new Map(list.map((shipped) => [shipped.place, refOf(shipped)]));
  const direct = ({ place = '' }) => !place.startsWith('node_modules/') || place.replace('node_modules/', '') in dependencies;
  /** @param {string} ref  @param {string[]} places */
  const dependency = (ref, places) => ({ ref, dependsOn: places.map((place) => refs.get(place)) });
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': PRODUCT, name: PRODUCT, version, licenses: licences(license) } },
    components: list.map(component),
    dependencies: [
      dependency(PRODUCT, list.filter(direct).map(({ place }) => place)),
      ...list.map((shipped) => dependency(refOf(shipped), shipped.needs)),
    ],
  };
}
