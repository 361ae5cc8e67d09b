/**
 * The database of a start: the embedded one, or the one that DATABASE_URL names, looked at before anything is built
 * on it.
 */
import { startEmbedded } from '../db/embedded/server.ts';
import { closePool, openPool } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { mayWrite, readServerFacts } from './database.store.ts';

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
    if (!(await mayWrite(sql))) {
      const { host } = new URL(url);
      throw new OperatorError(
        `The database at ${host} can only be read, as a standby can: DATABASE_URL must lead to the primary.`,
      );
    }
    if (encoding !== 'UTF8') {
      throw new OperatorError(`The database of DATABASE_URL is encoded in ${encoding}; make one with encoding UTF8.`);
    }
  } catch (error) {
    throw error instanceof OperatorError ? error : unreachable(url, error);
  } finally {
    await closePool(sql, 1);
  }
}

/** Why a database cannot be used, for the person who wrote DATABASE_URL. */
function unreachable(url: string, error: unknown): OperatorError {
  const { host, pathname } = new URL(url);
  const { code = '', message, routine, path } = error as Problem;
  if (path !== undefined) {
    return new OperatorError(
      `The file ${path} that DATABASE_URL names cannot be read (${code}): mend its path or rights.`,
    );
  }
  if (/does not support SSL/.test(message)) {
    return new OperatorError(`The server at ${host} has no TLS: set up its ssl, or take sslmode out of DATABASE_URL.`);
  }
  if (/CERT|^ERR_(?:TLS|SSL|OSSL)|^UNABLE_TO/.test(code)) {
    return new OperatorError(
      `The certificates for the server at ${host} do not fit (${code}): name the authority that signed ` +
        'it with sslrootcert=FILE in DATABASE_URL, and the host as the certificate does.',
    );
  }
  switch (code) {
    case '28000':
      // No line of pg_hba.conf fits. With TLS another may; a user who does not exist is told from elsewhere.
      if (routine === 'ClientAuthentication') {
        return new OperatorError(
          `The server at ${host} does not let us in this way (pg_hba.conf): if it demands TLS, add ` +
            '?sslmode=verify-full to DATABASE_URL, else let this machine and user in.',
        );
      }
      return wrongUser(host);
    case '28P01':
      return wrongUser(host);
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

/** What errors of the server, the driver and the system tell, each in its way. */
interface Problem {
  readonly code?: string;
  readonly message: string;
  readonly routine?: string;
  readonly path?: string;
}

function wrongUser(host: string): OperatorError {
  return new OperatorError(`The database at ${host} does not accept user and password of DATABASE_URL.`);
}
