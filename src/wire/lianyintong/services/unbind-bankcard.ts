/** 2.3 银行卡解绑. */
import { defineGateway } from '../../catalogue/service.ts';
import { orderStanding } from '../../order-standing.ts';
import { callbackUrl, platformUserNo, requestNo } from '../fields.ts';
import { told } from '../told.ts';

export const unbindBankcard = defineGateway({
  name: 'UNBIND_BANKCARD',
  title: '银行卡解绑',
  meaning:
    "Unbinds the member's card, confirmed with the trade password; only with balance zero and nothing under way.",
  section: '2.3',
  idempotent: false,
  verb: 'UNBIND_CARD',
  orderNo: 'requestNo',
  told: told<'UNBIND_CARD'>('UNBIND_CARD', ({ order }) => ({
    requestNo: order.requestNo,
    platformUserNo: order.command?.userNo,
    status: orderStanding(order),
  })),
  fields: { requestNo, callbackUrl, platformUserNo },
  answer: { requestNo },
  coreNames: { userNo: 'platformUserNo' },
  toCommand: (input) => ({ verb: 'UNBIND_CARD', userNo: input.platformUserNo }),
  toAnswer: ({ requestNo }) => ({ requestNo }),
});
