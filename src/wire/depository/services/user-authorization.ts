/** 用户授权 (D-EXT): the member lets the platform act without a page. */
import { told } from '../told.ts';
import { DAY } from '../../../kernel/time.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { authList, callbackUrl, expired, requestNo, userNo } from '../fields.ts';

export const userAuthorization = defineGateway({
  name: 'USER_AUTHORIZATION',
  aliases: ['MEMBER_AUTH_API'],
  title: '用户授权',
  meaning: 'A member authorises the platform to hold, repay or pay out without a page.',
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: true,
  verb: 'AUTHORIZE',
  orderNo: 'requestNo',
  told: told<'AUTHORIZE'>('AUTHORIZE', ({ order: { command } }) => ({
    userNo: command?.userNo,
    amount: command?.amount,
  })),
  fields: {
    userNo,
    requestNo,
    authList,
    authAmount: { kind: 'A', required: false, label: '授权金额', meaning: 'The most that may be used in total.' },
    authDeadLine: {
      kind: 'D',
      required: false,
      also: ['authDeadline', 'failTime'],
      label: '授权截止日期',
      meaning: 'The last day on which it can be used.',
    },
    callbackUrl,
    expired,
  },
  answer: { requestNo, userNo, authList },
  coreNames: { kinds: 'authList', amount: 'authAmount', until: 'authDeadLine' },
  toCommand: (input) => ({
    verb: 'AUTHORIZE',
    userNo: input.userNo,
    kinds: input.authList,
    amount: input.authAmount,
    // The day named is still covered: the authorisation ends with it.
    until: input.authDeadLine === null ? null : input.authDeadLine + DAY,
  }),
  toAnswer: ({ requestNo, command, outcome }) => ({
    requestNo,
    userNo: command?.userNo,
    authList: outcome?.kinds ?? command?.kinds,
  }),
});
