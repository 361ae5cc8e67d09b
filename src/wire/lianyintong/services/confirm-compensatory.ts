/** 2.17 代偿确认: a compensator's held money goes to the investors in the borrower's place. */
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { commission, platformUserNo, preTransactionNo, projectNo, requestNo } from '../fields.ts';
import { confirmationTold, INTEREST, payments, PAYING_NAMES, PRINCIPAL } from '../paying.ts';

export const confirmCompensatory = defineDirect({
  name: 'CONFIRM_COMPENSATORY',
  title: '代偿确认',
  meaning:
    'Pays principal and interest out of a hold of a guarantor or of the platform; the borrower then owes the ' +
    'principal to the compensator.',
  section: '2.17',
  idempotent: true,
  verb: 'CONFIRM_COMPENSATION',
  orderNo: 'requestNo',
  told: told<'CONFIRM_COMPENSATION'>('CONFIRM', ({ order }) => confirmationTold(order)),
  fields: {
    requestNo,
    preTransactionNo,
    projectNo,
    commission: {
      ...commission,
      meaning: "The platform's commission, paid to its fee account; only where a guarantor compensates.",
    },
    details: {
      kind: 'C',
      required: true,
      most: 10_000,
      label: '代偿明细',
      meaning: 'Who is paid how much.',
      items: {
        platformUserNo: { ...platformUserNo, label: '投资人平台用户编号', meaning: 'The payee, who holds a claim.' },
        amount: PRINCIPAL,
        income: INTEREST,
      },
    },
  },
  answer: {},
  coreNames: PAYING_NAMES,
  toCommand: (input) => ({
    verb: 'CONFIRM_COMPENSATION',
    projectNo: input.projectNo,
    holdNo: input.preTransactionNo,
    commission: input.commission ?? 0n,
    details: payments(input.details),
  }),
  toAnswer: () => ({}),
});
