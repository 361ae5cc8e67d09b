/**
 * The closed sets of the depository document. Its appendix is missing; the values are those of DW-9. No `core`:
 * declared, not opened yet.
 */
import { enumeration } from '../catalogue/enumeration.ts';

/** Never shared with the other protocol: CMBC is 民生 here (LW-12). */
export const BANK_CODE = enumeration('银行编码', {
  ICBC: { core: 'ICBC', label: '中国工商银行' },
  CCB: { core: 'CCB', label: '中国建设银行' },
  ABC: { core: 'ABC', label: '中国农业银行' },
  BOC: { core: 'BOC', label: '中国银行' },
  BCM: { core: 'BCM', label: '交通银行' },
  CMB: { core: 'CMB', label: '招商银行' },
  CMBC: { core: 'CMSB', label: '中国民生银行' },
  CIB: { core: 'CIB', label: '兴业银行' },
  CITIC: { core: 'CITIC', label: '中信银行' },
  CEB: { core: 'CEB', label: '中国光大银行' },
  SPDB: { core: 'SPDB', label: '浦发银行' },
  PAB: { core: 'PAB', label: '平安银行' },
  HXB: { core: 'HXB', label: '华夏银行' },
  GDB: { core: 'CGB', label: '广发银行' },
  PSBC: { core: 'PSBC', label: '中国邮政储蓄银行' },
  BJB: { core: 'BOB', label: '北京银行' },
});

export const USER_ROLE = enumeration('用户角色', {
  INVESTOR: { core: 'INVESTOR', label: '投资人' },
  BORROWERS: { core: 'BORROWER', label: '借款人', also: ['BORROWER'] },
  GUARANTEECORP: { core: 'GUARANTOR', label: '担保机构' },
});

export const USER_TYPE = enumeration('用户类型', {
  PERSON: { core: 'PERSON', label: '个人' },
  ENTERPRISE: { core: 'ENTERPRISE', label: '企业' },
});

export const ACTIVE_STATUS = enumeration('用户状态', {
  ACTIVATED: { core: 'ACTIVE', label: '已激活' },
  DEACTIVATED: { core: 'INACTIVE', label: '未激活' },
});

export const ACCESS_TYPE = enumeration('鉴权通过类型', {
  FULL_CHECKED: { core: 'FULL', label: '四要素验证通过' },
  PART_CHECKED: { core: 'PART', label: '三要素验证通过' },
});

export const AUDIT_STATUS = enumeration('审核状态', {
  AUDIT: { core: 'AUDIT', label: '审核中' },
  PASSED: { core: 'PASSED', label: '审核通过' },
  BACK: { core: 'BACK', label: '审核回退' },
  REFUSED: { core: 'REFUSED', label: '审核拒绝' },
});

export const BIZ_TYPE = enumeration('预处理业务类型', {
  TENDER: { core: 'TENDER', label: '投标' },
  REPAYMENT: { core: 'REPAYMENT', label: '还款' },
  CREDIT_ASSIGNMENT: { label: '债权购买' },
  COMPENSATORY: { label: '代偿' },
  COMPENSATORY_REPAYMENT: { label: '代偿还款' },
  STOCK_REPAYMENT: { label: '存量标的还款' },
  STOCK_CREDIT_ASSIGNMENT: { label: '存量标的债权购买' },
  STOCK_COMPENSATORY: { label: '存量标的代偿' },
  STOCK_COMPENSATORY_REPAYMENT: { label: '存量标的代偿还款' },
});

/** What a member can authorise; what is not opened can be authorised already, it has no effect before. */
export const AUTH_LIST = enumeration('授权类型', {
  TENDER: { core: 'TENDER', label: '自动投标' },
  REPAYMENT: { core: 'REPAYMENT', label: '自动还款' },
  CREDIT_ASSIGNMENT: { core: 'CREDIT_ASSIGNMENT', label: '自动购买债权' },
  COMPENSATORY: { core: 'COMPENSATORY', label: '自动代偿' },
  COMPENSATORY_REPAYMENT: { core: 'COMPENSATORY_REPAYMENT', label: '自动代偿还款' },
  WITHDRAW: { core: 'WITHDRAW', label: '自动提现' },
  RECHARGE: { core: 'RECHARGE', label: '自动充值' },
});

export const PROJECT_STATUS = enumeration('标的状态', {
  COLLECTING: { core: 'COLLECTING', label: '募集中' },
  REPAYING: { core: 'REPAYING', label: '还款中' },
  FINISH: { core: 'FINISH', label: '已截标' },
  MISCARRY: { core: 'MISCARRY', label: '流标' },
});

export const PROJECT_TYPE = enumeration('标的产品类型', {
  STANDARD: { core: 'STANDARD', label: '散标', also: ['STANDARDPOWDER'] },
});

export const REPAYMENT_WAY = enumeration('还款方式', {
  ONE_TIME: { core: 'ONE_TIME', label: '一次性还本付息' },
  INTEREST_FIRST: { core: 'INTEREST_FIRST', label: '先息后本' },
  FIXED_REPAYMENT: { core: 'FIXED_PAYMENT', label: '等额本息' },
  FIXED_PRINCIPAL: { core: 'FIXED_PRINCIPAL', label: '等额本金' },
});

export const RECHARGE_WAY = enumeration('支付方式', {
  WEB: { core: 'WEB', label: '网银' },
  SWIFT: { label: '快捷支付' },
});

export const PAY_COMPANY = enumeration('支付公司', {
  BAOFU: { core: 'BAOFU', label: '宝付' },
  YEEPAY: { core: 'YEEPAY', label: '易宝' },
  FUIOU: { core: 'FUIOU', label: '富友' },
  ALLINPAY: { core: 'ALLINPAY', label: '通联' },
  LIANLIAN: { core: 'LIANLIAN', label: '连连' },
});

export const DEVICE = enumeration('终端类型', {
  PC: { core: 'PC', label: 'PC 端' },
  MOBILE: { core: 'MOBILE', label: '移动端' },
});

/** tradeType of TRANSACTION_QUERY (D-EXT). */
export const TRADE_TYPE = enumeration('交易类型', {
  REGISTER: { core: 'REGISTER', label: '开户' },
  RECHARGE: { core: 'DEPOSIT', label: '充值' },
  WITHDRAW: { core: 'WITHDRAW', label: '提现' },
  CREATE_PROJECT: { core: 'CREATE_PROJECT', label: '创建标的' },
  MODIFY_PROJECT: { core: 'MODIFY_PROJECT', label: '更改标的状态' },
  PRE_FREEZE: { core: 'HOLD', label: '预处理' },
  CANCEL_PRE_FREEZE: { core: 'CANCEL_HOLD', label: '预处理取消' },
  CONFIRM: { core: 'CONFIRM', label: '交易确认' },
  USER_AUTHORIZATION: { core: 'AUTHORIZE', label: '用户授权' },
  CANCEL_USER_AUTHORIZATION: { core: 'CANCEL_AUTHORIZATION', label: '取消用户授权' },
  DEBENTURE_SALE: { core: 'SALE', label: '债权出让' },
  FREEZE: { core: 'FREEZE', label: '资金冻结' },
});

export const CONFIRM_TYPE = enumeration('交易确认类型', {
  CONFIRM_LOAN: { core: 'CONFIRM_LOAN', label: '放款确认' },
  CONFIRM_REPAYMENT: { core: 'CONFIRM_REPAYMENT', label: '还款确认' },
});

export const TRADE_STATUS = enumeration('交易状态', {
  SUCCESS: { core: 'SUCCESS', label: '成功' },
  FAIL: { core: 'FAIL', label: '失败' },
  ACCEPT: { core: 'ACCEPT', label: '已受理' },
  INIT: { core: 'INIT', label: '初始' },
  PROCESSING: { core: 'PROCESSING', label: '处理中' },
  ONSALE: { core: 'ONSALE', label: '出让中' },
  COMPLETED: { core: 'COMPLETED', label: '已完成' },
});
