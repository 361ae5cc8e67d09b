/** What the custodian is made of, once it is built. */
import type { CustodyParts } from '../custody/custody.ts';
import type { Sealing } from '../custody/operator.ts';
import type { Sql } from '../db/pool.ts';
import type { Clockwork } from '../jobs/clockwork.ts';
import type { Notices } from '../notices/notices.ts';
import type { RequestLog } from '../requests/request-log.ts';
import type { KeyRing } from './key-ring.ts';
import type { TokenHolder } from './secret-holders.ts';
import type { SecretKeys } from './secret-keys.ts';
import type { Purpose } from './secret-keys.store.ts';

/** What signs, seals and makes tokens. */
export interface Keys {
  readonly ring: KeyRing;
  readonly sealing: Sealing;
  readonly tokens: TokenHolder;
  readonly secrets: Readonly<Record<Purpose, SecretKeys>>;
}

export interface Rooms {
  readonly parts: CustodyParts;
  readonly notices: Notices;
  readonly requests: RequestLog;
  /** The pool of the lanes. */
  readonly lanes: Sql;
  readonly clockwork: Clockwork;
}
