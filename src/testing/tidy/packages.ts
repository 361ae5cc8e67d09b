/**
 * What npm is asked for and what it will install are the same everywhere: versions pinned exactly, a lock file that is
 * whole – every platform's builds in it, or `npm ci` refuses it – and that names no mirror of anybody's registry.
 */
import { readFileSync } from 'node:fs';
import { ROOT } from './tree.ts';

type Wanted = Readonly<Record<string, string>>;

interface Locked {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Wanted;
  readonly devDependencies?: Wanted;
  readonly optionalDependencies?: Wanted;
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Everything that is wrong with package.json and package-lock.json, in sentences. */
export function packageBreaches(): string[] {
  const manifest = read<Locked & { readonly allowScripts?: Record<string, boolean> }>('package.json');
  const { packages } = read<{ packages: Record<string, Locked> }>('package-lock.json');
  return [
    ...KINDS.flatMap((kind) => unpinned(manifest[kind] ?? {}, packages[''] ?? {})),
    ...Object.entries(packages).flatMap(([path, locked]) => [
      ...foreign(path, locked),
      ...missing(path, locked, packages),
      ...unjudged(path, locked, manifest.allowScripts ?? {}),
    ]),
  ];
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(ROOT + path, 'utf8')) as T;
}

/** A version, or one of a package that goes by another name here. */
const EXACT = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;

function unpinned(wanted: Wanted, root: Locked): string[] {
  return Object.entries(wanted).flatMap(([name, version]) => {
    if (!EXACT.test(version)) return [`${name} is asked for as "${version}", not exactly`];
    const isLocked = KINDS.some((kind) => root[kind]?.[name] === version);
    return isLocked ? [] : [`${name} ${version} is not what the lock file holds`];
  });
}

function foreign(path: string, { resolved }: Locked): string[] {
  const known = resolved === undefined || resolved.startsWith('https://registry.npmjs.org/');
  return known ? [] : [`${path} is locked to come from ${resolved}`];
}

function missing(path: string, locked: Locked, packages: Readonly<Record<string, Locked>>): string[] {
  const names = Object.keys({ ...locked.dependencies, ...locked.optionalDependencies });
  return names
    .filter((name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
    .map((name) => `${path} needs ${name}, which the lock file does not hold`);
}

/** Install scripts run only when somebody has looked at them and said so, or are denied by name. */
function unjudged(path: string, locked: Locked, judged: Readonly<Record<string, boolean>>): string[] {
  const name = path.replace(/^.*node_modules\//, '');
  const isJudged = Object.keys(judged).some((key) => key === name || key.startsWith(`${name}@`));
  return locked.hasInstallScript && !isJudged ? [`${name} has an install script that allowScripts does not name`] : [];
}
