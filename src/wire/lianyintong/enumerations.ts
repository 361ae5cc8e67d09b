/**
 * The closed sets of the lianyintong document (sections 5.2 and 5.3). Keys are the spellings as printed, slips too;
 * `also` holds the correct English and the printed stray blanks' clean forms. No `core`: declared, not opened yet.
 */
import { enumeration } from '../catalogue/enumeration.ts';
import { BANKS } from './banks.ts';

/** 5.2; never shared with the other protocol: CMBC is 招商 here (LW-12). */
export const BANK_CODE = enumeration('银行编码', BANKS);

export const FEE_MODE = enumeration('费率模式', {
  PLATFORM: { core: 'PLATFORM', label: '收取商户手续费' },
  USER: { label: '收取用户手续费' },
});

export const ID_CARD_TYPE = enumeration('证件类型', {
  G2_IDCARD: { core: 'ID_CARD', label: '2代身份证', also: ['PRC_ID'] },
});

export const USER_TYPE = enumeration('用户类型', {
  PERSON: { core: 'PERSON', label: '个人用户' },
  ENTERPRISE: { core: 'ENTERPRISE', label: '企业用户' },
});

/** Of a person: only the ordinary member (L2.1). */
export const PERSON_ROLE = enumeration('用户角色', {
  NORMAL: { core: 'ORDINARY', label: '普通用户' },
  GUARANTEECORP: { label: '担保方' },
  PLATFORM_COMPENSATORY: { label: '平台代偿用户' },
  PLATFORM_MARKETING: { label: '平台营销款用户' },
});

/** Of an enterprise: the ordinary member or the guarantor (L2.2). */
export const ENTERPRISE_ROLE = enumeration('用户角色', {
  NORMAL: { core: 'ORDINARY', label: '普通用户' },
  GUARANTEECORP: { core: 'GUARANTOR', label: '担保方' },
  PLATFORM_COMPENSATORY: { label: '平台代偿用户' },
  PLATFORM_MARKETING: { label: '平台营销款用户' },
});

/** 5.3.8 contradicts itself; these are the words that clients compare. */
export const ACTIVE_STATUS = enumeration('用户状态', {
  ACTIVATED: { core: 'ACTIVE', label: '已激活' },
  DEACTIVATED: { core: 'INACTIVE', label: '未激活' },
});

export const AUDIT_STATUS = enumeration('审核状态', {
  AUDIT: { core: 'AUDIT', label: '审核中' },
  PASSED: { core: 'PASSED', label: '审核通过' },
  BACK: { core: 'BACK', label: '审核回退' },
  REFUSED: { core: 'REFUSED', label: '审核拒绝' },
});

export const PRETRANSACTION_TYPE = enumeration('预处理类型', {
  PRETRANSATION: { core: 'USER', label: '用户预处理', also: ['PRETRANSACTION', 'PRE_TRANSACTION'] },
  PLATFORM_RETRANSATION: {
    core: 'PLATFORM',
    label: '平台预处理',
    also: ['PLATFORM_PRETRANSACTION', 'PLATFORM_PRE_TRANSACTION', 'PLATFORM_PRETRANSATION'],
  },
});

export const BIZ_TYPE = enumeration('预处理业务类型', {
  TENDER: { core: 'TENDER', label: '投标' },
  REPAYMENT: { core: 'REPAYMENT', label: '还款' },
  CREDIT_ASSIGNMENT: { core: 'CREDIT_ASSIGNMENT', label: '债权转让' },
  COMPENSATORY: { core: 'COMPENSATORY', label: '代偿' },
  MARKETING: { core: 'MARKETING', label: '发放营销款（发红包）' },
});

/** What a member's money is held for (L2.12). */
export const USER_BIZ_TYPE = enumeration('用户预处理业务类型', {
  TENDER: { core: 'TENDER', label: '投标' },
  REPAYMENT: { core: 'REPAYMENT', label: '还款' },
  CREDIT_ASSIGNMENT: { core: 'CREDIT_ASSIGNMENT', label: '债权转让' },
  COMPENSATORY: { core: 'COMPENSATORY', label: '代偿' },
});

/** What money of the platform's own accounts is held for (L2.13). */
export const PLATFORM_BIZ_TYPE = enumeration('平台预处理业务类型', {
  COMPENSATORY: { core: 'COMPENSATORY', label: '代偿' },
  MARKETING: { core: 'MARKETING', label: '发放营销款（发红包）' },
});

/** What a hold by authorisation can be for (L5.1): never a compensation. */
export const AUTHORIZED_BIZ_TYPE = enumeration('授权预处理业务类型', {
  TENDER: { core: 'TENDER', label: '投标' },
  REPAYMENT: { core: 'REPAYMENT', label: '还款' },
  CREDIT_ASSIGNMENT: { core: 'CREDIT_ASSIGNMENT', label: '债权转让' },
});

/** What a member can authorise (L5.1); what is not opened can be authorised already, it has no effect before. */
export const AUTH_LIST = enumeration('授权类型', {
  TENDER: { core: 'TENDER', label: '自动投标' },
  REPAYMENT: { core: 'REPAYMENT', label: '自动还款' },
  CREDIT_ASSIGNMENT: { core: 'CREDIT_ASSIGNMENT', label: '自动购买债权' },
  COMPENSATORY: { core: 'COMPENSATORY', label: '自动代偿' },
  WITHDRAW: { core: 'WITHDRAW', label: '自动提现' },
  RECHARGE: { core: 'RECHARGE', label: '自动充值' },
});

/** 2.9.2 prints 0 and 1, 5.3.12 the words; the one that was sent is echoed. */
export const WITHDRAW_TYPE = enumeration('提现方式', {
  NORMAL: { core: 'NORMAL', label: '正常提现，T+1 天到账', also: ['0'] },
  URGENT: { core: 'URGENT', label: '加急提现，T+0 到账', also: ['1'] },
});

export const RECHARGE_WAY = enumeration('支付方式', {
  NETBANK_B2B: { core: 'NETBANK_B2B', label: 'B2B 网银' },
  NETBANK_B2C: { core: 'NETBANK_B2C', label: 'B2C 网银' },
  POS: { core: 'POS', label: 'POS 充值' },
});

/** Of them, those of 2.6 and the one of 2.7. */
export const NETBANK_WAY = enumeration('支付方式', {
  NETBANK_B2B: { core: 'NETBANK_B2B', label: 'B2B 网银' },
  NETBANK_B2C: { core: 'NETBANK_B2C', label: 'B2C 网银' },
});
export const POS_WAY = enumeration('支付方式', { POS: { core: 'POS', label: 'POS 充值' } });

export const PROJECT_TYPE = enumeration('标的产品类型', {
  STANDARDPOWDER: { core: 'STANDARD', label: '散标', also: ['STANDARD', 'STANDARD_POWDER'] },
});

export const ACCESS_TYPE = enumeration('鉴权通过类型', {
  FULL_CHECKED: { core: 'FULL', label: '四要素验证通过' },
  PART_CHECKED: { core: 'PART', label: '三要素验证通过' },
});

export const PROJECT_STATUS = enumeration('标的状态', {
  COLLECTING: { core: 'COLLECTING', label: '募集中' },
  REPAYING: { core: 'REPAYING', label: '还款中' },
  FINISH: { core: 'FINISH', label: '已截标' },
  MISCARRY: { core: 'MISCARRY', label: '流标' },
});

export const REPAYMENT_WAY = enumeration('还款方式', {
  ONE_TIME_SERVICING: { core: 'ONE_TIME', label: '一次性还本付息' },
  FIRSEINTREST_LASTPRICIPAL: {
    core: 'INTEREST_FIRST',
    label: '先息后本',
    also: ['FIRSTINTEREST_LASTPRINCIPAL', 'FIRST_INTEREST_LAST_PRINCIPAL', 'FIRSTINTREST_LASTPRICIPAL'],
  },
  FIXED_PAYMENT_MORTGAGE: { core: 'FIXED_PAYMENT', label: '等额本息' },
  FIXED_BASIS_MORTGAGE: { core: 'FIXED_PRINCIPAL', label: '等额本金' },
});

export const TRANSACTION_TYPE = enumeration('交易类型返回', {
  REGISTER: { core: 'REGISTER', label: '注册' },
  BINDKIND: { core: 'BIND_CARD', label: '绑卡', also: ['BINDCARD', 'BIND_BANKCARD'] },
  UNBIND_BANKCARD: { core: 'UNBIND_CARD', label: '解绑' },
  ESTABLISH_PROJECT: { core: 'CREATE_PROJECT', label: '创建标的' },
  MODIFY_PROJECT: { core: 'MODIFY_PROJECT', label: '变更标的' },
  RECHARGE: { core: 'DEPOSIT', label: '充值' },
  WITHDRAW: { core: 'WITHDRAW', label: '提现' },
  PRETRANSATION: { core: 'HOLD', label: '交易预处理', also: ['PRETRANSACTION', 'PRE_TRANSACTION'] },
  TRANSACTIONCONFIRM_TRADE: {
    core: 'CONFIRM',
    label: '交易确认',
    also: ['TRANSACTION_CONFIRM_TRADE', 'CONFIRM_TRADE', 'TRANSACTION_CONFIRM'],
  },
  FREEZE: { core: 'FREEZE', label: '冻结' },
});

export const CONFIRM_TRADE_TYPE = enumeration('交易确认类型', {
  CONFIRM_LOAN: { core: 'CONFIRM_LOAN', label: '放款确认' },
  CONFIRM_REPAYMENT: { core: 'CONFIRM_REPAYMENT', label: '还款确认' },
  CONFIRM_COMPENSATORY: { core: 'CONFIRM_COMPENSATION', label: '代偿确认' },
  CONFOIRM_DEBENTURE_TRANSFER: {
    core: 'CONFIRM_TRANSFER',
    label: '债权转让确认',
    also: ['CONFIRM_DEBENTURE_TRANSFER'],
  },
  CONFOIRM_PLATFORM_MARKETING: { core: 'PAY_MARKETING', label: '营销款确认', also: ['CONFIRM_PLATFORM_MARKETING'] },
});

export const TRANSACTION_STATUS = enumeration('交易状态', {
  INIT: { core: 'INIT', label: '初始' },
  SUCCESS: { core: 'SUCCESS', label: '成功' },
  FAIL: { core: 'FAIL', label: '失败' },
  PROCESSING: { core: 'PROCESSING', label: '处理中' },
});
