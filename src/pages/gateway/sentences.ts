/**
 * What a person reads when the platform's call is refused before it comes to the core. What is wrong with it is the
 * platform's to mend and told to its developers (in a sandbox, folded); the person learns what it means to him.
 */
import type { WireRefusalFacts } from '../../wire/refusals.ts';
import { said, type Said } from '../phrases.ts';
import { ASK, type Sentences, then } from '../sentence.ts';

const FAULTY = (): Said =>
  then(
    '平台发来的请求有误，存管方没有受理。',
    'The platform’s request was not in order and the custodian did not take it.',
    said(
      '请返回平台重试；仍不成功的，请联系平台客服。',
      'Please return to the platform and try again, or contact its support.',
    ),
  );

const NOT_OPENED = (): Said => then('这项业务暂未开通。', 'This service is not open yet.', ASK);

export const CALLS: Sentences<WireRefusalFacts> = {
  ENVELOPE_MALFORMED: FAULTY,
  ENVELOPE_FIELD_MISSING: FAULTY,
  BODY_TOO_LARGE: FAULTY,
  TOO_MANY_CALLS: () =>
    then('现在办理的人较多，您的操作尚未受理。', 'Many people are being served just now; yours was not taken.', {
      zh: '请稍等片刻，再从平台重新发起。',
      en: 'Please wait a moment and start again from the platform.',
    }),
  METHOD_WRONG: FAULTY,
  SIGNATURE_WRONG: FAULTY,
  KEY_UNKNOWN: FAULTY,
  PLATFORM_UNKNOWN: FAULTY,
  PLATFORM_SUSPENDED: () => then('平台的存管业务已暂停。', 'Custody for this platform is suspended.', ASK),
  SERVICE_UNKNOWN: FAULTY,
  SERVICE_NOT_OPENED: NOT_OPENED,
  ADDRESS_WRONG: FAULTY,
  SERVICE_MISLABELLED: FAULTY,
  JSON_MALFORMED: FAULTY,
  FIELD_MISSING: FAULTY,
  FIELD_INVALID: FAULTY,
  FIELD_TOO_LONG: FAULTY,
  FIELD_NOT_LISTED: FAULTY,
  VALUE_NOT_OPENED: NOT_OPENED,
  TIMESTAMP_OFF: () => then('这次请求已经过时。', 'This request is out of date.'),
  CALLBACK_IS_NOTIFY: FAULTY,
  OBJECT_UNKNOWN: FAULTY,
  ORDER_PAGE_OPEN: () =>
    then('这笔业务正在处理中，不会重复办理。', 'This is being processed and will not be done twice.', {
      zh: '请返回平台查看结果。',
      en: 'Please look at the result on the platform.',
    }),
};
