/** What pages see of passwords: how many tries are left, never the password. */
import type { ReadSource } from '../read-source.ts';
import type { CredentialRow } from './tables.ts';

type CredentialInformation = Pick<CredentialRow, 'failures' | 'lockedUntil' | 'recoveryDay' | 'recoveryTries'>;

export function credentialReads({ sql }: ReadSource) {
  return {
    async credential(platformId: number, holderNo: bigint): Promise<CredentialInformation | null> {
      const [row] = await sql`
        select failures, locked_until, recovery_day, recovery_tries from credentials
        where platform_id = ${platformId} and holder_no = ${holderNo}`;
      if (!row) return null;
      const { failures, locked_until: until, recovery_day: recoveryDay, recovery_tries: recoveryTries } = row;
      return { failures, lockedUntil: until?.getTime() ?? null, recoveryDay, recoveryTries };
    },
  };
}
