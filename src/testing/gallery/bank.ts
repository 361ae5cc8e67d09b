/**
 * Every page of the sandbox bank in every state, drawn from orders on paper; closed over its pages and over the states
 * of a payin.
 */
import { readFile } from 'node:fs/promises';
import type { Payin } from '../../../sandbox-bank/orders.ts';
import * as pages from '../../../sandbox-bank/pages.ts';
import { REASONS, type Texts } from '../../../sandbox-bank/texts.ts';
import type { Language } from '../../kernel/language.ts';
import { MINUTE } from '../../kernel/time.ts';
import { NOW } from '../pages/fake-core.ts';
import type { Room } from './gallery.ts';

const ORDER: Payin = {
  kind: 'PAYIN',
  bankOrderNo: 'D1700000000000000000000001',
  amount: 123_456_789n,
  payer: 'PERSON',
  bank: 'ICBC',
  expiresAt: NOW + 15 * MINUTE,
  returnUrl: 'https://custodian.example/bank/return',
  subject: '青禾网贷 账户充值',
  barcode: null,
  reason: null,
  bankRef: null,
  createdAt: NOW,
  decidedAt: null,
  state: 'OPEN',
  pageToken: 'token',
  csrfToken: 'csrf',
};
const BACK = { url: ORDER.returnUrl, fields: { report: '{}', signature: 'x' } };

type Draw = (language: Language) => string;

const OUTCOMES: Readonly<Record<Exclude<Payin['state'], 'OPEN'>, Payin>> = {
  PAID: { ...ORDER, state: 'PAID', decidedAt: NOW, bankRef: 'SB2026112214200012345678' },
  CLOSED: { ...ORDER, state: 'CLOSED', decidedAt: NOW, reason: REASONS.cancelled },
};

const fault =
  (sentence: (texts: Texts) => string): Draw =>
  (language) =>
    pages.faultPage(language, sentence, '/netbank/token');

const AT_TERMINAL: Partial<pages.AtTerminal> = { barcode: '493817205566104729', order: { ...ORDER, bank: null } };

const atTerminal =
  (at: Partial<pages.AtTerminal>): Draw =>
  (language) =>
    pages.terminalPage({ barcode: '', order: null, mistake: null, csrf: 'csrf', ...at }, language);

const STATES: Readonly<Record<keyof typeof pages, Readonly<Record<string, Draw>>>> = {
  payPage: {
    given: (language) => pages.payPage(ORDER, language),
    choosing: (language) => pages.payPage({ ...ORDER, bank: null }, language),
    unchosen: (language) => pages.payPage({ ...ORDER, bank: null, payer: 'ENTERPRISE' }, language, true),
  },
  outcomePage: Object.fromEntries(
    Object.entries(OUTCOMES).map(([state, order]) => [
      state.toLowerCase(),
      (language: Language) => pages.outcomePage(order, language, BACK),
    ]),
  ),
  terminalPage: {
    waiting: atTerminal({}),
    unknown: atTerminal({ barcode: '123456789012345678', mistake: 'barcode' }),
    stale: atTerminal({ mistake: 'stale' }),
    open: atTerminal(AT_TERMINAL),
    'wrong-card': atTerminal({ ...AT_TERMINAL, mistake: 'cardNumber' }),
    paid: atTerminal({ ...AT_TERMINAL, order: { ...OUTCOMES.PAID, bank: null } }),
    closed: atTerminal({ ...AT_TERMINAL, order: OUTCOMES.CLOSED }),
  },
  faultPage: {
    unknown: fault((texts) => texts.unknownOrder),
    forged: fault((texts) => texts.forgedOrder),
    trouble: fault((texts) => texts.trouble),
    other: fault((texts) => texts.otherContent),
    stale: fault((texts) => texts.staleForm),
    malformed: fault((texts) => texts.malformedOrder),
  },
  frontPage: { front: (language) => pages.frontPage(language, 'http://127.0.0.1:8080') },
};

const TYPES: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };

/** Reads an asset of a program that serves them from a folder of its own. */
export function assetOf(folder: string): Room['asset'] {
  return async (path) => {
    const file = /^\/assets\/([\w.-]+)$/.exec(path)?.[1] ?? '';
    const body = await readFile(new URL(`../../../${folder}/assets/${file}`, import.meta.url), 'utf8').catch(
      () => null,
    );
    return body === null ? null : { type: TYPES[file.split('.').at(-1) ?? ''] ?? 'text/plain', body };
  };
}

/** Sets the room up. */
export function bankRoom(): Room {
  const states = Object.entries(STATES).flatMap(([page, draws]) =>
    Object.entries(draws).map(([name, draw]) => {
      const show = async (language: Language) => ({ body: draw(language) });
      return [`${page}-${name}`, show] as const;
    }),
  );
  return { name: 'bank', states: new Map(states), asset: assetOf('sandbox-bank') };
}
