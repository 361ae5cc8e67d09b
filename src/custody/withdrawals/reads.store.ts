/** What queries see of withdrawals: read outside the lane, so nothing about money is decided by it. */
import type { ReadSource } from '../read-source.ts';

/** What became of a payout. */
export type PayoutState = 'WAITING' | 'SENT' | 'PAID' | 'RETURNED';

export function withdrawalReads({ sql }: ReadSource) {
  return {
    async payoutState(platformId: number, orderNo: bigint): Promise<'WAITING' | 'SENT' | 'PAID' | 'RETURNED' | null> {
      const [row] = await sql`
        select state from withdrawals where platform_id = ${platformId} and order_no = ${orderNo}`;
      return row?.state ?? null;
    },
  };
}
