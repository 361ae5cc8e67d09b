/** Everything that the core keeps sealed, sealed anew under the key that seals now: all platforms, page by page. */
import { isDatabaseError } from '../db/breach.ts';
import type { Sql } from '../db/pool.ts';
import { resealTable } from '../executor/resealing.ts';
import type { Row, Table } from '../executor/table.ts';
import type { Sealer } from '../kernel/seal.ts';
import { StrayReportStore } from './bank/stray-reports.store.ts';
import type { PlatformStore } from './platforms/platforms.store.ts';
import { CORE_TABLES } from './tables.ts';

/**
 * Goes through it once; tells after each page how many rows it held. A platform whose lane is locked is passed over:
 * the others are done, then it is told by an error. Begin again then.
 */
export async function* resealCore(sql: Sql, sealer: Sealer, platforms: PlatformStore): AsyncGenerator<number> {
  yield* new StrayReportStore(sql, sealer).reseal();
  const locked: number[] = [];
  for (const platformId of await platforms.ids()) {
    try {
      if (await platforms.reseal(platformId)) yield 1;
      for (const table of CORE_TABLES) yield* resealTable(sql, sealer, table as unknown as Table<Row>, platformId);
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      locked.push(platformId);
    }
  }
  if (locked.length > 0) throw new Error(`the lanes of the platforms ${locked.join(', ')} are locked`);
}

function isLockTimeout(error: unknown): boolean {
  return isDatabaseError(error) && error.code === '55P03';
}
