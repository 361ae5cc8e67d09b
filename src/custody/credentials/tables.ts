/**
 * Passwords as the lane sees them: a member's trade password, and under holder 0 the platform's payment password, which
 * confirms orders of its own accounts.
 */
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';

export interface CredentialRow {
  readonly holderNo: bigint;
  /**
   * Sealed: six digits fall from the hash alone in hours, and a hash that fitted another holder would be his password.
   */
  readonly passwordHash: string;
  readonly failures: number;
  readonly lockedUntil: number | null;
  /** The commands that counted the latest tries (`latest-tries.ts`). */
  readonly tryId: string | null;
  /** The Beijing day (yyyyMMdd) on which card numbers were tried last while it was locked, and how many (L2.20). */
  readonly recoveryDay: string | null;
  readonly recoveryTries: number;
}

export const credentials = defineTable<CredentialRow>()('credentials', {
  key: ['holderNo'],
  types: {
    holderNo: 'bigint',
    passwordHash: 'sealed',
    failures: 'int',
    lockedUntil: 'instant',
    tryId: 'text',
    recoveryDay: 'text',
    recoveryTries: 'int',
  },
  mutable: ['passwordHash', 'failures', 'lockedUntil', 'tryId', 'recoveryDay', 'recoveryTries'],
});

/** Holder 0 keeps the platform's payment password. */
export const PLATFORM_PASSWORD = 0n;

/** Writes the first password of a holder. */
export function insertPassword(world: World, holderNo: bigint, passwordHash: string): void {
  const untried = { failures: 0, lockedUntil: null, tryId: null, recoveryDay: null, recoveryTries: 0 };
  world.insert(credentials, { holderNo, passwordHash, ...untried });
}
