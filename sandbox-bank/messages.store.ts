/** Short messages that the gateway took: never sent anywhere, only kept, for a day and sealed, for whoever tests. */
import type { Queryable } from '../src/db/pool.ts';
import { placed, type Sealer } from '../src/kernel/seal.ts';
import { DAY, type Instant } from '../src/kernel/time.ts';

export interface Message {
  readonly mobile: string;
  /** The six digits found in the text, or an empty text. */
  readonly code: string;
  readonly text: string;
  readonly at: Instant;
}

export async function addMessage(sql: Queryable, sealer: Sealer, message: Message): Promise<void> {
  const { at, ...said } = message;
  const mark = markOf(sealer, message.mobile);
  await sql`insert into messages (mobile_mark, words, at)
    values (${mark}, ${sealer.seal(JSON.stringify(said), wordsPlace(mark, at))}, ${at}::bigint)`;
}

/** The newest messages of the last day to a mobile, newest first. */
export async function messagesTo(
  sql: Queryable,
  sealer: Sealer,
  asked: { readonly mobile: string; readonly now: Instant; readonly limit: number },
): Promise<readonly Message[]> {
  const mark = markOf(sealer, asked.mobile);
  const rows = await sql<{ words: Buffer; at: bigint }[]>`
    select words, at from messages where mobile_mark = ${mark} and at > ${asked.now - DAY}::bigint
    order by message_no desc limit ${asked.limit}`;
  return rows.map((row) => {
    const at = Number(row.at);
    return { ...(JSON.parse(sealer.open(row.words, wordsPlace(mark, at))) as Omit<Message, 'at'>), at };
  });
}

/** Nobody needs a message after a day. */
export async function forgetMessages(sql: Queryable, now: Instant): Promise<void> {
  await sql`delete from messages where at <= ${now - DAY}::bigint`;
}

function markOf(sealer: Sealer, mobile: string): string {
  return sealer.fingerprint(placed('messages.mobile', mobile));
}

function wordsPlace(mark: string, at: Instant): string {
  return placed('messages.words', mark, at);
}
