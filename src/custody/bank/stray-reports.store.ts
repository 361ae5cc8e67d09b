/**
 * Signed messages of the bank that nobody here can act upon: their words cannot be read, or they name no platform of
 * ours. Nothing is dropped (G-27): each is kept for people, as a break. Who knows what stands in words that cannot be
 * read, so they are sealed (G-19); and of what a bank may send for ever only so much is kept.
 */
import type { Sql } from '../../db/pool.ts';
import { pack } from '../../kernel/pack.ts';
import { placed, type Sealer } from '../../kernel/seal.ts';
import type { Instant } from '../../kernel/time.ts';
import type { BankReport, UnreadableReport } from '../ports.ts';
import { readBankOrderNo } from './order-no.ts';
import { factsOf } from './said.ts';

/** What is kept of the words of one message, in characters; a report that can be read is never as long. */
export const WORDS_KEPT = 8_000;

/** What the words are sealed for. */
export function wordsPlace(channel: string, digest: string): string {
  return placed('stray_reports.words', channel, digest);
}

export class StrayReportStore {
  private readonly sql: Sql;
  private readonly sealer: Sealer;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.sealer = sealer;
  }

  /** Keeps a message; the same words again are the same message. `platformId`: of the order that it seems to name. */
  async keep(
    channel: string,
    message: BankReport | UnreadableReport,
    platformId: number | null,
    at: Instant,
  ): Promise<void> {
    const { sql, sealer } = this;
    const words = message.outcome ? pack(message) : message.words;
    const digest = sealer.fingerprint(words);
    const kept = [...words].slice(0, WORDS_KEPT).join('');
    const bankOrderNo = readBankOrderNo(message.bankOrderNo ?? '') ? message.bankOrderNo : null;
    await sql`
      insert into stray_reports (channel, digest, kind, platform_id, bank_order_no, amount, words, size, times,
        first_at, last_at)
      values (${channel}, ${digest}, ${message.outcome ? 'NOT_ASKED' : 'UNREADABLE'},
        (select platform_id from platforms where platform_id = ${platformId}::integer), ${bankOrderNo},
        ${message.outcome ? (factsOf(message).amount ?? 0n) : 0n}, ${sealer.seal(kept, wordsPlace(channel, digest))},
        ${[...words].length}, 1, ${new Date(at)}, ${new Date(at)})
      on conflict (channel, digest) do update
        set times = stray_reports.times + 1, last_at = greatest(stray_reports.last_at, excluded.last_at)`;
  }
}
