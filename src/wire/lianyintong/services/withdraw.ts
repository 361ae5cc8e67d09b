/** 2.9 提现: the balance falls at acceptance; what the bank returns comes back with a second notice. */
import { withdrawalStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { MASKED_CARD } from '../../catalogue/telling.ts';
import { holderOf, numberOf } from '../accounts.ts';
import { BANK_CODE, FEE_MODE, WITHDRAW_TYPE } from '../enumerations.ts';
import { accountOrUserNo, callbackUrl, expired, feeMode, requestNo } from '../fields.ts';

const amount = { kind: 'A', required: true, label: '提现金额', meaning: 'The amount paid out to the card.' } as const;
const withdrawType = {
  kind: 'E',
  required: true,
  of: WITHDRAW_TYPE,
  label: '提现方式',
  meaning: '0 or NORMAL: the next calendar day; 1 or URGENT: at once. Echoed as it was sent.',
} as const;

export const withdraw = defineGateway({
  name: 'WITHDRAW',
  title: '提现',
  meaning: "Pays out to the member's card, or to the platform's settlement account.",
  section: '2.9',
  idempotent: false,
  verb: 'WITHDRAW',
  orderNo: 'requestNo',
  told: told<'WITHDRAW'>('WITHDRAW', (found) => ({
    amount: found.order.command?.amount,
    platformUserNo: found.order.command && numberOf(found.order.command.holder),
    status: withdrawalStanding(found),
    fee: found.order.outcome?.fee ?? 0n,
    feeMode: 'PLATFORM',
    bankcardNo: found.order.outcome?.cardNumber,
  })),
  notices: ['ACCEPTED', 'FAILURE'],
  echoes: ['withdrawType'],
  fields: { platformUserNo: accountOrUserNo, requestNo, feeMode, expired, callbackUrl, withdrawType, amount },
  answer: {
    requestNo,
    platformUserNo: accountOrUserNo,
    amount,
    fee: { kind: 'A', required: true, zero: true, label: '手续费用', meaning: 'Borne by the platform.' },
    feeMode: { ...feeMode, required: true, of: FEE_MODE },
    withdrawType,
    bankcardNo: { ...MASKED_CARD, required: true, label: '提现银行卡号' },
    bankcode: { kind: 'E', required: true, of: BANK_CODE, label: '银行编码', meaning: "The card's bank." },
  },
  coreNames: {
    holder: 'platformUserNo',
    userNo: 'platformUserNo',
    account: 'platformUserNo',
    urgency: 'withdrawType',
  },
  toCommand: (input) => ({
    verb: 'WITHDRAW',
    holder: holderOf(input.platformUserNo),
    amount: input.amount,
    commission: 0n,
    urgency: input.withdrawType,
  }),
  toAnswer: ({ requestNo, command, outcome }) => ({
    requestNo,
    platformUserNo: command && numberOf(command.holder),
    amount: command?.amount,
    fee: outcome?.fee ?? 0n,
    feeMode: 'PLATFORM',
    withdrawType: command?.urgency,
    bankcardNo: outcome?.cardNumber,
    bankcode: outcome?.bank,
  }),
});
