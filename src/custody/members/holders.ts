/** Whose money an order is about: a member or one of the platform's own accounts, resolved in one place. */
import type { Want, World } from '../../executor/world.ts';
import { ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS, type PlatformAccount } from '../../ledger/chart.ts';
import { type Judged, refuse } from '../refusals.ts';
import { type MemberRow, members, wantMember } from './tables.ts';
import type { Holder, MemberType } from './words.ts';

export interface Resolved {
  readonly holderNo: bigint;
  /** Platform accounts act like an enterprise towards banks. */
  readonly type: MemberType;
  readonly member: MemberRow | null;
}

/** The holder's number as soon as it is known; for `needs`. */
export function wantHolder(want: Want, holder: Holder): bigint | undefined {
  return holder.kind === 'account' ? ACCOUNT_HOLDERS[holder.account] : wantMember(want, holder.userNo)?.memberNo;
}

/** An active member, or the refusal that says why not. */
export function activeMember(world: World, userNo: string): Judged<MemberRow> {
  const member = world.get(members, userNo);
  if (!member) return refuse('MEMBER_UNKNOWN', { userNo });
  if (member.state !== 'ACTIVE') return refuse('MEMBER_NOT_ACTIVE', { userNo, state: member.state });
  return ok(member);
}

/** Resolves a holder; `allowed` names the platform accounts that this order is open to. */
export function resolveHolder(world: World, holder: Holder, allowed: readonly PlatformAccount[]): Judged<Resolved> {
  if (holder.kind === 'account') {
    if (!allowed.includes(holder.account)) return refuse('ACCOUNT_NOT_ALLOWED', { account: holder.account });
    return ok({ holderNo: ACCOUNT_HOLDERS[holder.account], type: 'ENTERPRISE', member: null });
  }
  const found = activeMember(world, holder.userNo);
  if (!found.ok) return found;
  const member = found.value;
  return ok({ holderNo: member.memberNo, type: member.type, member });
}

/** The holder behind a number: one of the platform's own accounts, or the member of this user number. */
export function holderAs(holderNo: bigint, userNo: string | null): Holder {
  for (const [account, number] of Object.entries(ACCOUNT_HOLDERS)) {
    if (number === holderNo) return { kind: 'account', account: account as PlatformAccount };
  }
  if (userNo === null) throw new Error(`holder ${holderNo} is neither an account nor a member`);
  return { kind: 'member', userNo };
}

/** The number an order's holder has in queries. */
export function holderName(holder: Holder): string {
  return holder.kind === 'member' ? holder.userNo : holder.account;
}
