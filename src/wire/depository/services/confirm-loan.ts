/** 放款确认: held tenders, with their red packets, go to the borrower. */
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { commission, preRequestNo, projectNo, requestNo } from '../fields.ts';
import { depositoryPolicy } from '../policy.ts';

export const confirmLoan = defineDirect({
  name: 'CONFIRM_LOAN',
  title: '放款确认',
  meaning: 'Pays held tenders to the borrower; each investor gets a claim.',
  section: 'D-LOAN',
  idempotent: true,
  verb: 'CONFIRM_LOAN',
  orderNo: 'requestNo',
  told: told<'CONFIRM_LOAN'>('CONFIRM', ({ order: { command, verb } }) => ({
    projectNo: command?.projectNo,
    confirmType: verb,
    commission: command?.commission,
  })),
  fields: {
    requestNo,
    projectNo,
    commission: { ...commission, meaning: 'Taken from the borrower, paid to ACCOUNT_NO_003.' },
    details: {
      kind: 'C',
      required: true,
      most: depositoryPolicy.loanDetailsLimit,
      label: '放款明细',
      meaning: 'The holds to be loaned.',
      items: {
        preRequestNo,
        amount: {
          kind: 'A',
          required: true,
          label: '放款金额',
          meaning: 'What is left of the hold, without its red packet.',
        },
      },
    },
  },
  answer: { requestNo },
  coreNames: { holdNo: 'preRequestNo' },
  toCommand: (input) => ({
    verb: 'CONFIRM_LOAN',
    projectNo: input.projectNo,
    commission: input.commission ?? 0n,
    details: input.details.map((line) => ({ holdNo: line.preRequestNo, amount: line.amount })),
  }),
  toAnswer: (input) => ({ requestNo: input.requestNo }),
});
