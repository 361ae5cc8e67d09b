/** 2.14 预处理取消: parts allowed, together never more than what is left. */
import { defineDirect } from '../../catalogue/service.ts';
import { preTransactionNo, requestNo } from '../fields.ts';

export const cancelPreTransaction = defineDirect({
  name: 'CANCEL_PRE_TRANSACTION',
  aliases: ['CANCEL_PRE_TRANSATION'],
  title: '预处理取消',
  meaning: 'Releases a hold, wholly or in part.',
  section: '2.14',
  idempotent: true,
  verb: 'CANCEL_HOLD',
  orderNo: 'requestNo',
  told: null,
  fields: {
    requestNo,
    preTransactionNo,
    amount: { kind: 'A', required: true, label: '取消金额', meaning: 'The amount released.' },
  },
  answer: {},
  coreNames: { holdNo: 'preTransactionNo' },
  toCommand: (input) => ({ verb: 'CANCEL_HOLD', holdNo: input.preTransactionNo, amount: input.amount }),
  toAnswer: () => ({}),
});
