/** What the core is made of, handed to its parts by `custody.ts`. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../kernel/time.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Turns } from './credentials/turns.ts';
import type { Policy } from './policy.ts';
import type { Lanes } from '../executor/lanes.ts';
import type { Tokens } from './orders/tokens.ts';
import type { Directory } from './platforms/directory.ts';
import type { AllowanceStore } from './page-orders/allowances.store.ts';
import type { PlatformRecord } from './platforms/record.ts';
import type { BankChannel, SmsSender } from './ports.ts';
import type { Reads } from './reads.ts';

export interface Core {
  readonly lanes: Lanes;
  readonly reads: Reads;
  readonly directory: Directory;
  readonly sealer: Sealer;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly channel: BankChannel;
  readonly sms: SmsSender;
  /** What people may cause in a day across all platforms. */
  readonly allowances: AllowanceStore;
  /** One check of a holder's password at a time. */
  readonly passwordTurns: Turns;
  /** One step at a time on a page that asks the bank. */
  readonly pageTurns: Turns;
  /** The policy of each dialect, by the name that stands in the platform's row. */
  readonly policies: Readonly<Record<string, Policy>>;
  /** Is told what our processing of a bank report failed on; it is tried again. */
  readonly onReportFailed: (platformId: number, error: unknown) => void;
  /** Address of this custodian as browsers reach it, without a trailing slash. */
  readonly publicUrl: string;
}

export function policyOf(core: Core, platform: PlatformRecord): Policy {
  const policy = core.policies[platform.dialect];
  if (!policy) throw new Error(`no policy for the dialect ${platform.dialect}`);
  return policy;
}

const PROCESS = randomUUID().slice(0, 13);
let commands = 0;

/** An id that no other command has, in this process or another. */
export function newCommandId(): string {
  commands += 1;
  return `${PROCESS}-${commands.toString(36)}`;
}
