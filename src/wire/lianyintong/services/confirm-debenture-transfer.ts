/** 2.18 债权转让确认: the buyer's held money goes to the sellers, their claims to the buyer. */
import { orderStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { commission, platformUserNo, preTransactionNo, projectNo, requestNo } from '../fields.ts';

export const confirmDebentureTransfer = defineDirect({
  name: 'CONFIRM_DEBENTURE_TRANSFER',
  title: '债权转让确认',
  meaning:
    'Pays sellers out of a purchase hold; their claims, whole or in part, go to the buyer, who can sell them on.',
  section: '2.18',
  idempotent: true,
  verb: 'CONFIRM_TRANSFER',
  orderNo: 'requestNo',
  told: told<'CONFIRM_TRANSFER'>('CONFIRM', ({ order }) => ({
    projectNo: order.command?.projectNo,
    confirmTradeType: order.verb,
    requestNo: order.command?.holdNo ?? order.requestNo,
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
      most: 10_000,
      label: '债权明细',
      meaning: 'Who sells what, at which price.',
      items: {
        preTransactionNo: { ...preTransactionNo, meaning: 'The hold that pays: the one named above.' },
        platformUserNo: {
          ...platformUserNo,
          label: '原投资人平台用户编号',
          meaning: 'The seller, who holds the claim.',
        },
        amount: { kind: 'A', required: true, label: '付款金额', meaning: 'The price; at least the share.' },
        share: {
          kind: 'A',
          required: false,
          label: '出让债权份额',
          meaning: 'The principal sold, one share per yuan; missing: all that is left of the record.',
        },
        originalConfirmRequestNo: {
          kind: 'N',
          required: true,
          max: 50,
          label: '原购买记录',
          meaning:
            'How the claim came to the seller: the requestNo of the hold of his tender or purchase, or of its ' +
            'confirmation. Where several records are so named, the oldest are sold first.',
        },
      },
    },
    preTransactionNo,
  },
  answer: {},
  coreNames: {
    ...{ holdNo: 'preTransactionNo', userNo: 'platformUserNo', price: 'amount' },
    recordNo: 'originalConfirmRequestNo',
  },
  toCommand: (input) => ({
    verb: 'CONFIRM_TRANSFER',
    projectNo: input.projectNo,
    holdNo: input.preTransactionNo,
    commission: input.commission ?? 0n,
    details: input.details.map((line) => ({
      holdNo: line.preTransactionNo,
      userNo: line.platformUserNo,
      recordNo: line.originalConfirmRequestNo,
      price: line.amount,
      share: line.share ?? null,
    })),
  }),
  toAnswer: () => ({}),
});
