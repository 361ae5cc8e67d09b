/** 资金冻结 (D-EXT): a member's available money, for risk. */
import { defineDirect } from '../../catalogue/service.ts';
import { requestNo, userNo } from '../fields.ts';
import { told } from '../told.ts';

export const freeze = defineDirect({
  name: 'FREEZE',
  title: '资金冻结',
  meaning: "Freezes a part of a member's available money, for risk, until UNFREEZE releases it.",
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: true,
  verb: 'FREEZE',
  orderNo: 'requestNo',
  told: told<'FREEZE'>('FREEZE', ({ order: { command }, freeze }) => ({
    userNo: command?.userNo,
    amount: command?.amount,
    unfreezeTime: freeze?.releasedAt,
  })),
  fields: {
    requestNo,
    userNo,
    amount: { kind: 'A', required: true, label: '冻结金额', meaning: 'The amount frozen.' },
  },
  answer: { requestNo },
  toCommand: (input) => ({ verb: 'FREEZE', userNo: input.userNo, amount: input.amount }),
  toAnswer: (input) => ({ requestNo: input.requestNo }),
});
