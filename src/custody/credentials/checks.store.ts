/**
 * What verify asks of passwords: that each opens for its holder, so that none was copied from another. Whoever sets
 * another password needs no new order for it, so all are looked at each time.
 */
import type { Transaction } from '../../db/pool.ts';
import { decodeRow, snake } from '../../executor/statements.ts';
import { SealBroken, type Sealer } from '../../kernel/seal.ts';
import type { Finding, ReadingCheck } from '../../ledger/verify.store.ts';
import { credentials } from './tables.ts';

const PAGE = 500;

/** The check, with the key that opens what it reads. */
export function passwordCheck(sealer: Sealer): ReadingCheck {
  return {
    name: 'a password opens for its holder',
    find: (snapshot, platformId) => findForeign(snapshot, platformId, sealer),
  };
}

async function findForeign(snapshot: Transaction, platformId: number, sealer: Sealer): Promise<Finding | null> {
  const text = `select ${credentials.columns.map(snake).join(', ')} from credentials
    where platform_id = $1 and holder_no > $2 order by holder_no limit ${PAGE}`;
  const numbered = credentials.columns.indexOf('holderNo');
  for (let last = -1n; ; ) {
    const rows = await snapshot.unsafe(text, [platformId, last.toString()]).values();
    for (const row of rows as unknown as readonly (readonly unknown[])[]) {
      last = row[numbered] as bigint;
      try {
        decodeRow(credentials, row, platformId, sealer);
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        return { place: `holder ${last}`, expected: 'a password sealed for its holder', found: error.message };
      }
    }
    if (rows.length < PAGE) return null;
  }
}
