/** From a page token to its order: the start of every step on a page. */
import type { Policy } from '../policy.ts';
import { type Core, policyOf } from '../core.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { StoredOrder } from '../orders/reads.store.ts';

export interface PageOrder {
  readonly platform: PlatformRecord;
  readonly policy: Policy;
  readonly order: StoredOrder;
}

/** The order behind a token; null when the token is none of ours or its order gave way to another try. */
export async function findPageOrder(core: Core, token: string): Promise<PageOrder | null> {
  const key = core.tokens.read(token);
  if (!key) return null;
  const [platform, order] = await Promise.all([
    core.directory.byId(key.platformId),
    core.reads.orderByNo(key.platformId, key.orderNo),
  ]);
  return platform && order?.presentation ? { platform, order, policy: policyOf(core, platform) } : null;
}
