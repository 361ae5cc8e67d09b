/** What queries and pages see of a platform's own accounts. */
import { ACCOUNT_HOLDERS, accountId, type PlatformAccount } from '../../ledger/chart.ts';
import type { ReadSource } from '../read-source.ts';

export function platformReads({ sql }: ReadSource) {
  return {
    async accounts(platformId: number): Promise<Record<PlatformAccount, { available: bigint; frozen: bigint }>> {
      const rows = await sql`
        select account_id, balance from accounts where platform_id = ${platformId} and account_id < 1000`;
      const balances = new Map(rows.map((row) => [row.account_id as bigint, row.balance as bigint]));
      const of = (holder: bigint) => ({
        available: balances.get(accountId(holder, 'AVAILABLE')) ?? 0n,
        frozen: balances.get(accountId(holder, 'FROZEN')) ?? 0n,
      });
      return {
        FEE: of(ACCOUNT_HOLDERS.FEE),
        COMPENSATION: of(ACCOUNT_HOLDERS.COMPENSATION),
        MARKETING: of(ACCOUNT_HOLDERS.MARKETING),
      };
    },
  };
}
