/**
 * PostgreSQL refuses to run as root, and wants a user who has a name. Three ways, tried in this order and each proved
 * by a trial run: as we are; inside a user namespace where we have another number (private folders stay ours); as a
 * helper user with a copy of the binaries and the cluster in an open place.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chown, mkdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OperatorError } from '../../kernel/operator-error.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { completeLinks, installedBinaries } from './binaries.ts';
import { copyBinaries } from './copy.ts';
import { openOwnPlace } from './open-place.ts';

/** How the server's programs are run, and where its files are. */
export interface Identity {
  /** What stands before the program's own command line. */
  readonly prefix: readonly string[];
  /** The user to become, or null to stay as we are. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  /** Folder with bin, lib and share. */
  readonly native: string;
  /** The private folder that holds the cluster. */
  readonly home: string;
  /** `18.4`: as the binaries say themselves. */
  readonly version: string;
}

type Candidate = Omit<Identity, 'version'>;

/** An open place that survives a reboot; the second where the first cannot be written. */
const OPEN_PLACES = ['/var/lib/cunguan', '/var/tmp/cunguan'];

/**
 * Finds a way to run PostgreSQL for the data folder `folder`; `home` is where an earlier start put the cluster, or
 * null. Throws a `OperatorError` when no way works.
 */
export async function findIdentity(folder: string, home: string | null): Promise<Identity> {
  const installed = installedBinaries();
  const native = (await completeLinks(installed)) ? installed : await copyBinaries(installed, folder);
  let why = '';
  for (const candidate of [asWeAre, inNamespace, asHelper].map((make) => make(native, home ?? folder))) {
    if (!candidate) continue;
    const ready = candidate.user ? await openPlace(candidate, folder, home) : ok(candidate);
    const trial = ready.ok ? await tryOut(ready.value) : { version: null, complaint: ready.error };
    if (ready.ok && trial.version) return { ...ready.value, version: trial.version };
    why = trial.complaint;
  }
  throw new OperatorError(
    `The embedded PostgreSQL cannot be run here${why && ` (${why})`}: start as an ordinary user ` +
      `who may write ${folder}, ` +
      'or set DATABASE_URL to a PostgreSQL 15 or later.',
  );
}

/** Runs a program of the server and answers what it printed; the exit code is null when it could not be run at all. */
export function run(
  identity: Candidate,
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  const [command = '', ...rest] = [...identity.prefix, program, ...args];
  return new Promise((resolve) => {
    const child = spawn(command, rest, { ...spawnOptions(identity), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });
}

/** Options common to every program of the server: where, as whom, and in which language. */
export function spawnOptions(identity: Candidate): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: identity.home, env, ...(identity.user ?? {}) };
}

function asWeAre(native: string, home: string): Candidate | null {
  return process.getuid?.() === 0 ? null : { prefix: [], user: null, native, home };
}

function inNamespace(native: string, home: string): Candidate | null {
  const user = namedUsers().find((one) => one.uid === 1000) ?? namedUsers()[0];
  if (process.platform !== 'linux' || !user) return null;
  const prefix = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`];
  return { prefix, user: null, native, home };
}

function asHelper(native: string, home: string): Candidate | null {
  const user = namedUsers().find((one) => one.name === 'nobody') ?? namedUsers()[0];
  return process.getuid?.() === 0 && user ? { prefix: [], user: { uid: user.uid, gid: user.gid }, native, home } : null;
}

/** Puts binaries and home of the helper user where he can enter and nobody else can change them, or says why not. */
export async function openPlace(
  helper: Candidate,
  folder: string,
  home: string | null,
  places = OPEN_PLACES,
): Promise<Result<Candidate, string>> {
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16);
  let why = '';
  for (const place of places) {
    try {
      await openOwnPlace(home === null ? place : dirname(home));
      await openOwnPlace(place);
      const native = await copyBinaries(helper.native, place);
      const own = home ?? join(place, name);
      await mkdir(own, { recursive: true });
      if (helper.user && !home) await chown(own, helper.user.uid, helper.user.gid);
      return ok({ ...helper, native, home: own });
    } catch (error) {
      // Not for us alone, or not writable: the next place may be.
      why = (error as Error).message;
    }
  }
  return fail(why);
}

/** The user must have a name, and be allowed to write the home and to run and link the binaries. */
const TRIAL = 'id -un >/dev/null && test -w "$1" && exec "$2" --version';

async function tryOut(candidate: Candidate): Promise<{ readonly version: string | null; readonly complaint: string }> {
  const program = join(candidate.native, 'bin', 'postgres');
  const { code, output } = await run(candidate, '/bin/sh', ['-c', TRIAL, 'sh', candidate.home, program]);
  const version = /\(PostgreSQL\) (\S+)/.exec(output)?.[1] ?? null;
  if (code === 0 && version) return { version, complaint: '' };
  return { version: null, complaint: output.split('\n')[0] || `${candidate.home} cannot be written` };
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Users with a name, without root. */
function namedUsers(): readonly User[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
      .filter((user) => user.uid > 0 && user.gid > 0);
  } catch {
    return [];
  }
}
