/** What a page shows, read fresh: the order, and the facts a person needs to decide (pages.md). */
import { maskCard, maskMobile } from '../../kernel/mask.ts';
import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { PageView } from './pages.ts';

import type { Bank } from '../banks.ts';
import type { Outcomes } from '../commands.ts';
import type { Core } from '../core.ts';
import { PLATFORM_PASSWORD } from '../credentials/tables.ts';
import { PASSWORD_TRIES } from '../credentials/tries.ts';
import { feeOf } from '../fees/schedule.ts';
import type { Holder } from '../members/words.ts';
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
    order.verb === 'REGISTER_PERSON' ? core.reads.smsSentAt(order.platformId, order.orderNo) : null,
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
    const accounts = await core.reads.accounts(platform.platformId);
    const { settlementAccount: number, settlementBank: bank } = platform;
    const card = number !== null && bank !== null ? { masked: maskCard(number), bank } : null;
    return { available: accounts[holder.account].available, card };
  }
  const member = await core.reads.member(platform.platformId, holder.userNo, core.clock.now());
  if (!member) return null;
  const { available, cardNumber: number, bank } = member;
  return { available, card: number !== null && bank !== null ? { masked: maskCard(number), bank } : null };
}

async function projectOf(core: Core, { order }: PageOrder): Promise<PageView['project']> {
  if (order.command?.verb !== 'HOLD') return null;
  const project = await core.reads.project(order.platformId, order.command.projectNo);
  return project && { projectNo: project.projectNo, name: project.name, rate: project.rate };
}

async function triesLeft(core: Core, { order }: PageOrder, holder: Holder): Promise<number | null> {
  const holderNo = await credentialHolder(core, order.platformId, holder);
  const credential = holderNo === null ? null : await core.reads.credential(order.platformId, holderNo);
  if (!credential) return null;
  const { failures, lockedUntil } = credential;
  if (lockedUntil !== null) return lockedUntil > core.clock.now() ? 0 : PASSWORD_TRIES;
  return PASSWORD_TRIES - failures;
}

/** Whose password confirms: the member's own, or the platform's payment password for its accounts. */
export async function credentialHolder(core: Core, platformId: number, holder: Holder): Promise<bigint | null> {
  if (holder.kind === 'account') return PLATFORM_PASSWORD;
  return core.reads.memberNo(platformId, holder.userNo);
}

function feeFor({ platform, order: { command } }: PageOrder): bigint | null {
  if (command?.verb === 'DEPOSIT') return feeOf(platform, 'deposit', command.amount);
  return command?.verb === 'WITHDRAW' ? feeOf(platform, 'withdraw', command.amount) : null;
}
