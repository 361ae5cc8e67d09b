/**
 * Plays the examples of a protocol and records them. An example is a service and its business data; what the person
 * does on the page follows from the verb, so that a new service needs a few lines in its protocol's list.
 */
import assert from 'node:assert/strict';
import type { PageVerbName } from '../../custody/commands.ts';
import type { AuditVerdict } from '../../custody/vocabulary.ts';
import { MOVED } from '../../custody/page-orders/pages.ts';
import { parseYuan } from '../../kernel/money.ts';
import { DAY, formatTime, HOUR, MINUTE } from '../../kernel/time.ts';
import type { Service } from '../../wire/catalogue/service.ts';
import type { Dialect } from '../../wire/dialect.ts';
import { type Form, PAGE_TOKEN, type Recorded, succeeded } from '../../wire/document/recorded.ts';
import { formOf, open } from '../bank.ts';
import { OTHER_PASSWORD, PASSWORD, TYPED } from '../custody.ts';
import { fileOf } from '../papers.ts';
import { fakeReport } from '../fake-bank.ts';
import { answerPayout, paid, returned } from '../scenario-sentences.ts';
import { CALLBACK, type ExampleStage, exampleStage, readSms, signedForm } from './stage.ts';

export interface Example {
  readonly service: string;
  /** Business data without timestamp and callbackUrl, which every call gets as its protocol and mode ask. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What the example shows, Chinese and English; without it the call only prepares later ones. */
  readonly shows?: string;
  /** What comes of the page instead of success: it is left open, cancelled, or the bank sends the money back. */
  readonly page?: 'LEFT' | 'CANCELLED' | 'RETURNED';
  /** What the operator decides of the enterprise, once its page is done. */
  readonly audit?: AuditVerdict;
  /** Other bytes are sent than were signed. */
  readonly tampered?: true;
}

/** The headers of an answer that mean something to a platform. */
const TOLD_HEADERS = ['content-type', 'location', 'sign', 'signature'];

/** What the person does on the page of a verb, to the order's end. */
const ON_PAGE: { readonly [V in PageVerbName]: (stage: ExampleStage, token: string, page: Acted) => Promise<void> } = {
  REGISTER_PERSON: async (stage, token) => {
    const smsCode = await readSms(stage, token);
    assert.deepEqual(await stage.core.custody.pages.register(token, { ...TYPED, smsCode }), MOVED);
  },
  REGISTER_ENTERPRISE: async (stage, token) => {
    const smsCode = await readSms(stage, token);
    assert.deepEqual(await stage.core.custody.pages.register(token, { ...TYPED, smsCode }), MOVED);
  },
  DEPOSIT: async ({ core: { custody, clock } }, token, { amount }) => {
    const form = await custody.pages.handOver(token);
    assert.ok(form?.ok && form.value !== 'MOVED');
    const outcome = { state: 'PAID', amount, paidAt: clock.now(), bankRef: 'B1' } as const;
    const bankOrderNo = form.value.fields.bankOrderNo as string;
    assert.ok(await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome })));
  },
  POS_DEPOSIT: async ({ core: { custody, clock, bank } }, token) => {
    if ((await custody.pages.view(token))?.order.state === 'DONE') return;
    await custody.pages.enterAmount(token, 30_000n);
    assert.ok((await custody.pages.showBarcode(token))?.ok);
    const { bankOrderNo, amount } = bank.placed.at(-1) ?? assert.fail('the bank was told the barcode');
    const outcome = { state: 'PAID', amount, paidAt: clock.now(), bankRef: 'B2' } as const;
    assert.ok(await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome })));
  },
  BIND_CARD: async (stage, token) => {
    const form = { cardNumber: '', mobile: '', password: PASSWORD, smsCode: await readSms(stage, token) };
    assert.deepEqual(await stage.core.custody.pages.bindCard(token, form), MOVED);
  },
  RESET_PASSWORD: async ({ core }, token) => {
    const fresh = { password: OTHER_PASSWORD, passwordAgain: OTHER_PASSWORD };
    const form = { way: 'REMEMBERED', oldPassword: PASSWORD, cardNumber: '', smsCode: '', ...fresh } as const;
    assert.deepEqual(await core.custody.pages.resetPassword(token, form), MOVED);
  },
  UNBIND_CARD: confirmed,
  WITHDRAW: confirmed,
  HOLD: confirmed,
  AUTHORIZE: confirmed,
};

interface Acted {
  readonly amount: bigint;
}

async function confirmed({ core }: ExampleStage, token: string): Promise<void> {
  assert.deepEqual(await core.custody.pages.confirm(token, PASSWORD), MOVED);
}

/** Plays a protocol's examples from the first to the last, and answers those that show something. */
export async function recordExamples(dialect: Dialect, examples: readonly Example[]): Promise<Recorded[]> {
  const stage = await exampleStage(dialect);
  const recorded: Recorded[] = [];
  for (const example of examples) {
    stage.core.clock.advance(MINUTE);
    const told = await play(stage, example);
    if (example.shows !== undefined) recorded.push(told);
    else assert.ok(told.answer.status < 400 && succeeded(dialect, told), JSON.stringify(told));
  }
  return recorded;
}

async function play(stage: ExampleStage, example: Example): Promise<Recorded> {
  const { dialect, core, url } = stage;
  const service = dialect.catalogue.find(example.service);
  assert.ok(service !== null && service !== 'CLOSED', `${dialect.name} has no service ${example.service}`);
  const at = formatTime(core.clock.now());
  const path = dialect.paths[service.mode === 'gateway' ? 'gateway' : 'service'][0] ?? '';
  const timed = dialect.common.timestamp?.required ? { timestamp: at } : {};
  const returns = 'callbackUrl' in service.fields ? { callbackUrl: CALLBACK } : {};
  const reqData = JSON.stringify({ ...timed, ...example.data, ...returns });
  const fields = signedForm(stage, example.service, reqData, example.tampered ? `${reqData} ` : reqData);
  const answer = await fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const text = await answer.text();
  const token = answer.headers.get('location')?.split('/').at(-1) ?? '';
  const headers = TOLD_HEADERS.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value.replace(token || PAGE_TOKEN, PAGE_TOKEN)] as const];
  });
  const act = { stage, service, token, example };
  const told = token === '' ? [] : await onPage(act);
  const back = await browserReturn(stage, token, { status: answer.status, text });
  const later = token === '' ? [] : [...(await atBank(act)), ...(await atDesk(act))];
  const isPage = token !== '' || answer.status >= 400;
  return {
    ...{ service: example.service, shows: example.shows ?? '', at, request: { path, fields } },
    answer: { status: answer.status, headers: Object.fromEntries(headers), body: isPage ? '' : text },
    back,
    notices: [...told, ...later],
  };
}

interface Act {
  readonly stage: ExampleStage;
  readonly service: Service;
  readonly token: string;
  readonly example: Example;
}

/** The person acts, and what is owed for it is carried. */
async function onPage(act: Act): Promise<readonly Form[]> {
  const { stage, service, token, example } = act;
  if (service.mode !== 'gateway' || example.page === 'LEFT') return [];
  const { amount = '0' } = example.data as { amount?: string };
  if (example.page === 'CANCELLED') await stage.core.custody.pages.cancel(token);
  else await ON_PAGE[service.verb](stage, token, { amount: parseYuan(amount) ?? 0n });
  return noticesOf(act);
}

/** A withdrawal is paid, or sent back, the next day. */
async function atBank(act: Act): Promise<readonly Form[]> {
  const { stage, service, example } = act;
  if (service.mode !== 'gateway' || service.verb !== 'WITHDRAW') return [];
  stage.core.clock.advance(DAY + HOUR);
  const answer = example.page === 'RETURNED' ? returned : paid;
  await answerPayout(stage.core, stage.platform.platformId, String(example.data.requestNo), answer);
  return noticesOf(act);
}

/** The operator looks at an enterprise the next day. */
async function atDesk(act: Act): Promise<readonly Form[]> {
  const { stage, example } = act;
  const { audit, data } = example;
  if (audit === undefined) return [];
  stage.core.clock.advance(DAY);
  const verdict = { verdict: audit, by: 'OPERATOR', reason: audit === 'approved' ? '资料齐全' : '营业执照照片不清晰' };
  const file = fileOf('PDF', '执照.pdf');
  await stage.core.enterprises.attach(stage.platform, String(data.platformUserNo), [file], 'a platform');
  const answer = await stage.core.enterprises.decide(stage.platform, String(data.platformUserNo), verdict);
  assert.ok(answer.ok, JSON.stringify(answer));
  return noticesOf(act);
}

/** What came about this order; others' pages may have ended meanwhile. */
async function noticesOf({ stage, service, example }: Act): Promise<readonly Form[]> {
  const field = service.orderNo ?? '';
  const mine = ({ respData = '' }: Form) => (JSON.parse(respData) as Form)[field] === example.data[field];
  return (await stage.notices()).filter(mine);
}

/** The form on the outcome page, or on the page of a call that was refused. */
async function browserReturn(
  { url }: ExampleStage,
  token: string,
  answer: { readonly status: number; readonly text: string },
): Promise<Recorded['back']> {
  const page = token === '' ? { ...answer, url, headers: new Headers() } : await open(`${url}/pages/${token}`);
  return page.text.includes('id="callbackForm"') ? formOf(page, 'callbackForm') : null;
}
