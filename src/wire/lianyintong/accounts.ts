/** The platform's own accounts as lianyintong names them in platformUserNo (LW-11). */
import type { Holder, PlatformAccount } from '../../custody/vocabulary.ts';

export const ACCOUNT_NAMES: Readonly<Record<PlatformAccount, string>> = {
  FEE: 'PLATFORM_FEE_ACCOUNT',
  COMPENSATION: 'PLATFORM_REPAYMENT_ACCOUNT',
  MARKETING: 'PLATFORM_MARKETING_ACCOUNT',
};

/** Whose money platformUserNo names: an account (also with the blank the document prints), or a member. */
export function holderOf(platformUserNo: string): Holder {
  const bare = platformUserNo.startsWith('PLATFORM_') ? platformUserNo.replace(/\s+/g, '') : platformUserNo;
  for (const [account, name] of Object.entries(ACCOUNT_NAMES)) {
    if (name === bare) return { kind: 'account', account: account as PlatformAccount };
  }
  return { kind: 'member', userNo: platformUserNo };
}

/** The same where payees are named. */
export function payeeOf(platformUserNo: string): { readonly userNo: string } | { readonly account: PlatformAccount } {
  const holder = holderOf(platformUserNo);
  return holder.kind === 'account' ? { account: holder.account } : { userNo: holder.userNo };
}

/** The number a holder is known by. */
export function numberOf(holder: Holder): string {
  return holder.kind === 'account' ? ACCOUNT_NAMES[holder.account] : holder.userNo;
}
