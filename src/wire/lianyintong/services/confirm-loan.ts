/** 2.15 放款确认: tendered money goes to the borrower, less the commission. */
import { orderStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { commission, preTransactionNo, projectNo, requestNo } from '../fields.ts';
import { lianyintongPolicy } from '../policy.ts';

export const confirmLoan = defineDirect({
  name: 'CONFIRM_LOAN',
  title: '放款确认',
  meaning: 'Pays held tenders to the borrower; each investor gets a claim.',
  section: '2.15',
  idempotent: true,
  verb: 'CONFIRM_LOAN',
  orderNo: 'requestNo',
  told: told<'CONFIRM_LOAN'>('CONFIRM', ({ order }) => ({
    projectNo: order.command?.projectNo,
    confirmTradeType: order.verb,
    // A loan confirmation names many holds, so it answers its own number.
    requestNo: order.requestNo,
    commission: order.command?.commission ?? 0n,
    status: orderStanding(order),
  })),
  fields: {
    requestNo,
    projectNo,
    commission,
    details: {
      kind: 'C',
      required: true,
      most: lianyintongPolicy.loanDetailsLimit,
      label: '放款明细',
      meaning: 'The holds to be loaned.',
      items: {
        preTransactionNo,
        amount: { kind: 'A', required: true, label: '放款金额', meaning: 'How much of this hold; parts are allowed.' },
      },
    },
  },
  answer: {},
  coreNames: { holdNo: 'preTransactionNo' },
  toCommand: (input) => ({
    verb: 'CONFIRM_LOAN',
    projectNo: input.projectNo,
    commission: input.commission ?? 0n,
    details: input.details.map((line) => ({ holdNo: line.preTransactionNo, amount: line.amount })),
  }),
  toAnswer: () => ({}),
});
