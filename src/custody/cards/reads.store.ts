/** What is read of cards outside the lane: every card that a member ever bound. */
import { placed } from '../../kernel/seal.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Bank } from '../banks.ts';
import { opened, type ReadSource } from '../read-source.ts';
import type { AccessType } from './words.ts';

/** A card of a member's history; the last one is bound while it was not unbound. */
export interface CardInformation {
  readonly number: string;
  readonly bank: Bank;
  readonly accessType: AccessType;
  readonly boundAt: Instant;
  readonly unboundAt: Instant | null;
}

export function cardReads({ sql, sealer }: ReadSource) {
  return {
    /** The cards that a member ever bound, the first one first. */
    async cardHistory(platformId: number, memberNo: bigint): Promise<readonly CardInformation[]> {
      const rows = await sql`
        select card_no, number, bank, access_type, bound_at, unbound_at from cards
        where platform_id = ${platformId} and member_no = ${memberNo} order by card_no`;
      return rows.map((row) => ({
        number: opened(sealer, row.number, placed('cards.number', platformId, row.card_no, memberNo)) ?? '',
        bank: row.bank,
        accessType: row.access_type,
        boundAt: row.bound_at.getTime(),
        unboundAt: row.unbound_at?.getTime() ?? null,
      }));
    },
  };
}
