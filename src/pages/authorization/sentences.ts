/** What a person reads when the core refuses, about authorisations. */
import type { AuthorizationRefusals } from '../../custody/refusals.ts';
import { said, yuan } from '../phrases.ts';
import { lastDay } from '../../kernel/time.ts';
import { ASK, type Sentences, then } from '../sentence.ts';

export const AUTHORIZATIONS: Sentences<AuthorizationRefusals> = {
  AUTHORIZATION_PAST: ({ until }) =>
    then(
      `授权截止日期 ${lastDay(until)} 已过。`,
      `The last day of this authorisation, ${lastDay(until)}, is over.`,
      ASK,
    ),
  AUTHORIZATION_MISSING: () =>
    then('您没有授权平台办理此业务。', 'You have not authorised the platform to do this.', {
      zh: '请返回平台先授权。',
      en: 'Please authorise it at the platform first.',
    }),
  AUTHORIZATION_EXPIRED: () =>
    then('您的授权已到期。', 'Your authorisation has ended.', {
      zh: '请返回平台重新授权。',
      en: 'Please renew it at the platform.',
    }),
  AUTHORIZATION_EXCEEDED: ({ left }) =>
    said(
      `超出授权额度，剩余 ${yuan(left).zh}。请返回平台调整。`,
      `Over the authorised limit; ${yuan(left).en} is left.`,
    ),
};
