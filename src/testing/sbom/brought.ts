/**
 * What packages bring along that npm does not know of: the libraries beside the embedded PostgreSQL, those within Node,
 * a browser. Versions are read from the files themselves, from their names or from what they say inside.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Brought {
  readonly name: string;
  /** Null where the files do not tell. */
  readonly version: string | null;
  readonly licence: string;
}

/** Reads a version from the name or the bytes of a library. */
type ReadVersion = (file: string, bytes: string) => string | null;

const inName: ReadVersion = (file) => /\.(\d+(?:\.\d+)+)(?:\.dylib)?$/.exec(file)?.[1] ?? null;
const unsaid: ReadVersion = () => null;
const inBytes =
  (pattern: RegExp): ReadVersion =>
  (_file, bytes) =>
    pattern.exec(bytes)?.[1] ?? null;
/** `20904` is 2.9.4. */
const inDigits =
  (pattern: RegExp): ReadVersion =>
  (_file, bytes) => {
    const digits = pattern.exec(bytes)?.[1];
    return digits === undefined
      ? null
      : [digits.slice(0, -4), digits.slice(-4, -2), digits.slice(-2)].map(Number).join('.');
  };

interface Library {
  readonly files: RegExp;
  readonly name: string;
  readonly version: ReadVersion;
  readonly licence: (version: string | null) => string;
}

const library = (files: RegExp, name: string, licence: string, version: ReadVersion): Library => ({
  ...{ files, name, version },
  licence: () => licence,
});

const OURS = 'PostgreSQL';
/** Every library that stands in `native/lib` of a package of the embedded PostgreSQL. */
const LIBRARIES: readonly Library[] = [
  library(/^lib(?:pq|pq-oauth-18|ecpg|ecpg_compat|pgtypes)\./, OURS, 'PostgreSQL', unsaid),
  {
    files: /^lib(?:crypto|ssl)\./,
    name: 'OpenSSL',
    version: inBytes(/OpenSSL (\d+\.\d+\.\d+[a-z]*) +\d/),
    licence: (version) => (version?.startsWith('1.') ? 'OpenSSL' : 'Apache-2.0'),
  },
  {
    files: /^libicu/,
    name: 'ICU',
    version: inName,
    licence: (version) => (Number.parseFloat(version ?? '') < 74 ? 'ICU' : 'Unicode-3.0'),
  },
  library(/^libxml2\./, 'libxml2', 'MIT', inDigits(/(?<!\d)(2\d{4})(?:-GIT[^\0]*)?\0/)),
  library(/^libxslt\./, 'libxslt', 'MIT', inDigits(/(?<!\d)(1\d{4})(?:-GIT[^\0]*)?\0/)),
  library(/^libz\./, 'zlib', 'Zlib', inBytes(/deflate (\d+(?:\.\d+)+) Copyright/)),
  library(/^liblzma\./, 'liblzma', 'public domain', inBytes(/\0(5\.\d+\.\d+)\0/)),
  library(/^libossp-uuid\./, 'OSSP uuid', 'MIT', inBytes(/OSSP uuid (\d+\.\d+\.\d+)/)),
  library(/^libuuid\./, 'libuuid', 'BSD-3-Clause', inName),
  library(/^libzstd\./, 'zstd', 'BSD-3-Clause', inName),
  library(/^liblz4\./, 'lz4', 'BSD-2-Clause', inName),
  library(/^libedit\./, 'libedit', 'BSD-3-Clause', unsaid),
  library(/^libiconv\./, 'GNU libiconv', 'LGPL-2.1-or-later', unsaid),
  library(/^libintl\./, 'GNU libintl', 'LGPL-2.1-or-later', unsaid),
  library(/^lib(?:com_err|gssapi_krb5|k5crypto|krb5|krb5support)\./, 'MIT Kerberos', 'MIT Kerberos', unsaid),
];

/** What the package of an embedded PostgreSQL in `folder` brings. A library that nobody has judged is an error. */
export async function readPostgres(folder: string): Promise<readonly Brought[]> {
  const native = join(folder, 'native');
  const server = await readFile(join(native, 'bin', 'postgres'), 'latin1');
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(server)?.[1] ?? null;
  const brought = new Map<string, Brought>([[OURS, { name: OURS, version, licence: 'PostgreSQL' }]]);
  const files = (await readdir(join(native, 'lib'), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(?:dylib|so)(?:\.|$)/.test(entry.name))
    .map(({ name }) => name);
  for (const file of files.sort()) {
    const known = LIBRARIES.find((one) => one.files.test(file));
    if (!known) throw new Error(`Nobody has said what ${file} of ${folder} is: see src/testing/sbom/brought.ts.`);
    const found = brought.get(known.name);
    if (found?.version) continue;
    const read = known.version(file, await readFile(join(native, 'lib', file), 'latin1'));
    brought.set(known.name, { name: known.name, version: read, licence: known.licence(read) });
  }
  return sorted([...brought.values()]);
}

/** What Node names in `process.versions`; numbers of interfaces and data are no parts. */
const WITHIN_NODE: Readonly<Record<string, string | null>> = {
  ...{ acorn: 'MIT', ada: 'MIT', amaro: 'MIT', ares: 'MIT', brotli: 'MIT', icu: 'Unicode-3.0', llhttp: 'MIT' },
  ...{ merve: 'MIT', nbytes: 'MIT', ncrypto: 'MIT', nghttp2: 'MIT', nghttp3: 'MIT', ngtcp2: 'MIT' },
  ...{ openssl: 'Apache-2.0', simdjson: 'Apache-2.0', simdutf: 'MIT', sqlite: 'blessing', undici: 'MIT', uv: 'MIT' },
  ...{ uvwasi: 'MIT', v8: 'BSD-3-Clause', zlib: 'Zlib', zstd: 'BSD-3-Clause' },
  ...{ node: null, modules: null, napi: null, cldr: null, tz: null, unicode: null },
};

/** What a Node brings that says so of itself. */
export function readNode(versions: Readonly<Record<string, string | undefined>>): readonly Brought[] {
  const within = Object.entries(versions).flatMap(([name, version]) => {
    const licence = WITHIN_NODE[name];
    if (licence === undefined) throw new Error(`Nobody has said what ${name} within Node is: see brought.ts.`);
    return licence === null || !version ? [] : [{ name, version, licence }];
  });
  return sorted([{ name: 'Node.js', version: versions.node ?? null, licence: 'MIT' }, ...within]);
}

function sorted(brought: readonly Brought[]): readonly Brought[] {
  return brought.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
