/** 取消用户授权 (L5.1): ends what the member has authorised; holds that were made on it stand. */
import { defineDirect } from '../../catalogue/service.ts';
import { authList, platformUserNo, requestNo } from '../fields.ts';

export const cancelUserAuthorization = defineDirect({
  name: 'CANCEL_USER_AUTHORIZATION',
  title: '取消用户授权',
  meaning: 'Ends what a member has authorised, kind by kind; a kind that is not authorised refuses the whole call.',
  section: '5.1',
  beyondDocument: true,
  idempotent: true,
  verb: 'CANCEL_AUTHORIZATION',
  orderNo: 'requestNo',
  told: null,
  fields: { requestNo, platformUserNo, authList: { ...authList, meaning: 'What is cancelled, joined by commas.' } },
  answer: { requestNo },
  coreNames: { userNo: 'platformUserNo', kinds: 'authList' },
  toCommand: (input) => ({ verb: 'CANCEL_AUTHORIZATION', userNo: input.platformUserNo, kinds: input.authList }),
  toAnswer: (input) => ({ requestNo: input.requestNo }),
});
