/** 充值: to the bank's page; `bankId` jumps straight to that bank. */
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { holderOf, numberOf } from '../accounts.ts';
import { BANK_CODE, PAY_COMPANY, RECHARGE_WAY } from '../enumerations.ts';
import { accountOrUserNo, callbackUrl, expired, requestNo } from '../fields.ts';

const amount = { kind: 'A', required: true, label: '充值金额', meaning: 'The amount paid in.' } as const;
const payCompany = {
  kind: 'E',
  required: true,
  of: PAY_COMPANY,
  label: '支付公司',
  meaning: 'Asked for; the answer names the one really used.',
} as const;
const rechargeWay = {
  kind: 'E',
  required: true,
  of: RECHARGE_WAY,
  label: '支付方式',
  meaning: 'Netbank; quick pay is not opened yet.',
} as const;

export const recharge = defineGateway({
  name: 'RECHARGE',
  title: '充值',
  meaning: 'Pays money in, for a member or for the accounts 002 and 003.',
  section: 'D-RCG',
  idempotent: true,
  verb: 'DEPOSIT',
  orderNo: 'requestNo',
  told: told<'DEPOSIT'>('DEPOSIT', ({ order: { command, outcome } }) => ({
    userNo: command && numberOf(command.holder),
    amount: command?.amount,
    payCompany: outcome?.payCompany ?? command?.payCompany,
    rechargeWay: 'WEB',
    bankCode: outcome?.bank ?? command?.bank,
  })),
  fields: {
    userNo: { ...accountOrUserNo, label: '充值账号' },
    requestNo,
    amount,
    payCompany,
    rechargeWay,
    callbackUrl,
    expired,
    bankId: { kind: 'E', required: false, of: BANK_CODE, label: '网银银行代码', meaning: 'Straight to this bank.' },
  },
  answer: {
    requestNo,
    userNo: accountOrUserNo,
    amount,
    payCompany,
    rechargeWay,
    transactionTime: { kind: 'T', required: true, label: '交易完成时间', meaning: 'When it was done.' },
  },
  coreNames: { holder: 'userNo', account: 'userNo', way: 'rechargeWay', bank: 'bankId' },
  toCommand: (input) => {
    const holder = holderOf(input.userNo);
    return {
      verb: 'DEPOSIT',
      holder,
      amount: input.amount,
      // A platform is an enterprise; members that are enterprises are not opened yet.
      way: holder.kind === 'account' ? 'NETBANK_B2B' : 'NETBANK_B2C',
      bank: input.bankId,
      payCompany: input.payCompany,
    };
  },
  toAnswer: ({ requestNo, command, outcome, finishedAt }) => ({
    requestNo,
    userNo: command && numberOf(command.holder),
    amount: command?.amount,
    payCompany: outcome?.payCompany ?? command?.payCompany,
    rechargeWay: 'WEB',
    transactionTime: finishedAt,
  }),
});
