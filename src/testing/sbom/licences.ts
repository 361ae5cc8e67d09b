/**
 * Which licences the parts may have. What is not here fails the check: a licence is read by a person before a part
 * comes in, and the reason why it may stay is written down.
 */

/** By SPDX: permissive, or in the public domain. */
const ALLOWED = [
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC0-1.0',
    'ISC',
    'MIT',
    'Unlicense',
    'Zlib',
  ],
  // Of what PostgreSQL and Node bring along; `blessing` is SQLite's way to say public domain.
  ...['blessing', 'ICU', 'OpenSSL', 'PostgreSQL', 'Unicode-3.0'],
];

/** What SPDX has no name for. */
const UNNAMED = ['MIT Kerberos', 'public domain'];

/** A licence with duties, the only parts that may have it, and why. */
const FOR_ONE_REASON: Readonly<Record<string, { readonly parts: readonly string[]; readonly why: string }>> = {
  'MPL-2.0': { parts: ['axe-core'], why: 'looks at pages in tests; unchanged, not linked and not handed on' },
  'LGPL-2.1-or-later': {
    parts: ['GNU libiconv', 'GNU libintl'],
    why: 'shared libraries of their own in a package for macOS that others make; we neither link nor hand them on',
  },
};

/** Packages that say nothing, `name@version`, and the licence that a person found in their files. */
const FOUND_BY_READING: ReadonlyMap<string, string> = new Map();

/** The licence of a package that says `said`, or null when nobody knows. */
export function licenceOf(part: string, said: unknown, found = FOUND_BY_READING): string | null {
  return typeof said === 'string' && said.trim() !== '' ? said : (found.get(part) ?? null);
}

/** Why a part may not be used under its licence, in a sentence; null when it may. Of alternatives all must be fit. */
export function licenceFault(part: string, licence: string): string | null {
  const ids = UNNAMED.includes(licence) ? [] : licence.split(/[\s()]+/).filter((word) => !/^(?:AND|OR|)$/.test(word));
  const strange = ids.find((id) => !ALLOWED.includes(id) && !FOR_ONE_REASON[id]?.parts.includes(part));
  if (strange === undefined) return null;
  return `${part} is under ${licence}: "${strange}" is not allowed (src/testing/sbom/licences.ts).`;
}

/** A licence as CycloneDX writes it: one of these. */
export type LicenceChoice = readonly {
  readonly license?: { readonly id?: string; readonly name?: string };
  readonly expression?: string;
}[];

/** As CycloneDX writes a licence. */
export function licenceChoice(licence: string): LicenceChoice {
  if (UNNAMED.includes(licence)) return [{ license: { name: licence } }];
  return /[\s(]/.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }];
}

/** The licence that CycloneDX has written. */
export function licenceIn([choice]: LicenceChoice): string {
  return choice?.expression ?? choice?.license?.id ?? choice?.license?.name ?? '';
}
