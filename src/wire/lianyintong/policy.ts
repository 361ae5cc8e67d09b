/** What lianyintong allows where the protocols differ. Banks by the lists of sections 2.1, 2.2, 2.6 and 2.9. */
import type { Policy } from '../../custody/api.ts';
import type { Bank } from '../../custody/banks.ts';

/** R5 of 2.1 and R2 of 2.9: fourteen banks. */
const CARD_BANKS: readonly Bank[] = [
  'BOC',
  'ABC',
  'ICBC',
  'CCB',
  'HXB',
  'CEB',
  'SPDB',
  'CIB',
  'BOB',
  'PAB',
  'CMSB',
  'CMB',
  'CITIC',
  'CGB',
];
/** R3 of 2.6: thirteen. */
const B2C_BANKS: readonly Bank[] = [
  'BOB',
  'CGB',
  'HXB',
  'PAB',
  'CMB',
  'ICBC',
  'CEB',
  'CCB',
  'CMSB',
  'BOC',
  'PSBC',
  'CITIC',
  'ABC',
];
/** R4 of 2.6: nine. */
const B2B_BANKS: readonly Bank[] = ['BOC', 'ABC', 'ICBC', 'CCB', 'CMB', 'CEB', 'PAB', 'SPDB', 'CMSB'];
/** R7 of 2.2 and R3 of 2.9: nine others. */
const ENTERPRISE_BANKS: readonly Bank[] = ['BOC', 'ABC', 'ICBC', 'CCB', 'CIB', 'BOB', 'PAB', 'CMSB', 'CMB'];

export const lianyintongPolicy: Policy = {
  cardCheck: 'FOUR_THEN_THREE',
  cardBanks: CARD_BANKS,
  depositBanks: { PERSON: B2C_BANKS, ENTERPRISE: B2B_BANKS },
  withdrawalBanks: { PERSON: CARD_BANKS, ENTERPRISE: ENTERPRISE_BANKS },
  depositAccounts: ['FEE', 'COMPENSATION', 'MARKETING'],
  withdrawalAccounts: ['FEE', 'COMPENSATION', 'MARKETING'],
  withdrawal: 'DEDUCT',
  loanHold: 'PARTS',
  loanDetailsLimit: 10_000,
  projectCaps: null,
  rateScale: 'FRACTION_BELOW_ONE',
  investorRoles: null,
  borrowerRoles: null,
  withdrawalSuccessNotice: false,
};
