/** 2.7 POS 充值: places an order that 2.8 shows as a barcode. */
import { defineDirect } from '../../catalogue/service.ts';
import { holderOf } from '../accounts.ts';
import { POS_WAY } from '../enumerations.ts';
import { accountOrUserNo, callbackUrl, feeMode, requestNo } from '../fields.ts';
import { POS_NAMES, POS_TOLD } from '../pos-orders.ts';

export const posRecharge = defineDirect({
  name: 'POS_RECHARGE',
  title: 'POS 充值',
  meaning:
    "Orders a deposit to be paid at a POS terminal, for a person or one of the platform's accounts. It is good for " +
    '30 minutes, in which POS_BUILD_BARCODE shows its barcode under the same requestNo.',
  section: '2.7',
  idempotent: false,
  verb: 'POS_DEPOSIT',
  orderNo: 'requestNo',
  told: POS_TOLD,
  fields: {
    platformUserNo: accountOrUserNo,
    requestNo,
    amount: {
      kind: 'A',
      required: false,
      label: '充值金额',
      meaning: 'The amount paid in; without it the payer enters it on the barcode page, once.',
    },
    rechargeWay: { kind: 'E', required: true, of: POS_WAY, label: '支付方式', meaning: 'POS.' },
    feeMode,
    callbackUrl: { ...callbackUrl, meaning: 'As printed; where the browser returns to, POS_BUILD_BARCODE says.' },
  },
  answer: { requestNo },
  coreNames: POS_NAMES,
  toCommand: (input) => ({
    verb: 'POS_DEPOSIT',
    holder: holderOf(input.platformUserNo),
    amount: input.amount,
  }),
  toAnswer: ({ requestNo }) => ({ requestNo }),
});
