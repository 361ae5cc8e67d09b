/** What lianyintong allows where the protocols differ. */
import type { Policy } from '../../custody/api.ts';
import { banksServing } from './banks.ts';

export const lianyintongPolicy: Policy = {
  cardCheck: 'FOUR_THEN_THREE',
  cardBanks: banksServing('CARD'),
  accountBanks: banksServing('ACCOUNT'),
  depositBanks: { PERSON: banksServing('B2C'), ENTERPRISE: banksServing('B2B') },
  withdrawalBanks: { PERSON: banksServing('PERSON_OUT'), ENTERPRISE: banksServing('ENTERPRISE_OUT') },
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
