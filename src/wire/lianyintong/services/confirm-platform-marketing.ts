/** 2.19 平台营销款确认: held marketing money goes to members. */
import { defineDirect } from '../../catalogue/service.ts';
import { orderStanding } from '../../order-standing.ts';
import { platformUserNo, preTransactionNo, requestNo } from '../fields.ts';
import { told } from '../told.ts';

export const confirmPlatformMarketing = defineDirect({
  name: 'CONFIRM_PLATFORM_MARKETING',
  title: '平台营销款确认',
  meaning: 'Pays members out of a marketing hold; parts are allowed.',
  section: '2.19',
  idempotent: true,
  verb: 'PAY_MARKETING',
  orderNo: 'requestNo',
  told: told<'PAY_MARKETING'>('CONFIRM', ({ order }) => ({
    confirmTradeType: order.verb,
    requestNo: order.command?.holdNo ?? order.requestNo,
    commission: 0n,
    status: orderStanding(order),
  })),
  fields: {
    requestNo,
    preTransactionNo,
    details: {
      kind: 'C',
      required: true,
      most: 10_000,
      label: '营销款明细',
      meaning: 'Who is paid how much.',
      items: {
        platformUserNo: { ...platformUserNo, label: '收款人编号', meaning: 'The member who is paid.' },
        amount: { kind: 'A', required: true, label: '营销款金额', meaning: 'The amount paid.' },
      },
    },
  },
  answer: {},
  coreNames: { holdNo: 'preTransactionNo', userNo: 'platformUserNo' },
  toCommand: (input) => ({
    verb: 'PAY_MARKETING',
    holdNo: input.preTransactionNo,
    details: input.details.map((line) => ({ userNo: line.platformUserNo, amount: line.amount })),
  }),
  toAnswer: () => ({}),
});
