/** The packages of package-lock.json: each once, whatever the number of places it is installed at. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One entry of the lock file, as npm writes it. */
interface Locked {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly name?: string;
  readonly version?: string;
  readonly packages: Readonly<Record<string, Locked>>;
}

export interface Package {
  readonly name: string;
  readonly version: string;
  /** What the lock file says. */
  readonly licence: string | undefined;
  /** SHA-512 of its archive, in hexadecimal; null where the lock file has none. */
  readonly hash: string | null;
  readonly scope: 'required' | 'optional' | 'excluded';
  /** Where it is installed, from the root. */
  readonly places: readonly string[];
  /** `name@version` of what it asks for and has got. */
  readonly needs: readonly string[];
}

/** The root's own name is empty. */
const ROOT = '';

export async function readLock(root: string): Promise<Lock> {
  return JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
}

/** All packages by `name@version`, in order. */
export function packagesOf(lock: Lock): readonly Package[] {
  const found = new Map<string, Package>();
  for (const [place, locked] of Object.entries(lock.packages)) {
    if (place === ROOT) continue;
    const key = keyOf(place, locked);
    const other = found.get(key);
    found.set(key, {
      ...{ name: nameOf(place, locked), version: locked.version ?? '', licence: locked.license },
      hash: hashOf(locked.integrity),
      scope: stricter(scopeOf(locked), other?.scope),
      places: [...(other?.places ?? []), place],
      needs: unique([...(other?.needs ?? []), ...needsOf(lock, place)]),
    });
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

/** What the entry at a place asks for and has got, optional and peers too. */
export function needsOf(lock: Lock, place = ROOT): readonly string[] {
  const locked = lock.packages[place] ?? {};
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = locked;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies });
  return unique(names.flatMap((name) => resolved(lock, place, name)));
}

/** As Node looks for it: beside the one who asks, then ever further out. */
function resolved(lock: Lock, place: string, name: string): readonly string[] {
  for (let base = place; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const candidate = base === ROOT ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    const found = lock.packages[candidate];
    if (found) return [keyOf(candidate, found)];
    if (base === ROOT) return [];
  }
}

function keyOf(place: string, locked: Locked): string {
  return `${nameOf(place, locked)}@${locked.version}`;
}

function nameOf(place: string, { name }: Locked): string {
  return name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function scopeOf({ dev, optional }: Locked): Package['scope'] {
  if (dev) return 'excluded';
  return optional ? 'optional' : 'required';
}

const SCOPES = ['required', 'optional', 'excluded'] as const;

/** What runs anywhere runs. */
function stricter(one: Package['scope'], other: Package['scope'] = 'excluded'): Package['scope'] {
  return SCOPES.find((scope) => scope === one || scope === other) ?? one;
}

function hashOf(integrity: string | undefined): string | null {
  const base64 = /^sha512-(\S+)$/.exec(integrity ?? '')?.[1];
  return base64 === undefined ? null : Buffer.from(base64, 'base64').toString('hex');
}

function unique(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].sort();
}
