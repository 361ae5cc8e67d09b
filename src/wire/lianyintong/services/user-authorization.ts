/** 用户自动授权 (L5.1): the member lets the platform act without a page. */
import { DAY } from '../../../kernel/time.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { authList, callbackUrl, expired, platformUserNo, requestNo } from '../fields.ts';

export const userAuthorization = defineGateway({
  name: 'USER_AUTHORIZATION',
  title: '用户自动授权',
  meaning: 'A member authorises the platform to hold, repay or pay out without a page.',
  section: '5.1',
  beyondDocument: true,
  idempotent: true,
  verb: 'AUTHORIZE',
  orderNo: 'requestNo',
  told: null,
  fields: {
    requestNo,
    platformUserNo,
    authList,
    failTime: {
      kind: 'D',
      required: false,
      label: '授权截止日期',
      meaning: 'The last day on which it can be used; missing: without end.',
    },
    amount: {
      kind: 'A',
      required: false,
      label: '授权金额',
      meaning: 'The most that may be used in total, net of what was cancelled; missing: no limit.',
    },
    callbackUrl,
    expired,
  },
  answer: { requestNo, platformUserNo, authList },
  coreNames: { userNo: 'platformUserNo', kinds: 'authList', until: 'failTime' },
  toCommand: (input) => ({
    verb: 'AUTHORIZE',
    userNo: input.platformUserNo,
    kinds: input.authList,
    amount: input.amount,
    // The day named is still covered: the authorisation ends with it.
    until: input.failTime === null ? null : input.failTime + DAY,
  }),
  toAnswer: ({ requestNo, command, outcome }) => ({
    requestNo,
    platformUserNo: command?.userNo,
    authList: outcome?.kinds ?? command?.kinds,
  }),
});
