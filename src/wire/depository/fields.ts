/** Fields that many services of depository share, declared once. Numbers hold letters, digits, underscores (DW-3). */
import type { Field, Fields } from '../catalogue/kinds.ts';
import { CALLBACK_URL } from '../outgoing.ts';
import { ACCOUNT_NAMES } from './accounts.ts';
import { AUTH_LIST, BIZ_TYPE, DEVICE } from './enumerations.ts';

export const requestNo = {
  kind: 'N',
  required: true,
  max: 50,
  plain: true,
  label: '请求流水号',
  meaning: 'The number of this request, unique per platform for ever.',
} as const satisfies Field;

export const userNo = {
  kind: 'N',
  required: true,
  max: 50,
  plain: true,
  label: '平台用户编号',
  meaning: "The member's number at the platform.",
} as const satisfies Field;

export const newUserNo = { ...userNo, reserved: Object.values(ACCOUNT_NAMES) } as const satisfies Field;

export const accountOrUserNo = {
  ...userNo,
  label: '用户编号/平台账户编号',
  meaning: `The member's number, or a platform account: ${Object.values(ACCOUNT_NAMES).join(', ')}.`,
} as const satisfies Field;

export const projectNo = {
  kind: 'N',
  required: true,
  max: 50,
  plain: true,
  label: '标的号',
  meaning: 'The number of the project (loan) at the platform.',
} as const satisfies Field;

export const preRequestNo = {
  kind: 'N',
  required: true,
  max: 50,
  plain: true,
  label: '预处理业务流水号',
  meaning: 'The requestNo of the hold.',
} as const satisfies Field;

/** The freeze that is released. */
export const oriRequestNo = {
  ...requestNo,
  label: '原冻结的请求流水号',
  meaning: 'The requestNo of the freeze.',
} as const satisfies Field;

export const callbackUrl = CALLBACK_URL;

export const expired = {
  kind: 'T',
  required: false,
  lenient: true,
  label: '页面过期时间',
  meaning: 'When the page ends; missing, malformed or past: 15 minutes from now (G-14, DW-8).',
} as const satisfies Field;

const remark = {
  kind: 'S',
  required: false,
  max: 50,
  label: '备注',
  meaning: 'Shown on the page.',
} as const satisfies Field;

export const displayBalance = {
  kind: 'S',
  required: false,
  max: 50,
  label: '显示用户余额',
  meaning: '`hidden` keeps the balance off the page.',
} as const satisfies Field;

export const commission = {
  kind: 'A',
  required: false,
  zero: true,
  label: '平台佣金',
  meaning: "The platform's commission, paid to ACCOUNT_NO_003.",
} as const satisfies Field;

export const bizType = {
  kind: 'E',
  required: true,
  of: BIZ_TYPE,
  label: '预处理业务类型',
  meaning: 'What the held money is for.',
} as const satisfies Field;

export const authList = {
  kind: 'L',
  required: true,
  of: AUTH_LIST,
  label: '授权列表',
  meaning: 'What is authorised, joined by commas.',
} as const satisfies Field;

/** The fields of a hold, with and without a page. */
export const HOLD_FIELDS = {
  requestNo,
  userNo: { ...userNo, label: '出款人平台用户编号', meaning: 'Whose money is held.' },
  bizType,
  amount: { kind: 'A', required: true, label: '冻结金额', meaning: 'The amount held.' },
  preMarketingAmount: {
    kind: 'A',
    required: false,
    zero: true,
    label: '红包金额',
    meaning: 'Red packet of a tender: remembered, not frozen; paid from ACCOUNT_NO_002 at the loan.',
  },
  remark,
  projectNo,
  creditsaleRequestNo: {
    ...requestNo,
    required: false,
    label: '债权出让流水号',
    meaning: 'The sale that is bought from; only with CREDIT_ASSIGNMENT, which is not opened yet.',
  },
} as const satisfies Fields;

/** Fields of every business message. */
export const COMMON = {
  timestamp: {
    kind: 'T',
    required: true,
    label: '时间戳',
    meaning: 'Within 10 minutes of our time; of real time will do in a sandbox, whose clock may be moved (DW-2).',
  },
  userDevice: {
    kind: 'E',
    required: false,
    beyondDocument: true,
    of: DEVICE,
    label: '终端类型',
    meaning: 'PC or MOBILE; missing: judged by the User-Agent (DW-8).',
  },
} as const satisfies Fields;
