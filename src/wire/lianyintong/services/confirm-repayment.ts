/** 2.16 还款确认: the borrower's held money goes to the investors. */
import { orderStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { commission, platformUserNo, preTransactionNo, projectNo, requestNo } from '../fields.ts';

export const confirmRepayment = defineDirect({
  name: 'CONFIRM_REPAYMENT',
  title: '还款确认',
  meaning: 'Pays principal and interest out of a repayment hold; principal reduces the claims.',
  section: '2.16',
  idempotent: true,
  verb: 'CONFIRM_REPAYMENT',
  orderNo: 'requestNo',
  told: told<'CONFIRM_REPAYMENT'>('CONFIRM', ({ order }) => ({
    projectNo: order.command?.projectNo,
    confirmTradeType: order.verb,
    requestNo: order.command?.holdNo ?? order.requestNo,
    commission: order.command?.commission ?? 0n,
    status: orderStanding(order),
  })),
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
        platformUserNo: { ...platformUserNo, label: '投资人平台用户编号', meaning: 'The payee, who holds a claim.' },
        amount: { kind: 'A', required: true, zero: true, label: '投资人应得本金', meaning: 'Principal.' },
        income: { kind: 'A', required: true, zero: true, label: '投资人应得利息', meaning: 'Interest.' },
      },
    },
  },
  answer: {},
  coreNames: { holdNo: 'preTransactionNo', userNo: 'platformUserNo', principal: 'amount', interest: 'income' },
  toCommand: (input) => ({
    verb: 'CONFIRM_REPAYMENT',
    projectNo: input.projectNo,
    holdNo: input.preTransactionNo,
    commission: input.commission ?? 0n,
    details: input.details.map((line) => ({
      userNo: line.platformUserNo,
      principal: line.amount,
      interest: line.income,
      commission: 0n,
      dividend: 0n,
    })),
  }),
  toAnswer: () => ({}),
});
