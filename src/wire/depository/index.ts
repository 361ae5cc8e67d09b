/** depository (银行存管系统接口说明): its envelope, codes and catalogue behind the dialect port. */
import { fail, ok } from '../../kernel/result.ts';
import { catalogueOf } from '../catalogue/service.ts';
import { codeOf, type Dialect } from '../dialect.ts';
import { textOf } from '../form.ts';
import { wireRefusal } from '../refusals.ts';
import { shortSentence } from '../sentences.ts';
import { fromBase64, fromHex } from '../signature.ts';
import { CODE_TITLES, CODES, PRINTED_CODES, SUCCESS } from './codes.ts';
import { COMMON } from './fields.ts';
import { depositoryPolicy } from './policy.ts';
import { cancelPreFreeze } from './services/cancel-pre-freeze.ts';
import { cancelUserAuthorization } from './services/cancel-user-authorization.ts';
import { CLOSED } from './services/closed.ts';
import { confirmLoan } from './services/confirm-loan.ts';
import { confirmRepayment } from './services/confirm-repayment.ts';
import { createProject } from './services/create-project.ts';
import { freeze } from './services/freeze.ts';
import { modifyProject } from './services/modify-project.ts';
import { personalRegister } from './services/personal-register.ts';
import { projectQuery } from './services/project-query.ts';
import { recharge } from './services/recharge.ts';
import { transactionQuery } from './services/transaction-query.ts';
import { unfreeze } from './services/unfreeze.ts';
import { userAuthorization } from './services/user-authorization.ts';
import { userAutoPreTransaction } from './services/user-auto-pre-transaction.ts';
import { userPreFreeze } from './services/user-pre-freeze.ts';
import { userQuery } from './services/user-query.ts';
import { withdraw } from './services/withdraw.ts';

const SERVICES = [
  personalRegister,
  recharge,
  withdraw,
  createProject,
  modifyProject,
  userPreFreeze,
  userAuthorization,
  cancelUserAuthorization,
  userAutoPreTransaction,
  cancelPreFreeze,
  confirmLoan,
  confirmRepayment,
  freeze,
  unfreeze,
  userQuery,
  transactionQuery,
  projectQuery,
];

/** Fields of the envelope, in the document's order (DW-1). */
const ENVELOPE = {
  serviceName: { required: true, label: '接口名称' },
  platformNo: { required: true, label: '平台编号' },
  reqData: { required: true, label: '业务数据报文' },
  signature: { required: true, label: '对 reqData 的签名，十六进制' },
};
const REQUIRED = Object.keys(ENVELOPE);

export const depository: Dialect = {
  name: 'depository',
  title: '银行存管系统接口说明',
  policy: depositoryPolicy,
  catalogue: catalogueOf(SERVICES, CLOSED),
  common: COMMON,
  codes: CODES,
  codeTitles: CODE_TITLES,
  printedCodes: PRINTED_CODES,
  envelope: ENVELOPE,
  signatureHeader: 'signature',
  paths: { gateway: ['/gateway'], service: ['/service'] },
  callbackMustDiffer: true,
  // DW-5: once and 3 retries; a withdrawal 3 times per stage, as its own text says.
  notices: { acknowledgement: 'OK', mostSends: (verb) => (verb === 'WITHDRAW' ? 3 : 4) },
  acceptedStatus: 'ACCEPT',
  leastKeyBits: 2048,
  openEnvelope: (form) => {
    for (const field of REQUIRED) {
      if (!form.get(field)?.length) return fail(wireRefusal('ENVELOPE_FIELD_MISSING', { field }));
    }
    return ok({
      serviceName: textOf(form, 'serviceName'),
      platformNo: textOf(form, 'platformNo'),
      device: null,
      data: form.get('reqData') as Buffer,
      keySerial: null,
      signature: textOf(form, 'signature'),
    });
  },
  readSignature: (text, platform) => {
    const hex = fromHex(text);
    return hex.length === 0 && platform.settings['signature-encoding'] === 'base64' ? fromBase64(text) : hex;
  },
  writeSignature: (signature) => signature.toString('hex'),
  speak: ({ standing, refusal, because = null }, message) => {
    const reason = refusal ?? because;
    return {
      respCode: refusal ? codeOf(CODES, refusal) : SUCCESS,
      respMsg: reason ? shortSentence(reason) : '成功',
      status: standing,
      ...message,
    };
  },
  wrap: ({ serviceName, platformNo, responseType, respData, signature }) => ({
    serviceName,
    platformNo,
    responseType,
    respData,
    signature: signature.toString('hex'),
  }),
};
