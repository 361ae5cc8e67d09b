/**
 * The database of a start: the embedded one, or the one that DATABASE_URL names, looked at before anything is built
 * on it.
 */
import { startEmbedded } from '../db/embedded/server.ts';
import { closePool, openPool } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { readServerFacts } from './database.store.ts';

export interface Database {
  readonly url: string;
  stop(): Promise<void>;
}

const OLDEST = 150_000;

/** Brings up the embedded server, or checks the external one. Throws a `OperatorError` when it cannot be used. */
export async function openDatabase(
  externalUrl: string | null,
  folder: string,
  report: (message: string) => void,
): Promise<Database> {
  if (externalUrl === null) return startEmbedded({ folder, report });
  await checkExternal(externalUrl);
  return { url: externalUrl, stop: async () => undefined };
}

async function checkExternal(url: string): Promise<void> {
  const sql = openPool({ url, max: 1, applicationName: 'cunguan-check' });
  try {
    const { version, versionNumber, encoding } = await readServerFacts(sql);
    if (versionNumber < OLDEST)
      throw new OperatorError(`DATABASE_URL names a PostgreSQL ${version}; 15 or later is needed.`);
    if (encoding !== 'UTF8') {
      throw new OperatorError(`The database of DATABASE_URL is encoded in ${encoding}; make one with encoding UTF8.`);
    }
  } catch (error) {
    throw error instanceof OperatorError ? error : unreachable(url, error);
  } finally {
    await closePool(sql, 1);
  }
}

function unreachable(url: string, error: unknown): OperatorError {
  const { host, pathname } = new URL(url);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case '28P01':
    case '28000':
      return new OperatorError(`The database at ${host} does not accept user and password of DATABASE_URL.`);
    case '3D000':
      return new OperatorError(
        `The server at ${host} has no database "${pathname.slice(1)}": create it, or mend DATABASE_URL.`,
      );
    default:
      return new OperatorError(
        `The database at ${host} cannot be reached (${code || 'no answer'}): check DATABASE_URL.`,
      );
  }
}
