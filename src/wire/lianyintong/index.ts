/** lianyintong (联银通产品 API V1.00): its envelope, codes and catalogue behind the dialect port. */
import { fail, ok } from '../../kernel/result.ts';
import { catalogueOf } from '../catalogue/service.ts';
import { codeOf, type Dialect } from '../dialect.ts';
import { textOf } from '../form.ts';
import { wireRefusal } from '../refusals.ts';
import { shortSentence } from '../sentences.ts';
import { fromBase64 } from '../signature.ts';
import { CODE_TITLES, CODES, PRINTED_CODES, SUCCESS } from './codes.ts';
import { COMMON } from './fields.ts';
import { lianyintongPolicy } from './policy.ts';
import { authorizePretransaction } from './services/authorize-pretransaction.ts';
import { cancelPreTransaction } from './services/cancel-pre-transaction.ts';
import { cancelUserAuthorization } from './services/cancel-user-authorization.ts';
import { CLOSED } from './services/closed.ts';
import { confirmDebentureTransfer } from './services/confirm-debenture-transfer.ts';
import { confirmCompensatory } from './services/confirm-compensatory.ts';
import { confirmLoan } from './services/confirm-loan.ts';
import { confirmPlatformMarketing } from './services/confirm-platform-marketing.ts';
import { confirmRepayment } from './services/confirm-repayment.ts';
import { enterpriseRegister } from './services/enterprise-register.ts';
import { establishProject } from './services/establish-project.ts';
import { freeze } from './services/freeze.ts';
import { modifyProject } from './services/modify-project.ts';
import { personalBindBankcard } from './services/personal-bind-bankcard.ts';
import { personalRegister } from './services/personal-register.ts';
import { platformPreTransaction } from './services/platform-pre-transaction.ts';
import { posBuildBarcode } from './services/pos-build-barcode.ts';
import { posRecharge } from './services/pos-recharge.ts';
import { queryPlatformInformation } from './services/query-platform-information.ts';
import { queryProjectInformation } from './services/query-project-information.ts';
import { queryTransaction } from './services/query-transaction.ts';
import { queryUserInformation } from './services/query-user-information.ts';
import { recharge } from './services/recharge.ts';
import { resetPassword } from './services/reset-password.ts';
import { unbindBankcard } from './services/unbind-bankcard.ts';
import { unfreeze } from './services/unfreeze.ts';
import { userAuthorization } from './services/user-authorization.ts';
import { userPreTransaction } from './services/user-pre-transaction.ts';
import { withdraw } from './services/withdraw.ts';

const SERVICES = [
  personalRegister,
  enterpriseRegister,
  personalBindBankcard,
  unbindBankcard,
  resetPassword,
  recharge,
  posRecharge,
  posBuildBarcode,
  withdraw,
  establishProject,
  modifyProject,
  userPreTransaction,
  platformPreTransaction,
  cancelPreTransaction,
  confirmLoan,
  confirmRepayment,
  confirmDebentureTransfer,
  confirmCompensatory,
  confirmPlatformMarketing,
  freeze,
  unfreeze,
  userAuthorization,
  cancelUserAuthorization,
  authorizePretransaction,
  queryUserInformation,
  queryPlatformInformation,
  queryTransaction,
  queryProjectInformation,
];

/** Fields of the envelope, in the document's order (LW-2). */
const ENVELOPE = {
  serviceName: { required: true, label: '接口名称' },
  platformNo: { required: true, label: '平台编号' },
  userDevice: { required: false, label: '用户终端设备类型，`PC` 或 `MOBILE`' },
  reqData: { required: true, label: '业务数据报文' },
  keySerial: { required: true, label: '证书序号' },
  sign: { required: true, label: '对 reqData 的签名，base64' },
};
const REQUIRED = Object.keys(ENVELOPE).filter((name) => name !== 'userDevice');

export const lianyintong: Dialect = {
  name: 'lianyintong',
  title: '联银通产品 API V1.00',
  policy: lianyintongPolicy,
  catalogue: catalogueOf(SERVICES, CLOSED),
  common: COMMON,
  codes: CODES,
  codeTitles: CODE_TITLES,
  printedCodes: PRINTED_CODES,
  envelope: ENVELOPE,
  signatureHeader: 'sign',
  paths: {
    gateway: ['/lanmaotech/gateway'],
    service: ['/lanmaotech/service', '/lanmaotech/download', '/lanmaotech/upload'],
  },
  callbackMustDiffer: false,
  // LW-9: once and at most 6 retries.
  notices: { acknowledgement: 'SUCCESS', mostSends: () => 7 },
  acceptedStatus: 'SUCCESS',
  leastKeyBits: 1024,
  openEnvelope: (form) => {
    for (const field of REQUIRED) {
      if (!form.get(field)?.length) return fail(wireRefusal('ENVELOPE_FIELD_MISSING', { field }));
    }
    const device = textOf(form, 'userDevice').trim();
    if (device !== '' && device !== 'PC' && device !== 'MOBILE') {
      const allowed = ['PC', 'MOBILE'];
      // It stands outside the signature: a stranger's words are not said again.
      return fail(wireRefusal('FIELD_NOT_LISTED', { field: 'userDevice', came: '', allowed }));
    }
    return ok({
      serviceName: textOf(form, 'serviceName'),
      platformNo: textOf(form, 'platformNo'),
      device: device === '' ? null : device,
      data: form.get('reqData') as Buffer,
      keySerial: textOf(form, 'keySerial'),
      signature: textOf(form, 'sign'),
    });
  },
  readSignature: fromBase64,
  writeSignature: (signature) => signature.toString('base64'),
  speak: ({ refusal, because = null }, message) => {
    const reason = refusal ?? because;
    return {
      code: refusal ? codeOf(CODES, refusal) : SUCCESS,
      description: reason ? shortSentence(reason) : '成功',
      ...message,
    };
  },
  wrap: ({ serviceName, platformNo, responseType, keySerial, respData, signature }) => ({
    serviceName,
    platformNo,
    responseType,
    keySerial,
    respData,
    sign: signature.toString('base64'),
  }),
};
