/** What reads outside the lane are made of. Every statement names its platform_id (G-16). */
import type { Sql } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';

export interface ReadSource {
  readonly sql: Sql;
  readonly sealer: Sealer;
}

/** The text of a sealed column; null stays null. */
export function opened(sealer: Sealer, sealed: unknown, context: string): string | null {
  return sealed === null || sealed === undefined ? null : sealer.open(sealed as Buffer, context);
}
