/**
 * Passwords as the lane sees them: a member's trade password, and under holder 0 the platform's payment password, which
 * confirms orders of its own accounts.
 */
import { defineTable } from '../../executor/table.ts';

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
}

export const credentials = defineTable<CredentialRow>()('credentials', {
  key: ['holderNo'],
  types: { holderNo: 'bigint', passwordHash: 'sealed', failures: 'int', lockedUntil: 'instant', tryId: 'text' },
  mutable: ['passwordHash', 'failures', 'lockedUntil', 'tryId'],
});

/** Holder 0 keeps the platform's payment password. */
export const PLATFORM_PASSWORD = 0n;
