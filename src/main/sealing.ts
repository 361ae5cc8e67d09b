/**
 * What this data folder remembers of the sealing key's work: that everything has been sealed anew. It is kept outside
 * the database, so that whoever can write there cannot make the old form open again. A folder that is put on an older
 * database must forget it (SECURITY.md).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSealing, type Sealing } from '../custody/operator.ts';
import type { Sql } from '../db/pool.ts';

const NOTE = 'sealed-by-row';

/** The sealer of a custodian on this folder, and the sweep that seals anew what is still of the old form. */
export async function sealingOf(sql: Sql, key: Buffer, folder: string): Promise<Sealing> {
  const path = join(folder, NOTE);
  return openSealing(sql, key, {
    remembered: await readFile(path, 'utf8').catch(ifAbsent),
    remember: (proof) => writeFile(path, proof, { mode: 0o600 }),
  });
}

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
