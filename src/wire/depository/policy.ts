/** What depository allows where the protocols differ. */
import type { Policy } from '../../custody/api.ts';
import type { Bank } from '../../custody/banks.ts';

/** The document limits no service to some banks: all that it has a code for (DW-9). */
const BANKS: readonly Bank[] = [
  'ICBC',
  'CCB',
  'ABC',
  'BOC',
  'BCM',
  'CMB',
  'CMSB',
  'CIB',
  'CITIC',
  'CEB',
  'SPDB',
  'PAB',
  'HXB',
  'CGB',
  'PSBC',
  'BOB',
];

export const depositoryPolicy: Policy = {
  cardCheck: 'FOUR',
  accountBanks: BANKS,
  cardBanks: BANKS,
  depositBanks: { PERSON: BANKS, ENTERPRISE: BANKS },
  withdrawalBanks: { PERSON: BANKS, ENTERPRISE: BANKS },
  // ACCOUNT_NO_001 is funded by an operator's credit, not by a page (D-RCG-1).
  depositAccounts: ['MARKETING', 'FEE'],
  withdrawalAccounts: ['COMPENSATION', 'MARKETING', 'FEE'],
  withdrawal: 'FREEZE',
  loanHold: 'WHOLE',
  loanDetailsLimit: 10,
  // 200,000 yuan for a person, 1,000,000 for an enterprise (D-PRJ-1).
  projectCaps: { PERSON: 20_000_000n, ENTERPRISE: 100_000_000n },
  // 「5%只要传 5」.
  rateScale: 'PERCENT',
  investorRoles: ['INVESTOR'],
  // D-PRE-0: a guarantor may borrow as well.
  borrowerRoles: ['BORROWER', 'GUARANTOR'],
  withdrawalSuccessNotice: true,
};
