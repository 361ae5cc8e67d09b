/**
 * What a platform may pay out as marketing money on a day of Beijing (L2.13): setting `marketing-limit`, in yuan, none
 * by default. What counts is what was set aside on the day; what of it is taken back on the same day counts no more,
 * what is taken back later changes nothing, for its own day is over.
 */
import type { Want, World } from '../../executor/world.ts';
import { type Fen, parseYuan } from '../../kernel/money.ts';
import { formatDate, type Instant } from '../../kernel/time.ts';
import { ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import type { Platform } from '../platforms/platform.ts';
import { type Refusal, refusal } from '../refusals.ts';
import type { Act } from '../verb.ts';
import { marketingCounters } from './tables.ts';

const HOLDER = ACCOUNT_HOLDERS.MARKETING;

/** The limit of a platform, or null where it has none. */
export function marketingLimit({ settings }: Pick<Platform, 'settings'>): Fen | null {
  const limit = settings['marketing-limit'];
  return limit === undefined ? null : parseYuan(limit);
}

/** Asks for what the limit is judged by. */
export function wantMarketing(want: Want): void {
  want.row(marketingCounters, HOLDER);
}

/** The refusal of marketing money that would go beyond the day's limit. */
export function refuseOverLimit({ world, platform }: Act, amount: Fen): Refusal | null {
  const limit = marketingLimit(platform);
  if (limit === null) return null;
  const counter = world.get(marketingCounters, HOLDER);
  const held = counter && counter.day === formatDate(world.at) ? counter.held : 0n;
  return held + amount > limit ? refusal('MARKETING_LIMIT', { limit, held, needed: amount }) : null;
}

/** Counts what is set aside now. */
export function countMarketing(world: World, amount: Fen): void {
  const counter = world.get(marketingCounters, HOLDER);
  const day = formatDate(world.at);
  if (!counter) world.insert(marketingCounters, { holderNo: HOLDER, day, held: amount });
  else world.change(marketingCounters, counter, { day, held: counter.day === day ? counter.held + amount : amount });
}

/** Takes what is given back of a hold out of the count, when the hold was made on this very day. */
export function uncountMarketing(world: World, madeAt: Instant, amount: Fen): void {
  const day = formatDate(world.at);
  if (formatDate(madeAt) !== day) return;
  const counter = world.get(marketingCounters, HOLDER);
  if (counter?.day !== day) throw new Error('marketing money that was set aside today was not counted');
  world.change(marketingCounters, counter, { held: counter.held - amount });
}
