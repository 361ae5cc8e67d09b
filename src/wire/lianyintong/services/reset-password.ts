/** 2.20 修改密码. */
import { defineGateway } from '../../catalogue/service.ts';
import { callbackUrl, platformUserNo, requestNo } from '../fields.ts';

export const resetPassword = defineGateway({
  name: 'RESET_PASSWORD',
  title: '修改密码',
  meaning: 'The member sets another trade password, proved by the old one or by the bound card.',
  section: '2.20',
  idempotent: false,
  verb: 'RESET_PASSWORD',
  orderNo: 'requestNo',
  told: null,
  fields: { requestNo, platformUserNo, callbackUrl },
  answer: { requestNo },
  coreNames: { userNo: 'platformUserNo' },
  toCommand: (input) => ({ verb: 'RESET_PASSWORD', userNo: input.platformUserNo }),
  toAnswer: ({ requestNo }) => ({ requestNo }),
});
