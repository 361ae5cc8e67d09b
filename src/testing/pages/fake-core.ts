/**
 * A core in memory for tests and for looking at the pages: orders with tokens that say what they are, steps that
 * answer as the real core would, and a record of what was asked. No test double of this is used outside this room.
 */
import type {
  BindingForm,
  OrderView,
  PageOrderView,
  Pages,
  PageView,
  Platform,
  RegistrationForm,
  ResetForm,
} from '../../custody/api.ts';
import type { EnterpriseData, PageCommand } from '../../custody/commands.ts';
import { MOVED, type StepAnswer } from '../../custody/page-orders/pages.ts';
import { type Refusal, refusal } from '../../custody/refusals.ts';
import { fail, ok } from '../../kernel/result.ts';
import { DAY, type Instant, MINUTE, parseTime, SECOND, startOfDay } from '../../kernel/time.ts';

/** The moment at which all fixtures play: 22 November 2026, 14:20 in Beijing. */
export const NOW: Instant = parseTime('20261122142000') ?? 0;

/** An ID number, a card and a mobile that pass every check of form. */
export const PERSON = {
  realName: '张三',
  idNumber: '11010519491231002X',
  cardNumber: '6222021234567890128',
  mobile: '13800001234',
} as const;

/** An enterprise with its unified code. */
export const ENTERPRISE: EnterpriseData = {
  ...{ name: '杭州青禾供应链管理有限公司', unifiedCode: '91330106MA27XG1234', bankLicense: 'J3310012345601' },
  ...{ businessLicense: null, orgNo: null, taxNo: null, creditCode: null },
  ...{ legal: '李四', legalIdNumber: '11010519491231002X', contact: '王五', mobile: '13900005678' },
  ...{ accountNumber: '1202021234567890123', bank: 'ICBC' },
};

const PLATFORM: Platform = {
  platformId: 1,
  platformNo: '6000000001',
  name: '青禾网贷',
  dialect: 'lianyintong',
  suspended: false,
  services: null,
  notifyUrl: 'https://platform.example/notify',
  custodyBank: null,
  settings: {},
};

export const COMMANDS = {
  registration: {
    verb: 'REGISTER_PERSON',
    userNo: 'U1001',
    role: 'INVESTOR',
    realName: null,
    idNumber: null,
    mobile: null,
    cardNumber: null,
  },
  registrationGiven: { verb: 'REGISTER_PERSON', userNo: 'U1001', role: 'INVESTOR', ...PERSON },
  enterprise: { verb: 'REGISTER_ENTERPRISE', userNo: 'E1001', role: 'ORDINARY', ...ENTERPRISE },
  binding: { verb: 'BIND_CARD', userNo: 'U1001', mobile: null, cardNumber: null },
  bindingGiven: { verb: 'BIND_CARD', userNo: 'U1001', mobile: PERSON.mobile, cardNumber: PERSON.cardNumber },
  resetting: { verb: 'RESET_PASSWORD', userNo: 'U1001' },
  unbinding: { verb: 'UNBIND_CARD', userNo: 'U1001' },
  tender: {
    verb: 'HOLD',
    userNo: 'U1001',
    kind: 'TENDER',
    amount: 50_000n,
    redPacket: 1_000n,
    projectNo: 'P2026112201',
  },
  repayment: { verb: 'HOLD', userNo: 'U2002', kind: 'REPAYMENT', amount: 123_456_789n, redPacket: 0n, projectNo: 'P1' },
  compensation: {
    ...{ verb: 'HOLD', userNo: 'U1001', kind: 'COMPENSATORY', amount: 1_234_500n, redPacket: 0n, projectNo: 'P2001' },
  },
  purchase: {
    verb: 'HOLD',
    userNo: 'U1001',
    kind: 'CREDIT_ASSIGNMENT',
    amount: 50_500n,
    redPacket: 0n,
    projectNo: 'P2026112201',
  },
  withdrawal: {
    verb: 'WITHDRAW',
    holder: { kind: 'member', userNo: 'U1001' },
    amount: 123_456n,
    commission: 200n,
    urgency: 'NORMAL',
  },
  platformWithdrawal: {
    verb: 'WITHDRAW',
    holder: { kind: 'account', account: 'FEE' },
    amount: 9_900n,
    commission: 0n,
    urgency: 'URGENT',
  },
  authorization: {
    verb: 'AUTHORIZE',
    userNo: 'U1001',
    kinds: ['TENDER', 'CREDIT_ASSIGNMENT'],
    amount: 5_000_000n,
    until: startOfDay(NOW) + 365 * DAY,
  },
  deposit: {
    verb: 'DEPOSIT',
    holder: { kind: 'member', userNo: 'U1001' },
    amount: 1_000_000n,
    way: 'NETBANK_B2C',
    bank: 'CCB',
    payCompany: null,
  },
  posDeposit: { verb: 'POS_DEPOSIT', holder: { kind: 'member', userNo: 'U1001' }, amount: 200_050n },
  posDepositOpen: { verb: 'POS_DEPOSIT', holder: { kind: 'account', account: 'FEE' }, amount: null },
} as const satisfies Record<string, PageCommand>;

/** An order with its page open, as it stands right after the gateway call. */
function orderOf(command: PageCommand, changes: Partial<PageOrderView> = {}): PageOrderView {
  return {
    platformId: 1,
    requestNo: 'R20261122142000001',
    service: 'SERVICE',
    verb: command.verb,
    state: 'OPEN',
    command,
    outcome: null,
    refusal: null,
    presentation: {
      callbackUrl: 'https://platform.example/back?from=custody',
      device: 'MOBILE',
      remark: null,
      hideBalance: false,
    },
    createdAt: NOW - 5 * SECOND,
    finishedAt: null,
    expiresAt: NOW + 15 * MINUTE,
    ...changes,
  };
}

/** What a page shows of an order. */
export function viewOf(
  command: PageCommand,
  changes: Partial<PageOrderView> = {},
  more: Partial<PageView> = {},
): PageView {
  const hold = command.verb === 'HOLD';
  const registration = command.verb === 'REGISTER_PERSON' || command.verb === 'REGISTER_ENTERPRISE';
  return {
    telling: true,
    order: orderOf(command, changes),
    platform: PLATFORM,
    card: registration || command.verb === 'BIND_CARD' ? null : { masked: '622202*********0128', bank: 'ICBC' },
    enterprise: null,
    available: registration ? null : hold && command.kind === 'REPAYMENT' ? 150_000_000n : 1_234_567n,
    fee: command.verb === 'WITHDRAW' ? 200n : null,
    project: hold ? { projectNo: command.projectNo, name: '小微企业经营周转贷款 2026-11', percent: '8.5' } : null,
    arrivesAt: command.verb === 'WITHDRAW' ? parseTime('20261123003000') : null,
    smsTo: command.verb === 'RESET_PASSWORD' ? '138****1234' : null,
    smsAgainAt: null,
    passwordTriesLeft: registration || command.verb === 'DEPOSIT' ? null : 5,
    passwordLockedUntil: null,
    recovery: command.verb === 'RESET_PASSWORD' ? { of: 'PERSON', asksCode: true, triesLeft: 5 } : null,
    ...more,
  };
}

/** A call that reached the core: its name and what it was given. */
export type Recorded = readonly [step: string, token: string, ...given: unknown[]];

export interface FakeCore extends Pages {
  readonly calls: Recorded[];
  put(token: string, view: PageView): void;
}

/** The barcode of every POS order; and the number of the one that the bank does not take. */
export const BARCODE = '493817205566104729';
export const BANK_AWAY = 'R_BANK_AWAY';

/** A finished order as a step leaves it. */
export function finished(view: PageView, changes: Partial<PageOrderView>): PageView {
  return { ...view, order: { ...view.order, finishedAt: NOW, ...changes } };
}

/** Builds the core in memory. The right password is 246810, the right code 135790; both are otherwise refused. */
export function createFakeCore(bankUrl = 'https://bank.example/pay'): FakeCore {
  const views = new Map<string, PageView>();
  const calls: Recorded[] = [];
  const settle = (token: string, state: OrderView['state'], why: Refusal | null = null): StepAnswer => {
    const view = views.get(token);
    if (view) views.set(token, finished(view, { state, refusal: why }));
    return MOVED;
  };
  const record = (...call: Recorded) => {
    calls.push(call);
    return views.get(call[1]) ?? null;
  };
  return {
    calls,
    put: (token, view) => void views.set(token, view),
    view: async (token) => views.get(token) ?? null,
    sendSms: async (token, mobile) => {
      const view = record('sendSms', token, mobile);
      if (view === null) return null;
      if (view.smsAgainAt !== null) return fail(refusal('SMS_TOO_SOON', { seconds: 60 }));
      views.set(token, { ...view, smsTo: '138****1234', smsAgainAt: NOW + MINUTE });
      return MOVED;
    },
    register: async (token, form: RegistrationForm) => {
      if (record('register', token, form) === null) return null;
      return form.smsCode === '135790' ? settle(token, 'DONE') : fail(refusal('SMS_CODE_WRONG', { left: 4 }));
    },
    bindCard: async (token, form: BindingForm) =>
      record('bindCard', token, form) && (refusedBinding(form) ?? settle(token, 'DONE')),
    resetPassword: async (token, form: ResetForm) =>
      record('resetPassword', token, form) && (refusedReset(form) ?? settle(token, 'DONE')),
    confirm: async (token, password) => {
      const view = record('confirm', token, password);
      if (view === null) return null;
      if (password === '246810') return settle(token, view.order.verb === 'WITHDRAW' ? 'ACCEPTED' : 'DONE');
      const left = (view.passwordTriesLeft ?? 5) - 1;
      views.set(token, { ...view, passwordTriesLeft: left, passwordLockedUntil: left > 0 ? null : NOW + DAY });
      return fail(left > 0 ? refusal('PASSWORD_WRONG', { left }) : refusal('PASSWORD_LOCKED', { until: NOW + DAY }));
    },
    handOver: async (token, language) => {
      const view = record('handOver', token, language);
      if (view === null) return null;
      views.set(token, { ...view, order: { ...view.order, state: 'HANDED' } });
      return ok({ url: bankUrl, fields: { order: 'B1', sign: 'abc' } });
    },
    ...barcodeSteps(record, (token, view) => void views.set(token, view)),
    cancel: async (token) => {
      if (record('cancel', token) === null) return null;
      return settle(token, 'REFUSED', refusal('PAGE_CANCELLED', {}));
    },
    returned: async (fields) => {
      calls.push(['returned', fields.order ?? '']);
      return fields.order === 'B1' ? 'deposit' : null;
    },
  };
}

function barcodeSteps(
  record: (...call: Recorded) => PageView | null,
  put: FakeCore['put'],
): Pick<Pages, 'enterAmount' | 'showBarcode'> {
  return {
    enterAmount: async (token, amount) => {
      const view = record('enterAmount', token, amount);
      const command = view?.order.command;
      if (view === null || command?.verb !== 'POS_DEPOSIT') return null;
      put(token, { ...view, order: { ...view.order, command: { ...command, amount } } });
      return MOVED;
    },
    showBarcode: async (token) => {
      const view = record('showBarcode', token);
      if (view === null) return null;
      if ((view.order.presentation?.until ?? NOW + 1) <= NOW) return MOVED;
      put(token, { ...view, order: { ...view.order, state: 'HANDED' } });
      return view.order.requestNo === BANK_AWAY ? fail(refusal('BARCODE_NOT_TAKEN', {})) : ok(BARCODE);
    },
  };
}

const WRONG_CODE = fail(refusal('SMS_CODE_WRONG', { left: 4 }));

function refusedBinding({ password, smsCode }: BindingForm): StepAnswer | null {
  if (password !== '246810') return fail(refusal('PASSWORD_WRONG', { left: 4 }));
  return smsCode === '135790' ? null : WRONG_CODE;
}

function refusedReset({ way, oldPassword, cardNumber, smsCode }: ResetForm): StepAnswer | null {
  if (way === 'REMEMBERED') return oldPassword === '246810' ? null : fail(refusal('PASSWORD_WRONG', { left: 4 }));
  if (cardNumber !== PERSON.cardNumber) return fail(refusal('CARD_NUMBER_WRONG', { left: 4 }));
  return smsCode === '135790' ? null : WRONG_CODE;
}
