/** What pages see of deposits: read outside the lane, so nothing about money is decided by it. */
import type { ReadSource } from '../read-source.ts';

export function depositReads({ sql }: ReadSource) {
  return {
    /** Under which the bank's terminals know a deposit; null for none. */
    async barcode(platformId: number, orderNo: bigint): Promise<string | null> {
      const [row] = await sql`
        select barcode from deposits where platform_id = ${platformId} and order_no = ${orderNo}`;
      return row?.barcode ?? null;
    },
  };
}
