/** Short messages that the gateway took: never sent anywhere, only kept for whoever tests. */
import type { Queryable } from '../src/db/pool.ts';
import type { Instant } from '../src/kernel/time.ts';

export interface Message {
  readonly mobile: string;
  /** The six digits found in the text, or an empty text. */
  readonly code: string;
  readonly text: string;
  readonly at: Instant;
}

export async function addMessage(sql: Queryable, message: Message): Promise<void> {
  await sql`insert into messages (mobile, code, text, at)
    values (${message.mobile}, ${message.code}, ${message.text}, ${message.at}::bigint)`;
}

/** The newest messages to a mobile, newest first. */
export async function messagesTo(sql: Queryable, mobile: string, limit: number): Promise<readonly Message[]> {
  const rows = await sql<{ mobile: string; code: string; text: string; at: bigint }[]>`
    select mobile, code, text, at from messages where mobile = ${mobile} order by message_no desc limit ${limit}`;
  return rows.map((row) => ({ mobile: row.mobile, code: row.code, text: row.text, at: Number(row.at) }));
}
