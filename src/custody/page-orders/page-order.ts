/** From a page token to its order: the start of every step on a page. */
import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { PageCommand } from '../commands.ts';
import type { Policy } from '../policy.ts';
import type { PageVerb, Proof } from '../verb.ts';
import { pageVerbOf } from '../verbs.ts';
import { type Core, newCommandId, policyOf } from '../core.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import { completeTask } from '../orders/paged.ts';
import type { StoredOrder } from '../orders/reads.store.ts';
import type { StepAnswer } from './pages.ts';

export interface PageOrder {
  readonly platform: PlatformRecord;
  readonly policy: Policy;
  readonly order: StoredOrder;
  readonly command: PageCommand;
  readonly verb: PageVerb<PageCommand>;
  /** Its address may still tell facts and carry the signed return (G-12). */
  readonly telling: boolean;
}

/** How long after an order's end, or after it was asked for again by a signed call, its page tells everything. */
const TELLING = 10 * MINUTE;

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
  const verb = pageVerbOf(command);
  const left = order.finishedAt ?? (order.outcome && verb.page.left?.(order.outcome as never)) ?? null;
  const telling = left === null || Math.max(left, key.asked ?? 0) + TELLING > core.clock.now();
  return { platform, order, policy: policyOf(core, platform), command, verb, telling };
}

/**
 * The token of an order's page for who has just shown that it is his: by the same signed call, or by what the bank
 * signed. It is always the same one, until the order has been over for so long that this one would tell too little.
 */
export function addressOf(
  { tokens, clock }: Core,
  platformId: number,
  { orderNo, endedAt }: { readonly orderNo: bigint; readonly endedAt: Instant | null },
): string {
  const now = clock.now();
  const old = endedAt !== null && endedAt + TELLING / 2 <= now;
  return tokens.make(platformId, orderNo, ...(old ? [now] : []));
}

/** The same of an order that is not at hand. */
export async function addressNow(core: Core, platformId: number, orderNo: bigint): Promise<string> {
  const order = await core.reads.orderByNo(platformId, orderNo);
  return addressOf(core, platformId, { orderNo, endedAt: order?.finishedAt ?? null });
}

/** Takes a step on the page behind a token, one at a time of a page; null when the page is gone. */
export async function inPageTurn(
  core: Core,
  token: string,
  step: (page: PageOrder) => Promise<StepAnswer>,
): Promise<StepAnswer | null> {
  const page = await findPageOrder(core, token);
  if (!page) return null;
  const { platformId, orderNo } = page.order;
  return await core.pageTurns.take(platformId, `${orderNo}`, async (waited) => {
    const now = waited ? await findPageOrder(core, token) : page;
    return now && (await step(now));
  });
}

/** Completes the order of a page with what was proved on it. */
export function completePage(
  core: Core,
  { order, platform, policy, verb }: PageOrder,
  proof: Proof,
): Promise<StepAnswer> {
  const { orderNo, platformId } = order;
  const task = completeTask({ platform, policy, verb, orderNo, proof, commandId: newCommandId() });
  return core.lanes.submit(platformId, task);
}
