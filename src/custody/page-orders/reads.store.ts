/** What pages see of their own steps. */
import type { ReadSource } from '../read-source.ts';

export function pageOrderReads({ sql }: ReadSource) {
  return {
    /** How many codes were sent for an order, and when the last one; null for none. */
    async smsSent(platformId: number, orderNo: bigint): Promise<{ sent: number; sentAt: number } | null> {
      const [row] = await sql`
        select sent, sent_at from sms_codes where platform_id = ${platformId} and order_no = ${orderNo}`;
      return row ? { sent: row.sent, sentAt: row.sent_at.getTime() } : null;
    },
  };
}
