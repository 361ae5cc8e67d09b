/** 2.6 充值: straight to the bank's page. */
import { orderStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { holderOf, numberOf } from '../accounts.ts';
import { BANK_CODE, FEE_MODE, NETBANK_WAY } from '../enumerations.ts';
import { accountOrUserNo, callbackUrl, expired, feeMode, requestNo } from '../fields.ts';

const amount = { kind: 'A', required: true, label: '充值金额', meaning: 'The amount paid in.' } as const;
const rechargeWay = {
  kind: 'E',
  required: true,
  of: NETBANK_WAY,
  label: '支付方式',
  meaning: 'Persons by B2C netbank, enterprises by B2B, platform accounts by either.',
} as const;
const bankcode = {
  kind: 'E',
  required: true,
  of: BANK_CODE,
  label: '银行编码',
  meaning: 'The bank to pay at.',
} as const;

export const recharge = defineGateway({
  name: 'RECHARGE',
  title: '充值',
  meaning: "Pays money in at a bank's netbank page, for a member or one of the platform's accounts.",
  section: '2.6',
  idempotent: false,
  verb: 'DEPOSIT',
  orderNo: 'requestNo',
  told: told<'DEPOSIT'>('DEPOSIT', ({ order }) => ({
    amount: order.command?.amount,
    platformUserNo: order.command && numberOf(order.command.holder),
    status: orderStanding(order),
    rechargeWay: order.command?.way,
    fee: order.outcome?.fee ?? 0n,
    bankcode: order.outcome?.bank ?? order.command?.bank,
  })),
  fields: { platformUserNo: accountOrUserNo, requestNo, amount, feeMode, rechargeWay, bankcode, callbackUrl, expired },
  answer: {
    requestNo,
    platformUserNo: accountOrUserNo,
    amount,
    feeMode: { ...feeMode, required: true, of: FEE_MODE },
    fee: { kind: 'A', required: true, zero: true, label: '手续费', meaning: 'Borne by the platform.' },
    rechargeWay,
    bankcode,
  },
  coreNames: {
    holder: 'platformUserNo',
    userNo: 'platformUserNo',
    account: 'platformUserNo',
    way: 'rechargeWay',
    bank: 'bankcode',
  },
  toCommand: (input) => ({
    verb: 'DEPOSIT',
    holder: holderOf(input.platformUserNo),
    amount: input.amount,
    way: input.rechargeWay,
    bank: input.bankcode,
    payCompany: null,
  }),
  toAnswer: ({ requestNo, command, outcome }) => ({
    requestNo,
    platformUserNo: command && numberOf(command.holder),
    amount: command?.amount,
    feeMode: 'PLATFORM',
    fee: outcome?.fee ?? 0n,
    rechargeWay: command?.way,
    bankcode: outcome?.bank ?? command?.bank,
  }),
});
