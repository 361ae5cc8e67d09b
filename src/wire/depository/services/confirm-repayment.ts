/** 还款确认: the payer's held money goes to the investors. */
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { commission, preRequestNo, projectNo, requestNo, userNo } from '../fields.ts';

const part = (label: string, meaning: string) => ({ kind: 'A', required: false, zero: true, label, meaning }) as const;

export const confirmRepayment = defineDirect({
  name: 'CONFIRM_REPAYMENT',
  title: '还款确认',
  meaning: 'Pays principal and interest out of a repayment hold; principal reduces the claims.',
  section: 'D-REP',
  idempotent: true,
  verb: 'CONFIRM_REPAYMENT',
  orderNo: 'requestNo',
  told: told<'CONFIRM_REPAYMENT'>('CONFIRM', ({ order: { command, verb } }) => ({
    projectNo: command?.projectNo,
    confirmType: verb,
    preRequestNo: command?.holdNo,
    commission: command?.commission,
  })),
  fields: {
    requestNo,
    preRequestNo,
    projectNo,
    commission: { ...commission, meaning: 'Taken from the borrower, paid to ACCOUNT_NO_003.' },
    details: {
      kind: 'C',
      required: true,
      most: 10_000,
      label: '还款明细',
      meaning: 'Who is paid how much.',
      items: {
        userNo: { ...userNo, label: '投资人平台用户编号', meaning: 'The payee, who holds a claim.' },
        commission: part('向投资人收取的佣金', 'Taken from the payee, paid to ACCOUNT_NO_003.'),
        dividend: part('派息', 'Paid to the payee from ACCOUNT_NO_002.'),
        amount: { kind: 'A', required: true, zero: true, label: '投资人应得本金', meaning: 'Principal.' },
        interest: part('投资人应得利息', 'Interest.'),
      },
    },
  },
  answer: { requestNo },
  coreNames: { holdNo: 'preRequestNo', principal: 'amount' },
  toCommand: (input) => ({
    verb: 'CONFIRM_REPAYMENT',
    projectNo: input.projectNo,
    holdNo: input.preRequestNo,
    commission: input.commission ?? 0n,
    details: input.details.map((line) => ({
      userNo: line.userNo,
      principal: line.amount,
      interest: line.interest ?? 0n,
      commission: line.commission ?? 0n,
      dividend: line.dividend ?? 0n,
    })),
  }),
  toAnswer: (input) => ({ requestNo: input.requestNo }),
});
