/** 2.21 资金冻结: a member's available money, for risk. */
import { defineDirect } from '../../catalogue/service.ts';
import { orderStanding } from '../../order-standing.ts';
import { platformUserNo, requestNo } from '../fields.ts';
import { told } from '../told.ts';

export const freeze = defineDirect({
  name: 'FREEZE',
  title: '资金冻结',
  meaning: "Freezes a part of a member's available money, for risk, until UNFREEZE releases it.",
  section: '2.21',
  idempotent: true,
  verb: 'FREEZE',
  orderNo: 'requestNo',
  told: told<'FREEZE'>('FREEZE', ({ order }) => ({
    requestNo: order.requestNo,
    platformUserNo: order.command?.userNo,
    amount: order.command?.amount,
    status: orderStanding(order),
  })),
  fields: {
    platformUserNo,
    requestNo,
    amount: { kind: 'A', required: true, label: '冻结金额', meaning: 'The amount frozen.' },
  },
  answer: {},
  coreNames: { userNo: 'platformUserNo' },
  toCommand: (input) => ({ verb: 'FREEZE', userNo: input.platformUserNo, amount: input.amount }),
  toAnswer: () => ({}),
});
