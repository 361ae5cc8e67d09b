/** What a page shows, read fresh: the order, and the facts a person needs to decide (pages.md). */
import { maskCard, maskMobile } from '../../kernel/mask.ts';
import type { Instant } from '../../kernel/time.ts';
import type { EnterpriseShown, PageOrderView, PageView, RecoveryView } from './pages.ts';

import type { Bank } from '../banks.ts';
import type { Core } from '../core.ts';
import type { PageCommand } from '../commands.ts';
import { recoveryTriesLeft } from '../credentials/recovery.ts';
import { PLATFORM_PASSWORD } from '../credentials/tables.ts';
import { PASSWORD_TRIES } from '../credentials/tries.ts';
import type { MemberInformation } from '../members/reads.store.ts';
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
  const [money, project, password, sms, member] = await Promise.all([
    holder ? moneyOf(core, found, holder) : null,
    telling ? projectOf(core, found) : null,
    holder && by !== 'BANK' && by !== 'ENROLMENT' ? passwordOf(core, found, holder) : null,
    by !== 'PASSWORD' && by !== 'BANK' ? core.reads.smsSent(order.platformId, order.orderNo) : null,
    telling && command.verb === 'RESET_PASSWORD'
      ? core.reads.member(order.platformId, command.userNo, core.clock.now())
      : null,
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
    smsTo: telling ? smsTo(command, member) : null,
    smsAgainAt: sms && sms.sentAt + SMS_PAUSE,
    passwordTriesLeft: password?.triesLeft ?? null,
    passwordLockedUntil: password?.lockedUntil ?? null,
    recovery: member && recoveryOf(member, password),
  };
}

/** The masked mobile that codes of the page go to, as far as it is known. */
function smsTo(command: PageCommand, member: MemberInformation | null): string | null {
  const mobile = 'mobile' in command ? command.mobile : member?.mobile;
  return mobile ? maskMobile(mobile) : null;
}

function recoveryOf({ type, accessType }: MemberInformation, password: PasswordStanding | null): RecoveryView {
  return { of: type, asksCode: type === 'ENTERPRISE' || accessType === 'FULL', triesLeft: password?.recoveryLeft ?? 0 };
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
  /** How many card numbers may be tried today while it is locked (L2.20). */
  readonly recoveryLeft: number;
}

async function passwordOf(core: Core, { order }: PageOrder, holder: Holder): Promise<PasswordStanding | null> {
  const holderNo = await credentialHolder(core, order.platformId, holder);
  const credential = holderNo === null ? null : await core.reads.credential(order.platformId, holderNo);
  if (!credential) return null;
  const { failures, lockedUntil } = credential;
  const now = core.clock.now();
  const recoveryLeft = recoveryTriesLeft(credential, now);
  if (lockedUntil === null) return { triesLeft: PASSWORD_TRIES - failures, lockedUntil, recoveryLeft };
  return lockedUntil > now
    ? { triesLeft: 0, lockedUntil, recoveryLeft }
    : { triesLeft: PASSWORD_TRIES, lockedUntil: null, recoveryLeft };
}

/** Whose password confirms: the member's own, or the platform's payment password for its accounts. */
export async function credentialHolder(core: Core, platformId: number, holder: Holder): Promise<bigint | null> {
  if (holder.kind === 'account') return PLATFORM_PASSWORD;
  return core.reads.memberNo(platformId, holder.userNo);
}
