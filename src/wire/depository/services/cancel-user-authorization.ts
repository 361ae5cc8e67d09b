/** 取消用户授权 (D-EXT): ends what the member has authorised; holds that were made on it stand. */
import { defineDirect } from '../../catalogue/service.ts';
import { authList, requestNo, userNo } from '../fields.ts';
import { told } from '../told.ts';

export const cancelUserAuthorization = defineDirect({
  name: 'CANCEL_USER_AUTHORIZATION',
  title: '取消用户授权',
  meaning: 'Ends what a member has authorised, kind by kind; a kind that is not authorised refuses the whole call.',
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: true,
  verb: 'CANCEL_AUTHORIZATION',
  orderNo: 'requestNo',
  told: told<'CANCEL_AUTHORIZATION'>('CANCEL_AUTHORIZATION', ({ order: { command } }) => ({
    userNo: command?.userNo,
  })),
  fields: { userNo, requestNo, authList: { ...authList, meaning: 'What is cancelled, joined by commas.' } },
  answer: { requestNo },
  coreNames: { kinds: 'authList' },
  toCommand: (input) => ({ verb: 'CANCEL_AUTHORIZATION', userNo: input.userNo, kinds: input.authList }),
  toAnswer: (input) => ({ requestNo: input.requestNo }),
});
