/** What a start has in hand before it builds the custodian. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Sql } from '../db/pool.ts';
import type { Addresses, PlaceName } from './addresses.ts';
import type { CustodianKeys } from './keys.ts';
import type { Wrapping } from './master-key.ts';

/** `start` brings the database up to date and has the demo beside it; `serve` does neither. */
export type Role = 'start' | 'serve';

export interface Parts {
  readonly role: Role;
  readonly config: Config;
  readonly addresses: Addresses;
  /** What of them this start listens on. */
  readonly begun: readonly PlaceName[];
  /** The data folder. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly sql: Sql;
  readonly keys: CustodianKeys;
  /** How keys lie in files. */
  readonly wrapping: Wrapping;
  readonly log: Logger;
}
