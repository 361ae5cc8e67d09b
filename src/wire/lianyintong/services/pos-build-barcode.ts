/** 2.8 POS 条形码生成: the page with the barcode of an order that 2.7 placed. */
import { defineGateway } from '../../catalogue/service.ts';
import { holderOf, numberOf } from '../accounts.ts';
import { FEE_MODE, POS_WAY } from '../enumerations.ts';
import { accountOrUserNo, callbackUrl, expired, feeMode, requestNo } from '../fields.ts';
import { POS_NAMES, POS_TOLD } from '../pos-orders.ts';

export const posBuildBarcode = defineGateway({
  name: 'POS_BUILD_BARCODE',
  title: 'POS 条形码生成',
  meaning:
    'Shows the barcode of an order placed by POS_RECHARGE, under the same requestNo, to be paid at a POS terminal. ' +
    'May be repeated until it is paid or its 30 minutes are over, and shows the same barcode.',
  section: '2.8',
  idempotent: false,
  verb: 'POS_DEPOSIT',
  orderNo: 'requestNo',
  told: POS_TOLD,
  fields: {
    platformUserNo: accountOrUserNo,
    requestNo: { ...requestNo, meaning: 'The requestNo of the POS_RECHARGE.' },
    callbackUrl,
    expired,
  },
  answer: {
    requestNo,
    platformUserNo: accountOrUserNo,
    amount: { kind: 'A', required: true, label: '充值金额', meaning: 'The amount paid in, once it is known.' },
    feeMode: { ...feeMode, required: true, of: FEE_MODE },
    fee: { kind: 'A', required: true, zero: true, label: '手续费', meaning: 'Borne by the platform.' },
    rechargeWay: { kind: 'E', required: true, of: POS_WAY, label: '支付方式', meaning: 'POS.' },
  },
  coreNames: POS_NAMES,
  toCommand: (input) => ({ verb: 'POS_DEPOSIT', holder: holderOf(input.platformUserNo), amount: null }),
  toAnswer: ({ requestNo, command, outcome }) => ({
    requestNo,
    platformUserNo: command && numberOf(command.holder),
    amount: command?.amount,
    feeMode: 'PLATFORM',
    fee: outcome?.fee ?? 0n,
    rechargeWay: 'POS',
  }),
});
