/** Everything that the core keeps sealed, sealed anew under the key that seals now: all platforms, page by page. */
import type { Sql } from '../db/pool.ts';
import { resealTable } from '../executor/resealing.ts';
import type { Row, Table } from '../executor/table.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { PlatformStore } from './platforms/platforms.store.ts';
import { CORE_TABLES } from './tables.ts';

/** Goes through it once; tells after each page how many rows it held. A page that fails ends it; begin again then. */
export async function* resealCore(sql: Sql, sealer: Sealer, platforms: PlatformStore): AsyncGenerator<number> {
  for (const platformId of await platforms.ids()) {
    if (await platforms.reseal(platformId)) yield 1;
    for (const table of CORE_TABLES) yield* resealTable(sql, sealer, table as unknown as Table<Row>, platformId);
  }
}
