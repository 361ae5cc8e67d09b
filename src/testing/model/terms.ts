/** Where the two protocols differ in what they allow, as their documents say it; each line names the rule. */
import type { MemberRole, PlatformAccount } from '../../custody/vocabulary.ts';
import type { Fen } from '../../kernel/money.ts';

export interface Terms {
  /** Frozen until the bank has paid, or gone from the balance at once (D-WDR-2, L2.9). */
  readonly withdrawalsFreeze: boolean;
  /** A hold is lent whole and once, or in parts (D-LOAN-2, L2.15-3). */
  readonly lentWhole: boolean;
  readonly mostDetails: number;
  /** Regulatory caps (D-PRJ-1). */
  readonly caps: { readonly PERSON: Fen; readonly ENTERPRISE: Fen } | null;
  readonly roles: readonly MemberRole[];
  /** Of enterprises (L2.2). */
  readonly enterpriseRoles: readonly MemberRole[];
  readonly mayTender: readonly MemberRole[];
  readonly mayBorrow: readonly MemberRole[];
  /** Accounts of the platform that are filled through the bank's page (L2.6, D-RCG-1). */
  readonly filledAtBank: readonly PlatformAccount[];
  /** Red packets, commissions of payees, dividends: depository only. */
  readonly redPackets: boolean;
  /** The amount of a project may be changed (L2.11). */
  readonly amountChanges: boolean;
  /** Claims are bought by the platform's word (L2.18), or from a sale (D-SAL, D-DEB). */
  readonly claimsBought: boolean;
  /** The commission of a withdrawal (D-WDR-4). */
  readonly withdrawalCommission: boolean;
}

export interface Fee {
  readonly flat: Fen;
  readonly perMille: bigint;
}

/** The fee of an amount, rounded half up to the fen. */
export function feeOn({ flat, perMille }: Fee, amount: Fen): Fen {
  return flat + (amount * perMille + 500n) / 1_000n;
}

/** What a platform is configured with. */
export interface Settings {
  /** The most marketing money that is set aside on a day (L2.13). */
  readonly marketingLimit: Fen | null;
  /** What the custodian takes of each order: so much, and of the amount a thousandth part so often (L2.6). */
  readonly depositFee: Fee;
  readonly withdrawalFee: Fee;
}

export const TERMS: { readonly lianyintong: Terms; readonly depository: Terms } = {
  lianyintong: {
    withdrawalsFreeze: false,
    lentWhole: false,
    mostDetails: 10_000,
    caps: null,
    roles: ['ORDINARY'],
    enterpriseRoles: ['ORDINARY', 'GUARANTOR'],
    mayTender: ['ORDINARY', 'GUARANTOR'],
    mayBorrow: ['ORDINARY', 'GUARANTOR'],
    filledAtBank: ['FEE', 'COMPENSATION', 'MARKETING'],
    redPackets: false,
    amountChanges: true,
    claimsBought: true,
    withdrawalCommission: false,
  },
  depository: {
    withdrawalsFreeze: true,
    lentWhole: true,
    mostDetails: 10,
    caps: { PERSON: 20_000_000n, ENTERPRISE: 100_000_000n },
    roles: ['INVESTOR', 'BORROWER', 'GUARANTOR'],
    enterpriseRoles: ['INVESTOR', 'BORROWER', 'GUARANTOR'],
    mayTender: ['INVESTOR'],
    mayBorrow: ['BORROWER', 'GUARANTOR'],
    filledAtBank: ['FEE', 'MARKETING'],
    redPackets: true,
    amountChanges: false,
    claimsBought: false,
    withdrawalCommission: true,
  },
};
