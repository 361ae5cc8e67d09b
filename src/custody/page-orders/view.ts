/** What a page shows, read fresh: the order, and the facts a person needs to decide (pages.md). */
import { maskCard, maskMobile } from '../../kernel/mask.ts';
import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { PageView } from '../api.ts';

import type { Bank } from '../banks.ts';
import type { Outcomes } from '../commands.ts';
import type { Core } from '../core.ts';
import { PLATFORM_PASSWORD } from '../members/holders.ts';
import { PASSWORD_TRIES } from '../members/tries.ts';
import { feeOf } from '../fees/schedule.ts';
import type { Holder } from '../vocabulary.ts';
import { payoutTime } from '../withdrawals/withdraw.ts';
import { findPageOrder, type PageOrder } from './page-order.ts';

export async function viewPage(core: Core, token: string): Promise<PageView | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  const { platform, order } = found;
  const holder = holderOf(found);
  const [money, project, tries, sms] = await Promise.all([
    holder ? moneyOf(core, found, holder) : null,
    projectOf(core, found),
    holder && order.verb !== 'DEPOSIT' ? triesLeft(core, found, holder) : null,
    order.verb === 'REGISTER_PERSON' ? core.queries.smsSentAt(order.platformId, order.orderNo) : null,
  ]);
  const { command } = order;
  return {
    order,
    platform,
    card: money?.card ?? null,
    available: money?.available ?? null,
    fee: feeFor(found),
    project,
    arrivesAt: command?.verb === 'WITHDRAW' ? payoutTime(command.urgency, acceptedAt(found) ?? core.clock.now()) : null,
    smsTo: command?.verb === 'REGISTER_PERSON' && command.mobile !== null ? maskMobile(command.mobile) : null,
    smsAgainAt: sms === null ? null : sms + MINUTE,
    passwordTriesLeft: tries,
  };
}

/** Whose order a page is about; null for a registration, where nobody is known yet. */
export function holderOf({ order: { command } }: PageOrder): Holder | null {
  switch (command?.verb) {
    case 'DEPOSIT':
    case 'WITHDRAW':
      return command.holder;
    case 'HOLD':
    case 'AUTHORIZE':
      return { kind: 'member', userNo: command.userNo };
    default:
      return null;
  }
}

function acceptedAt({ order: { verb, outcome } }: PageOrder): Instant | undefined {
  return verb === 'WITHDRAW' ? (outcome as Outcomes['WITHDRAW'] | null)?.acceptedAt : undefined;
}

interface Money {
  readonly available: bigint;
  readonly card: { readonly masked: string; readonly bank: Bank } | null;
}

async function moneyOf(core: Core, { platform }: PageOrder, holder: Holder): Promise<Money | null> {
  if (holder.kind === 'account') {
    const accounts = await core.queries.accounts(platform.platformId);
    const { settlementAccount: number, settlementBank: bank } = platform;
    const card = number !== null && bank !== null ? { masked: maskCard(number), bank } : null;
    return { available: accounts[holder.account].available, card };
  }
  const facts = await core.queries.holderFacts(platform.platformId, holder.userNo, core.clock.now());
  if (!facts) return null;
  const card = facts.card && { masked: maskCard(facts.card.number), bank: facts.card.bank as Bank };
  return { available: facts.available, card };
}

async function projectOf(core: Core, { order }: PageOrder): Promise<PageView['project']> {
  if (order.command?.verb !== 'HOLD') return null;
  const project = await core.queries.project(order.platformId, order.command.projectNo);
  return project && { projectNo: project.projectNo, name: project.name, rate: project.rate };
}

async function triesLeft(core: Core, { order }: PageOrder, holder: Holder): Promise<number | null> {
  const holderNo = await credentialHolder(core, order.platformId, holder);
  const credential = holderNo === null ? null : await core.queries.credential(order.platformId, holderNo);
  if (!credential) return null;
  const { failures, lockedUntil } = credential;
  if (lockedUntil !== null) return lockedUntil > core.clock.now() ? 0 : PASSWORD_TRIES;
  return PASSWORD_TRIES - failures;
}

/** Whose password confirms: the member's own, or the platform's payment password for its accounts. */
export async function credentialHolder(core: Core, platformId: number, holder: Holder): Promise<bigint | null> {
  if (holder.kind === 'account') return PLATFORM_PASSWORD;
  return core.queries.memberNo(platformId, holder.userNo);
}

function feeFor({ platform, order: { command } }: PageOrder): bigint | null {
  if (command?.verb === 'DEPOSIT') return feeOf(platform, 'deposit', command.amount);
  return command?.verb === 'WITHDRAW' ? feeOf(platform, 'withdraw', command.amount) : null;
}
