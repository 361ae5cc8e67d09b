/** CREDIT: one of the platform's own accounts is funded out of a named receipt (D-RCG-1). */
import { ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import { wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { CaseKind } from './kind.ts';
import { creditReceipt, objectToReceipt, wantUnallocated } from './unallocated.ts';
import type { CreditPlan } from './words.ts';

export const credit: CaseKind<CreditPlan> = {
  about: 'RECEIPT',
  plans: true,
  papers: 0,
  needs(row, plan, want) {
    wantUnallocated(row, want);
    if (plan) wantAccounts(want, ACCOUNT_HOLDERS[plan.account], 'AVAILABLE');
    if (plan?.account === 'FEE') wantFeeAccounts(want);
  },
  judge: (row, _plan, { world }) => objectToReceipt(world, row),
  approve: (row, { account }, { world }) => creditReceipt(world, row, ACCOUNT_HOLDERS[account]),
};
