/** 预处理取消: parts allowed; any cancellation voids the red packet. */
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { preRequestNo, requestNo } from '../fields.ts';

export const cancelPreFreeze = defineDirect({
  name: 'CANCEL_PRE_FREEZE',
  title: '预处理取消',
  meaning: 'Releases a hold, wholly or in part.',
  section: 'D-CAN',
  idempotent: true,
  verb: 'CANCEL_HOLD',
  orderNo: 'requestNo',
  told: told<'CANCEL_HOLD'>('CANCEL_HOLD', ({ order: { command } }) => ({
    preRequestNo: command?.holdNo,
    amount: command?.amount,
  })),
  fields: {
    requestNo,
    preRequestNo,
    amount: { kind: 'A', required: true, label: '取消金额', meaning: 'The amount released.' },
  },
  answer: { requestNo },
  coreNames: { holdNo: 'preRequestNo' },
  toCommand: (input) => ({ verb: 'CANCEL_HOLD', holdNo: input.preRequestNo, amount: input.amount }),
  toAnswer: (input) => ({ requestNo: input.requestNo }),
});
