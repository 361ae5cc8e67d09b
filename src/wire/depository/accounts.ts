/** The platform's own accounts as depository numbers them (DW-7). */
import type { Holder, PlatformAccount } from '../../custody/vocabulary.ts';

export const ACCOUNT_NAMES: Readonly<Record<PlatformAccount, string>> = {
  COMPENSATION: 'ACCOUNT_NO_001',
  MARKETING: 'ACCOUNT_NO_002',
  FEE: 'ACCOUNT_NO_003',
};

/** Whose money userNo names: an account, or a member. */
export function holderOf(userNo: string): Holder {
  for (const [account, name] of Object.entries(ACCOUNT_NAMES)) {
    if (name === userNo) return { kind: 'account', account: account as PlatformAccount };
  }
  return { kind: 'member', userNo };
}

/** The number a holder is known by. */
export function numberOf(holder: Holder): string {
  return holder.kind === 'account' ? ACCOUNT_NAMES[holder.account] : holder.userNo;
}
