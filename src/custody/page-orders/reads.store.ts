/** What pages see of their own steps. */
import type { ReadSource } from '../read-source.ts';

export function pageOrderReads({ sql }: ReadSource) {
  return {
    async smsSentAt(platformId: number, orderNo: bigint): Promise<number | null> {
      const [row] = await sql`
        select sent_at from sms_codes where platform_id = ${platformId} and order_no = ${orderNo}`;
      return row?.sent_at.getTime() ?? null;
    },
  };
}
