/** All mutations: those of each room, one table per room. */
import { AUDIT } from './audit.ts';
import { AUTHORISED } from './authorizations.ts';
import { BANK } from './bank.ts';
import { CASES_MUTATIONS } from './cases.ts';
import { COMPENSATED } from './compensations.ts';
import { EXECUTOR } from './executor.ts';
import { HELD } from './holds.ts';
import { KEEPING } from './kept.ts';
import { KEYS } from './keys.ts';
import { LEDGER } from './ledger.ts';
import { MODEL } from './model.ts';
import type { Mutation } from './mutation.ts';
import { NEEDS } from './needs.ts';
import { NOTICES_ROOM } from './notices.ts';
import { REQUESTS } from './requests.ts';
import { SDK } from './sdk.ts';
import { SECRETS } from './secrets.ts';
import { START } from './start.ts';
import { TRANSFERRED } from './transfers.ts';
import { VERBS } from './verbs.ts';
import { VERIFY } from './verify.ts';
import { WIRE } from './wire.ts';

export const MUTATIONS: readonly Mutation[] = [
  ...EXECUTOR,
  ...LEDGER,
  ...VERBS,
  ...HELD,
  ...TRANSFERRED,
  ...AUTHORISED,
  ...COMPENSATED,
  ...BANK,
  ...KEEPING,
  ...NEEDS,
  ...SECRETS,
  ...START,
  ...VERIFY,
  ...WIRE,
  ...NOTICES_ROOM,
  ...KEYS,
  ...REQUESTS,
  ...SDK,
  ...AUDIT,
  ...MODEL,
  ...CASES_MUTATIONS,
];
