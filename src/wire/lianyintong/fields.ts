/** Fields that many services of lianyintong share, declared once. */
import type { Field, Fields } from '../catalogue/kinds.ts';
import { CALLBACK_URL } from '../outgoing.ts';
import { ACCOUNT_NAMES } from './accounts.ts';
import { AUTH_LIST, FEE_MODE } from './enumerations.ts';

export const requestNo = {
  kind: 'N',
  required: true,
  max: 50,
  label: '请求流水号',
  meaning: 'The number of this request, unique per platform for ever.',
} as const satisfies Field;

/** A member, or where the service says so one of the platform's accounts. */
export const platformUserNo = {
  kind: 'N',
  required: true,
  max: 50,
  label: '平台用户编号',
  meaning: "The member's number at the platform.",
} as const satisfies Field;

export const newUserNo = { ...platformUserNo, reserved: Object.values(ACCOUNT_NAMES) } as const satisfies Field;

export const accountOrUserNo = {
  ...platformUserNo,
  meaning: `The member's number, or one of the platform's accounts: ${Object.values(ACCOUNT_NAMES).join(', ')}.`,
} as const satisfies Field;

export const projectNo = {
  kind: 'N',
  required: true,
  max: 50,
  label: '标的号',
  meaning: 'The number of the project (loan) at the platform.',
} as const satisfies Field;

export const preTransactionNo = {
  kind: 'N',
  required: true,
  max: 50,
  label: '预处理业务流水号',
  meaning: 'The requestNo of the hold (pre-transaction).',
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
  meaning: 'When the page ends; missing, malformed or past: 15 minutes from now (G-14).',
} as const satisfies Field;

export const feeMode = {
  kind: 'E',
  required: false,
  of: FEE_MODE,
  label: '费率模式',
  meaning: 'Who bears the fee; only the platform does, which is also meant when it is missing.',
} as const satisfies Field;

export const commission = {
  kind: 'A',
  required: false,
  zero: true,
  label: '平台佣金',
  meaning: "The platform's commission, paid to its fee account.",
} as const satisfies Field;

/** What a hold for a member says, with and without a page, beside what it is for. */
export const HOLD_FIELDS = {
  requestNo,
  platformUserNo: { ...platformUserNo, label: '出款人平台用户编号', meaning: 'Whose money is held.' },
  amount: { kind: 'A', required: true, label: '冻结金额', meaning: 'The amount held.' },
  remark: { kind: 'S', required: false, max: 50, label: '备注', meaning: 'Shown on the page, where there is one.' },
  projectNo,
} as const satisfies Fields;

export const authList = {
  kind: 'L',
  required: true,
  of: AUTH_LIST,
  label: '授权列表',
  meaning: 'What is authorised, joined by commas.',
} as const satisfies Field;

/** Fields of every business message. */
export const COMMON = {
  timestamp: {
    kind: 'T',
    required: false,
    beyondDocument: true,
    label: '时间戳',
    meaning:
      'When given, within 10 minutes of our time; of real time will do in a sandbox, whose clock may be moved (LW-8).',
  },
} as const satisfies Fields;
