/** What a page shows, read fresh: the order, and the facts a person needs to decide (pages.md). */
import { maskCard, maskMobile } from '../../kernel/mask.ts';
import type { Instant } from '../../kernel/time.ts';
import type { EnterpriseShown, PageOrderView, PageView } from './pages.ts';

import type { Bank } from '../banks.ts';
import type { Core } from '../core.ts';
import { PLATFORM_PASSWORD } from '../credentials/tables.ts';
import { PASSWORD_TRIES } from '../credentials/tries.ts';
import type { Holder } from '../members/words.ts';
import { percentOf } from '../projects/rate.ts';
import { SMS_PAUSE } from './allowances.store.ts';
import { findPageOrder, type PageOrder } from './page-order.ts';

export async function viewPage(core: Core, token: string): Promise<PageView | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  const { platform, order, command, verb } = found;
  const { page } = verb;
  const { telling } = found;
  const holder = telling ? page.holder(command) : null;
  const { by } = page.completion;
  const [money, project, password, sms] = await Promise.all([
    holder ? moneyOf(core, found, holder) : null,
    telling ? projectOf(core, found) : null,
    holder && by === 'PASSWORD' ? passwordOf(core, found, holder) : null,
    by === 'REGISTRATION' || by === 'ENROLMENT' ? core.reads.smsSent(order.platformId, order.orderNo) : null,
  ]);
  return {
    telling,
    order: { ...order, command } as PageOrderView,
    platform,
    card: money?.card ?? null,
    enterprise: money?.enterprise ?? null,
    available: money?.available ?? null,
    fee: page.fee(command, platform),
    project,
    arrivesAt: page.arrivesAt(command, order.outcome as never, core.clock.now()),
    smsTo: telling && 'mobile' in command && command.mobile !== null ? maskMobile(command.mobile) : null,
    smsAgainAt: sms && sms.sentAt + SMS_PAUSE,
    passwordTriesLeft: password?.triesLeft ?? null,
    passwordLockedUntil: password?.lockedUntil ?? null,
  };
}

interface Money {
  readonly available: bigint;
  readonly enterprise: EnterpriseShown | null;
  readonly card: { readonly masked: string; readonly bank: Bank } | null;
}

async function moneyOf(core: Core, { platform }: PageOrder, holder: Holder): Promise<Money | null> {
  if (holder.kind === 'account') {
    const accounts = await core.reads.accounts(platform.platformId);
    const { settlementAccount: number, settlementBank: bank } = platform;
    const card = number !== null && bank !== null ? { masked: maskCard(number), bank } : null;
    return { available: accounts[holder.account].available, card, enterprise: null };
  }
  const member = await core.reads.member(platform.platformId, holder.userNo, core.clock.now());
  if (!member) return null;
  const { available, cardNumber: number, bank } = member;
  const enterprise =
    member.type === 'ENTERPRISE' ? await core.reads.enterpriseData(platform.platformId, holder.userNo) : null;
  return { available, enterprise, card: number !== null && bank !== null ? { masked: maskCard(number), bank } : null };
}

async function projectOf(core: Core, { order, command, verb, policy }: PageOrder): Promise<PageView['project']> {
  const projectNo = verb.page.projectNo(command);
  if (projectNo === null) return null;
  const project = await core.reads.project(order.platformId, projectNo);
  if (!project) return null;
  const { name, rate } = project;
  return { projectNo, name, percent: percentOf(rate, policy.rateScale) };
}

interface PasswordStanding {
  readonly triesLeft: number;
  readonly lockedUntil: Instant | null;
}

async function passwordOf(core: Core, { order }: PageOrder, holder: Holder): Promise<PasswordStanding | null> {
  const holderNo = await credentialHolder(core, order.platformId, holder);
  const credential = holderNo === null ? null : await core.reads.credential(order.platformId, holderNo);
  if (!credential) return null;
  const { failures, lockedUntil } = credential;
  if (lockedUntil === null) return { triesLeft: PASSWORD_TRIES - failures, lockedUntil };
  return lockedUntil > core.clock.now()
    ? { triesLeft: 0, lockedUntil }
    : { triesLeft: PASSWORD_TRIES, lockedUntil: null };
}

/** Whose password confirms: the member's own, or the platform's payment password for its accounts. */
export async function credentialHolder(core: Core, platformId: number, holder: Holder): Promise<bigint | null> {
  if (holder.kind === 'account') return PLATFORM_PASSWORD;
  return core.reads.memberNo(platformId, holder.userNo);
}
