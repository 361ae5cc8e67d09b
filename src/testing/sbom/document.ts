/**
 * The list of parts as CycloneDX 1.6 and as NOTICE. Both are functions of the parts alone: no time of day, and a serial
 * number that is made of the content, so that the same parts always give the same bytes.
 */
import { createHash } from 'node:crypto';
import type { Brought } from './brought.ts';
import { type LicenceChoice, licenceChoice, licenceIn } from './licences.ts';
import type { Package } from './lock.ts';

export interface Part extends Package {
  readonly licence: string;
  /** What comes in it that npm does not know of. */
  readonly brings: readonly Brought[];
}

/** The whole of it. */
export interface Parts {
  readonly name: string;
  readonly version: string;
  readonly needs: readonly string[];
  readonly parts: readonly Part[];
}

interface Component {
  readonly name: string;
  readonly version?: string;
  readonly purl: string;
  readonly licenses: LicenceChoice;
  readonly hashes?: readonly { readonly content: string }[];
  readonly components?: readonly Component[];
}

/** What is read again of a list that was written. */
export interface Written {
  readonly components: readonly Component[];
}

/** The list as text. */
export function toCycloneDx({ name, version, needs, parts }: Parts): string {
  const root = purlOf({ name, version });
  const body = {
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'pre-build' }],
      component: {
        ...{ type: 'application', 'bom-ref': root, name, version },
        ...{ licenses: licenceChoice('Apache-2.0'), purl: root },
      },
    },
    components: parts.map(componentOf),
    dependencies: [
      { ref: root, dependsOn: needs.map(purlOfKey) },
      ...parts.map((part) => ({ ref: purlOf(part), dependsOn: part.needs.map(purlOfKey) })),
    ],
  };
  const document = {
    ...{ $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6' },
    serialNumber: serialOf(JSON.stringify(body)),
    ...body,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function componentOf(part: Part): object {
  const purl = purlOf(part);
  const [group, name] = part.name.startsWith('@') ? part.name.split('/') : [null, part.name];
  return {
    ...{
      type: 'library',
      'bom-ref': purl,
      ...(group ? { group } : {}),
      name,
      version: part.version,
      scope: part.scope,
    },
    ...(part.hash === null ? {} : { hashes: [{ alg: 'SHA-512', content: part.hash }] }),
    ...{ licenses: licenceChoice(part.licence), purl },
    ...(part.brings.length === 0 ? {} : { components: part.brings.map((brought) => broughtIn(purl, brought)) }),
    properties: part.places.map((value) => ({ name: 'cdx:npm:package:path', value })),
  };
}

function broughtIn(purl: string, { name, version, licence }: Brought): object {
  const generic = `pkg:generic/${encodeURIComponent(name.toLowerCase())}`;
  return {
    ...{ type: 'library', 'bom-ref': `${purl}#${name}`, name, ...(version === null ? {} : { version }) },
    ...{ licenses: licenceChoice(licence), purl: version === null ? generic : `${generic}@${version}` },
  };
}

/** What an earlier list says that a package brings, if it was the same package; null when it says nothing. */
export function broughtBefore(part: Package, written: Written | null): readonly Brought[] | null {
  const found = written?.components.find(({ purl }) => purl === purlOf(part));
  if (!found?.components || found.hashes?.[0]?.content !== part.hash) return null;
  return found.components.map(({ name, version = null, licenses }) => ({
    name,
    version,
    licence: licenceIn(licenses),
  }));
}

function purlOfKey(key: string): string {
  const at = key.lastIndexOf('@');
  return purlOf({ name: key.slice(0, at), version: key.slice(at + 1) });
}

function purlOf({ name, version }: Pick<Package, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** A UUID of version 8: made of what it names. */
function serialOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  const [a, b, c, d, e] = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(13, 16),
    digits.slice(17, 20),
    digits.slice(20, 32),
  ];
  return `urn:uuid:${a}-${b}-8${c}-a${d}-${e}`;
}

/** What everybody who is handed the program is owed to know. */
export function toNotice({ parts }: Parts): string {
  const running = parts.filter(({ scope }) => scope !== 'excluded');
  const lines = new Map<string, string[]>();
  for (const { name, version, licence, brings } of running) {
    const within = brings.map((one) => `\n  ${[one.name, one.version].filter(Boolean).join(' ')} (${one.licence})`);
    const what = ` ${version} (${licence})${brings.length === 0 ? '' : `, with${within.join('')}`}`;
    // The same for several platforms is said once.
    const key = brings.length === 0 ? `${name}${what}` : what;
    lines.set(key, [...(lines.get(key) ?? []), name]);
  }
  const list = [...lines].map(([key, names]) => (key.startsWith(' ') ? `${names.join(', ')}${key}` : key));
  return `cunguan – a bank fund-custody system (资金存管系统)
Copyright the cunguan authors

Licensed under the Apache License, Version 2.0; see LICENSE.

What runs with it is installed beside it by npm, each part under its own licence; none of their code is copied into
this repository. Those for other platforms than yours are not installed. sbom.cdx.json has the whole list, with hashes,
and the ${parts.length - running.length} parts that only development needs. Both are made by "node bin/sbom.js --write".

${list.join('\n')}
`;
}
