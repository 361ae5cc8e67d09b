/**
 * Every hosted page in every state, for looking at and for the tests that hold of all pages. The tables are closed over
 * the verbs with a page, the states of an order, the sheets that belong to no order and the pages of errors: one that
 * is forgotten does not compile.
 */
import { randomBytes } from 'node:crypto';
import type { PageView } from '../../custody/api.ts';
import type { PageVerbName } from '../../custody/commands.ts';
import { refusal } from '../../custody/refusals.ts';
import type { AuditStatus } from '../../custody/vocabulary.ts';
import type { Language } from '../../kernel/language.ts';
import { createSealer } from '../../kernel/seal.ts';
import { MINUTE, startOfDay } from '../../kernel/time.ts';
import { loadAssets } from '../../pages/assets.ts';
import * as trouble from '../../pages/error-pages.ts';
import type { PageResponse } from '../../pages/layout.ts';
import { sealNote } from '../../pages/notes.ts';
import type { Setting } from '../../pages/scene.ts';
import { type AnyRefusal, wireRefusal } from '../../wire/refusals.ts';
import { ask, createDesk, type Desk } from '../pages/desk.ts';
import { BANK_AWAY, COMMANDS, ENTERPRISE, finished, NOW, PERSON, viewOf } from '../pages/fake-core.ts';
import { CARD_STATES } from './cards.ts';
import type { Room } from './gallery.ts';
import { CANCELLED, ended, LOCKED, NONE, open, refused, type Shown, type States, WRONG } from './shown.ts';

const audited = (status: AuditStatus) => ({
  ...{ status, accountNumber: ENTERPRISE.accountNumber, bank: ENTERPRISE.bank, acceptedAt: NOW },
});
const {
  registration,
  registrationGiven,
  enterprise,
  tender,
  repayment,
  purchase,
  compensation,
  withdrawal,
  platformWithdrawal,
  authorization,
} = COMMANDS;
const { deposit, posDeposit, posDepositOpen } = COMMANDS;
const EXPIRED = refusal('PAGE_EXPIRED', { expiresAt: NOW - MINUTE });
const SHOW = { callbackUrl: 'https://platform.example/back', device: 'MOBILE', hideBalance: false } as const;
const OVER = { ...SHOW, device: 'PC', remark: null, until: NOW } as const;
const bought: Shown = {
  view: viewOf(purchase, { presentation: { ...SHOW, remark: 'U3003: 500.00 @ 1.01' } }),
};
/** What every page shows of the enterprise that the person acts for. */
const OF_ENTERPRISE: Partial<PageView> = {
  enterprise: ENTERPRISE,
  card: { masked: '120202*********0123', bank: 'ICBC' },
};

const ORDERS: Readonly<Record<PageVerbName, States>> = {
  REGISTER_PERSON: {
    OPEN: {
      blank: open(registration),
      given: open(registrationGiven, { smsTo: '138****1234', smsAgainAt: NOW + MINUTE }, { smsSent: true }),
      some: open({ ...registration, realName: PERSON.realName, idNumber: PERSON.idNumber }),
      mistakes: open(
        registration,
        {},
        {
          mistakes: ['realName', 'idNumber', 'cardNumber', 'mobile', 'password', 'passwordAgain', 'smsCode', 'agreed'],
          typed: { realName: '张', cardNumber: PERSON.cardNumber },
        },
      ),
      unconfirmed: open(registrationGiven, {}, { refusal: refusal('CARD_CHECK_FAILED', {}) }),
    },
    HANDED: NONE,
    ACCEPTED: NONE,
    DONE: { done: ended(registrationGiven, 'DONE') },
    REFUSED: {
      spent: refused(registrationGiven, refusal('SMS_TRIES_SPENT', {})),
      cancelled: refused(registration, CANCELLED),
    },
  },
  REGISTER_ENTERPRISE: {
    OPEN: {
      blank: open(enterprise),
      licences: open({
        ...enterprise,
        ...{ unifiedCode: null, businessLicense: '330106000123456', orgNo: 'MA27XG123', taxNo: '330106MA27XG123' },
      }),
      sent: open(enterprise, { smsTo: '139****5678', smsAgainAt: NOW + MINUTE }, { smsSent: true }),
      mistakes: open(enterprise, {}, { mistakes: ['password', 'passwordAgain', 'smsCode', 'agreed'] }),
    },
    HANDED: NONE,
    ACCEPTED: {
      audit: ended(enterprise, 'ACCEPTED', audited('AUDIT')),
      back: ended(enterprise, 'ACCEPTED', audited('BACK')),
    },
    DONE: { passed: ended(enterprise, 'DONE', audited('PASSED')) },
    REFUSED: {
      refused: {
        view: finished(viewOf(enterprise), {
          ...{ state: 'REFUSED', outcome: audited('REFUSED') },
          refusal: refusal('ENTERPRISE_REFUSED', { reason: '营业执照已吊销' }),
        }),
      },
      cancelled: refused(enterprise, CANCELLED),
    },
  },
  ...CARD_STATES,
  DEPOSIT: {
    OPEN: {
      leaving: open(deposit),
      enterprise: open({ ...deposit, way: 'NETBANK_B2B' }, OF_ENTERPRISE),
      'with-fee': open(deposit, { fee: 200n }),
    },
    HANDED: { waiting: { view: viewOf(deposit, { state: 'HANDED' }) } },
    ACCEPTED: NONE,
    DONE: { done: ended(deposit, 'DONE') },
    REFUSED: { unpaid: refused(deposit, refusal('BANK_REPORTED_FAILURE', { reason: '付款人放弃付款' })) },
  },
  POS_DEPOSIT: {
    OPEN: {
      amount: open(posDepositOpen),
      'amount-wrong': open(posDepositOpen, {}, { mistakes: ['amount'], typed: { amount: '1.2.3' } }),
      'bank-away': { view: viewOf(posDeposit, { requestNo: BANK_AWAY }) },
    },
    HANDED: {
      barcode: { view: viewOf(posDeposit, { state: 'HANDED' }, { fee: 200n }) },
      over: { view: viewOf(posDeposit, { state: 'HANDED', presentation: OVER }) },
    },
    ACCEPTED: NONE,
    DONE: { done: ended(posDeposit, 'DONE') },
    REFUSED: {
      unpaid: refused(posDeposit, refusal('BANK_REPORTED_FAILURE', { reason: '订单已过期' })),
      expired: refused(posDepositOpen, EXPIRED),
    },
  },
  WITHDRAW: {
    OPEN: {
      member: open(withdrawal),
      enterprise: open(withdrawal, OF_ENTERPRISE),
      urgent: open({ ...withdrawal, urgency: 'URGENT' }),
      account: open(platformWithdrawal),
      locked: open(withdrawal, LOCKED),
      short: open(withdrawal, { available: 1_000n }),
    },
    HANDED: NONE,
    ACCEPTED: {
      accepted: ended(withdrawal, 'ACCEPTED'),
      old: { view: { ...finished(viewOf(withdrawal), { state: 'ACCEPTED' }), telling: false } },
    },
    DONE: { done: ended(withdrawal, 'DONE') },
    REFUSED: {
      returned: refused(withdrawal, refusal('BANK_RETURNED', { reason: '收款账户状态异常，款项已退回' })),
      cancelled: refused(withdrawal, CANCELLED),
    },
  },
  AUTHORIZE: {
    OPEN: {
      limited: open(authorization),
      enterprise: open(authorization, OF_ENTERPRISE),
      endless: open({ ...authorization, amount: null, until: null }),
      one: open({ ...authorization, kinds: ['REPAYMENT'], until: null }),
      wrong: open(authorization, { passwordTriesLeft: 3 }, WRONG),
      locked: open(authorization, LOCKED),
    },
    HANDED: NONE,
    ACCEPTED: NONE,
    DONE: { done: ended(authorization, 'DONE') },
    REFUSED: {
      cancelled: refused(authorization, CANCELLED),
      past: refused(authorization, refusal('AUTHORIZATION_PAST', { until: startOfDay(NOW) })),
    },
  },
  HOLD: {
    OPEN: {
      tender: open(tender),
      wrong: open(tender, { passwordTriesLeft: 3 }, WRONG),
      repayment: open(repayment),
      purchase: bought,
      enterprise: open(repayment, OF_ENTERPRISE),
      compensation: open(compensation, OF_ENTERPRISE),
      locked: open(repayment, LOCKED),
      short: open(tender, { available: 1_000n }),
      due: { view: viewOf(tender, { expiresAt: NOW }) },
    },
    HANDED: NONE,
    ACCEPTED: NONE,
    DONE: {
      tender: ended(tender, 'DONE'),
      repayment: ended(repayment, 'DONE'),
      purchase: ended(purchase, 'DONE'),
      compensation: ended(compensation, 'DONE'),
    },
    REFUSED: {
      short: refused(tender, refusal('BALANCE_INSUFFICIENT', { available: 10_000n, needed: 50_000n })),
      expired: refused(tender, EXPIRED),
      role: refused(compensation, refusal('MEMBER_ROLE', { userNo: 'U1001', needed: 'GUARANTOR' })),
      own: refused(purchase, refusal('BORROWER_BUYS', { userNo: 'U1001' })),
    },
  },
};

function called(why: AnyRefusal, back: trouble.GatewayTrouble['back']) {
  const asked = { httpStatus: 400, code: '100002', sentence: 'amount（金额）不能为空', requestId: 'q-20261122-0001' };
  return (setting: Setting) => trouble.gatewayTrouble(setting, { ...asked, refusal: why, back });
}

const BACK = { url: 'https://platform.example/back', fields: { sign: 'c2ln' } };
/** These lead on without being looked at. */
type Leading = 'seeOther' | 'openedPage';
type Draw = (setting: Setting) => PageResponse;

const TROUBLES: Readonly<Record<Exclude<keyof typeof trouble, Leading>, Readonly<Record<string, Draw>>>> = {
  gatewayTrouble: {
    faulty: called(wireRefusal('FIELD_MISSING', { field: 'amount', label: '金额' }), BACK),
    dead: called(wireRefusal('SIGNATURE_WRONG', {}), null),
    unbound: called(refusal('RESET_NEEDS_CARD', { userNo: 'U1001' }), BACK),
    exists: called(refusal('MEMBER_EXISTS', { userNo: 'U1001' }), BACK),
    unknown: called(refusal('RESULT_UNKNOWN', { requestNo: 'R1', repeatable: true }), null),
    busy: called(wireRefusal('TOO_MANY_CALLS', {}), null),
    'no-pos-order': called(refusal('POS_ORDER_UNKNOWN', { requestNo: 'R1' }), BACK),
    'pos-order-over': called(refusal('POS_ORDER_ENDED', { requestNo: 'R1' }), null),
  },
  notFound: { none: trouble.notFound },
  notOurs: { foreign: (setting) => trouble.notOurs(setting, '/pages/x') },
  notAllowed: { method: trouble.notAllowed },
  strangeReturn: { forged: trouble.strangeReturn },
  unknownResult: {
    posted: (setting) => trouble.unknownResult(setting, '/pages/x', 'q-1', true),
    asked: (setting) => trouble.unknownResult(setting, '/pages/x', 'q-1', false),
  },
  tooMany: { visitors: trouble.tooMany },
};

/** The room of the hosted pages; `desk` has every order under a token that names its state. */
export interface HostedRoom extends Room {
  readonly states: ReadonlyMap<string, (language: Language) => Promise<PageResponse>>;
  readonly desk: Desk;
  /** Tokens of the orders. */
  readonly tokens: readonly string[];
}

/** Sets the room up. */
export function hostedRoom(): HostedRoom {
  const sealer = createSealer(randomBytes(32));
  const desk = createDesk({ sealer });
  const states = new Map<string, (language: Language) => Promise<PageResponse>>();
  const tokens: string[] = [];
  for (const [verb, byState] of Object.entries(ORDERS)) {
    for (const [state, shown] of Object.entries(byState)) {
      for (const [name, { view, note }] of Object.entries(shown)) {
        const token = `${verb}-${state}-${name}`.toLowerCase().replaceAll('_', '-');
        const sealed = note === undefined ? '' : `&note=${sealNote(sealer, token, note, NOW)}`;
        tokens.push(token);
        states.set(token, (language) => {
          desk.core.put(token, view);
          return ask(desk, `/pages/${token}?lang=${language}${sealed}`);
        });
        desk.core.put(token, view);
      }
    }
  }
  const assets = loadAssets();
  for (const [page, draws] of Object.entries(TROUBLES)) {
    for (const [name, draw] of Object.entries(draws)) {
      states.set(`${page}-${name}`, async (language) =>
        draw({ language, asked: language, now: NOW, assets, sandbox: true, again: '?' }),
      );
    }
  }
  states.set('front', async (language) => desk.pages.front(desk.request('GET', `/?lang=${language}`)));
  states.set('agreement', (language) => ask(desk, `/pages/register-person-open-blank/agreement?lang=${language}`));
  return {
    name: 'hosted',
    desk,
    tokens,
    states,
    asset: async (path) => desk.pages.asset(path.split('/').at(-1) ?? ''),
  };
}
