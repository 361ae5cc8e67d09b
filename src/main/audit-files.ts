/**
 * The audit trail of a node: its last entry is noted in the data folder, outside the database, where whoever cuts the
 * trail's end off there does not reach it; and the node tells of its own beginning and end.
 */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AuditEvent } from '../audit/entry.ts';
import { Trail } from '../audit/trail.ts';
import { keysFolder } from '../config.ts';
import { readMigrations } from '../db/migrate.ts';
import type { Sealer } from '../kernel/seal.ts';
import { takePending } from './audit-pending.ts';
import { readPrivately, writePrivately } from './file-modes.ts';
import { KeyFolder } from './key-folder.ts';
import type { Parts } from './parts.ts';
import { MANIFEST, MIGRATIONS } from './paths.ts';

const NOTE = 'audit-head';

/** The trail of a custodian on this folder. */
export function openTrail({ sql, log, folder }: Pick<Parts, 'sql' | 'log' | 'folder'>, sealer: Sealer): Trail {
  const path = join(folder, NOTE);
  const note = { read: () => readPrivately(path), write: (text: string) => writePrivately(path, text) };
  return new Trail({ sql, sealer, log, note });
}

type Starting = Pick<Parts, 'config' | 'role' | 'folder' | 'wrapping'>;

/**
 * Takes in what was done while no node ran, and tells of the start. Of each key in the keys folder it keeps what tells
 * it from others: what was changed there, by a command whose line is lost or by hand, shows from one start to the next.
 */
export async function tellStart(trail: Trail, parts: Starting, sealer: Sealer): Promise<void> {
  const { config, role, folder, wrapping } = parts;
  await takePending(folder, trail);
  const { version } = JSON.parse(await readFile(MANIFEST, 'utf8')) as { readonly version: string };
  const keys = new KeyFolder(keysFolder(config), wrapping);
  const texts = (await keys.names()).map(async (name) => {
    const text = await readPrivately(keys.place(name));
    return [name, sealer.fingerprint(`key file ${name} ${text}`)] as const;
  });
  const migrations = (await readMigrations(MIGRATIONS)).length;
  const after = {
    mode: config.mode,
    role,
    version,
    migrations,
    keyFiles: Object.fromEntries(await Promise.all(texts)),
  };
  await trail.append(eventOf('node.started', after));
}

/** Tells of the end; a node that was killed, or has no database any more, tells nothing. */
export async function tellStop(trail: Trail): Promise<void> {
  await trail.conclude(eventOf('node.stopping', null));
}

function eventOf(command: string, after: object | null): AuditEvent {
  const who = `cunguan on ${hostname()}`;
  return { via: 'node', who, command, platformNo: null, outcome: 'DONE', intentId: null, details: { after } };
}
