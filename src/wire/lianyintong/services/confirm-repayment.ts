/** 2.16 还款确认: the borrower's held money goes to the investors, and to whoever compensated them. */
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { accountOrUserNo, commission, preTransactionNo, projectNo, requestNo } from '../fields.ts';
import { confirmationTold, INTEREST, payments, PAYING_NAMES, PRINCIPAL } from '../paying.ts';

export const confirmRepayment = defineDirect({
  name: 'CONFIRM_REPAYMENT',
  title: '还款确认',
  meaning:
    'Pays principal and interest out of a repayment hold; principal reduces claims, then what compensators are owed.',
  section: '2.16',
  idempotent: true,
  verb: 'CONFIRM_REPAYMENT',
  orderNo: 'requestNo',
  told: told<'CONFIRM_REPAYMENT'>('CONFIRM', ({ order }) => confirmationTold(order)),
  fields: {
    requestNo,
    preTransactionNo,
    projectNo,
    commission,
    details: {
      kind: 'C',
      required: true,
      most: 10_000,
      label: '还款明细',
      meaning: 'Who is paid how much.',
      items: {
        platformUserNo: {
          ...accountOrUserNo,
          label: '投资人平台用户编号',
          meaning: 'The payee, who holds a claim or compensated: a member, or PLATFORM_REPAYMENT_ACCOUNT.',
        },
        amount: PRINCIPAL,
        income: INTEREST,
      },
    },
  },
  answer: {},
  coreNames: PAYING_NAMES,
  toCommand: (input) => ({
    verb: 'CONFIRM_REPAYMENT',
    projectNo: input.projectNo,
    holdNo: input.preTransactionNo,
    commission: input.commission ?? 0n,
    details: payments(input.details),
  }),
  toAnswer: () => ({}),
});
