/** From a page token to its order: the start of every step on a page. */
import type { PageCommand } from '../commands.ts';
import type { Policy } from '../policy.ts';
import type { PageVerb } from '../verb.ts';
import { pageVerbOf } from '../verbs.ts';
import { type Core, policyOf } from '../core.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { StoredOrder } from '../orders/reads.store.ts';

export interface PageOrder {
  readonly platform: PlatformRecord;
  readonly policy: Policy;
  readonly order: StoredOrder;
  readonly command: PageCommand;
  readonly verb: PageVerb<PageCommand>;
}

/** The order behind a token; null when the token is none of ours or its order gave way to another try. */
export async function findPageOrder(core: Core, token: string): Promise<PageOrder | null> {
  const key = core.tokens.read(token);
  if (!key) return null;
  const [platform, order] = await Promise.all([
    core.directory.byId(key.platformId),
    core.reads.orderByNo(key.platformId, key.orderNo),
  ]);
  if (!platform || !order?.presentation || !order.command) return null;
  const command = order.command as PageCommand;
  return { platform, order, policy: policyOf(core, platform), command, verb: pageVerbOf(command) };
}
