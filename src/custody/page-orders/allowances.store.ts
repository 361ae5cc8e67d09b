/**
 * What people may cause in a day, whichever platforms ask (G-18): messages to a mobile, card checks of a mobile and of
 * an ID number. Counted in one atomic statement before anything is done, outside the lanes, because two platforms never
 * meet in one; what was counted is not given back.
 */
import type { Sql } from '../../db/pool.ts';
import type { Sealer } from '../../kernel/seal.ts';
import { formatDate, type Instant, MINUTE, SECOND } from '../../kernel/time.ts';
import { type Refusal, refusal } from '../refusals.ts';

export type Purpose = 'SMS' | 'CARD_MOBILE' | 'CARD_ID';

interface Limit {
  /** From one to the next, in milliseconds. */
  readonly pause: number;
  /** A Beijing day. */
  readonly daily: number;
  readonly refused: Refusal;
}

export const SMS_PAUSE = MINUTE;

const LIMITS: Readonly<Record<Purpose, Limit>> = {
  SMS: { pause: SMS_PAUSE, daily: 10, refused: refusal('SMS_DAY_LIMIT', {}) },
  CARD_MOBILE: { pause: 0, daily: 10, refused: refusal('CARD_CHECK_DAY_LIMIT', {}) },
  CARD_ID: { pause: 0, daily: 10, refused: refusal('CARD_CHECK_DAY_LIMIT', {}) },
};

export class AllowanceStore {
  private readonly sql: Sql;
  private readonly sealer: Sealer;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.sealer = sealer;
  }

  /** Counts one for this mobile or ID number; a refusal, and nothing counted, where no more is allowed. */
  async take(purpose: Purpose, whom: string, at: Instant): Promise<Refusal | null> {
    const { pause, daily, refused } = LIMITS[purpose];
    const key = this.sealer.fingerprint(`allowance ${purpose} ${whom}`);
    const day = formatDate(at);
    const { sql } = this;
    const taken = await sql`
      insert into allowances as a (purpose, whom, day, used, last_at)
      values (${purpose}, ${key}, ${day}, 1, ${new Date(at)})
      on conflict (purpose, whom) do update
        set day = excluded.day, used = case when a.day = excluded.day then a.used + 1 else 1 end,
          last_at = greatest(a.last_at, excluded.last_at)
        where (a.last_at <= ${new Date(at - pause)} or ${pause === 0}) and (a.day <> excluded.day or a.used < ${daily})
      returning used`;
    if (taken.length > 0) return null;
    if (pause === 0) return refused;
    const [row] = await sql`select last_at from allowances where purpose = ${purpose} and whom = ${key}`;
    const again = (row?.last_at instanceof Date ? row.last_at.getTime() : 0) + pause;
    return again > at ? refusal('SMS_TOO_SOON', { seconds: Math.ceil((again - at) / SECOND) }) : refused;
  }
}
