/** 提现: frozen at acceptance, gone at success, back at failure; each stage is notified. */
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { holderOf, numberOf } from '../accounts.ts';
import { accountOrUserNo, callbackUrl, commission, displayBalance, expired, requestNo } from '../fields.ts';

const amount = {
  kind: 'A',
  required: true,
  label: '提现金额',
  meaning: 'Taken from the account; the card gets it less the commission.',
} as const;

export const withdraw = defineGateway({
  name: 'WITHDRAW',
  title: '提现',
  meaning: "Pays out to the member's card, or to the platform's settlement account.",
  section: 'D-WDR',
  idempotent: true,
  verb: 'WITHDRAW',
  orderNo: 'requestNo',
  told: told<'WITHDRAW'>('WITHDRAW', ({ order: { command, outcome } }) => ({
    userNo: command && numberOf(command.holder),
    amount: command?.amount,
    commission: command?.commission,
    bankCardNo: outcome?.cardNumber,
    bankCode: outcome?.bank,
  })),
  notices: ['ACCEPTED', 'SUCCESS', 'FAILURE'],
  fields: { userNo: accountOrUserNo, requestNo, expired, callbackUrl, amount, commission, displayBalance },
  answer: {
    requestNo,
    userNo: accountOrUserNo,
    amount,
    transactionTime: {
      kind: 'T',
      required: false,
      label: '交易完成时间',
      meaning: 'When it was accepted, then when it was done.',
    },
  },
  coreNames: { holder: 'userNo', account: 'userNo' },
  toCommand: (input) => ({
    verb: 'WITHDRAW',
    holder: holderOf(input.userNo),
    amount: input.amount,
    commission: input.commission ?? 0n,
    // The document knows no T+1: what is accepted goes to the bank at once.
    urgency: 'URGENT',
  }),
  show: (input) => ({ hideBalance: input.displayBalance === 'hidden' }),
  toAnswer: ({ requestNo, command, outcome, finishedAt }) => ({
    requestNo,
    userNo: command && numberOf(command.holder),
    amount: command?.amount,
    transactionTime: finishedAt ?? outcome?.acceptedAt,
  }),
});
