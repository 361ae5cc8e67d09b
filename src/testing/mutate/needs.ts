/**
 * Mutations of what tasks ask for ahead of their decisions: one forgotten row each. All of them cost a round trip with
 * the lane locked, and nothing else, so that no test of an outcome can notice.
 */
import type { Mutation } from './mutation.ts';

/** Where, and the one expression that asks. */
const FORGOTTEN: readonly (readonly [name: string, file: string, find: string])[] = [
  ['withdraw-fees', 'withdrawals/withdraw.ts', 'wantFeeAccounts(want)'],
  ['withdraw-custodian', 'withdrawals/withdraw.ts', "wantAccounts(want, CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE'"],
  ['withdraw-card', 'withdrawals/withdraw.ts', "want.rows(cards, 'byMember', holderNo)"],
  ['unbinding-money', 'cards/unbind-card.ts', "wantAccounts(want, memberNo, 'AVAILABLE', 'FROZEN')"],
  ['unbinding-under-way', 'cards/unbind-card.ts', 'wantUnderWay(want, memberNo)'],
  ['payout-fee-back', 'withdrawals/payout.ts', 'wantFeeGivenBack(want);'],
  ['payout-commission', 'withdrawals/payout.ts', 'wantFeeAccounts(want);'],
  ['payout-breaks', 'withdrawals/payout.ts', 'wantBreaks(want, orderNo)'],
  ['deposit-fees', 'deposits/payin.ts', 'wantFeeAccounts(want)'],
  ['deposit-receipts', 'deposits/payin.ts', "wantReceipts(want, orderNo, 'PAYIN')"],
  ['fee-back-owed', 'fees/charge.ts', 'wantFeeAccounts(want)'],
  ['loan-commission', 'loans/confirm-loan.ts', 'wantFeeAccounts(want)'],
  ['loan-red-packets', 'loans/confirm-loan.ts', "wantAccounts(want, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE')"],
  ['repayment-commission', 'repayments/payments.ts', 'wantFeeAccounts(want)'],
  ['repayment-recourses', 'repayments/confirm-repayment.ts', 'wantRecourses(want, project)'],
  ['compensation-recourse', 'compensations/confirm-compensation.ts', 'wantRecourse(want, project, hold.holderNo)'],
  ['modify-recourse', 'projects/modify-project.ts', "wantAccounts(want, project.recourseId, 'DEBT')"],
  ['repayment-borrower', 'repayments/confirm-repayment.ts', 'want.row(members, project.borrowerNo)'],
  ['freeze-accounts', 'freezes/freeze.ts', "wantAccounts(want, member.memberNo, 'AVAILABLE', 'FROZEN')"],
  ['release-accounts', 'freezes/unfreeze.ts', "wantAccounts(want, freeze.holderNo, 'AVAILABLE', 'FROZEN')"],
  ['platform-hold-project', 'holds/platform-hold.ts', 'want.row(projects, projectNo)'],
  ['platform-hold-counter', 'holds/platform-hold.ts', 'wantMarketing(want)'],
  ['cancel-hold-counter', 'holds/cancel-hold.ts', 'wantMarketing(want)'],
  ['marketing-payees', 'marketing/pay-marketing.ts', "wantAccounts(want, member.memberNo, 'AVAILABLE')"],
  ['hold-project', 'holds/tables.ts', 'want.row(projects, hold.projectNo)'],
  ['password-tries', 'orders/paged.ts', 'wantCredential(want, passwordOf)'],
  ['auto-hold-grant', 'holds/hold.ts', "want.rows(authorizations, 'byMember', member.memberNo)"],
  ['cancel-hold-grant', 'holds/cancel-hold.ts', 'want.row(authorizations, hold.authorizationNo)'],
  ['cancel-grants', 'authorizations/cancel-authorization.ts', "want.rows(authorizations, 'byMember', member.memberNo)"],
  ['earlier-notices', 'orders/once.ts', "want.rows(notices, 'byOrder', order.orderNo)"],
];

export const NEEDS: readonly Mutation[] = FORGOTTEN.map(([name, file, find]) => ({
  name: `needs-forget-${name}`,
  file: `src/custody/${file}`,
  find,
  put: find.replace(/^want(?:\.rows?|[A-Z]\w*)/, '((..._: unknown[]) => undefined)'),
  why: 'each such order takes another round trip with the lane locked',
  tests: ['src/custody/needs.test.ts'],
}));
