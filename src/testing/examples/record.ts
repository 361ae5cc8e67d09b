/**
 * Plays the examples of a protocol and records them. An example is a service and its business data; what the person
 * does on the page follows from the verb, so that a new service needs a few lines in its protocol's list.
 */
import assert from 'node:assert/strict';
import type { PageVerbName } from '../../custody/commands.ts';
import { MOVED } from '../../custody/page-orders/pages.ts';
import { DAY, formatTime, HOUR, MINUTE } from '../../kernel/time.ts';
import type { Dialect } from '../../wire/dialect.ts';
import { type Form, PAGE_TOKEN, type Recorded } from '../../wire/document/recorded.ts';
import { formOf, open } from '../bank.ts';
import { PASSWORD, TYPED } from '../custody.ts';
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
  DEPOSIT: async ({ core: { custody, clock } }, token, { amount }) => {
    const form = await custody.pages.handOver(token);
    assert.ok(form?.ok && form.value !== 'MOVED');
    const outcome = { state: 'PAID', amount, paidAt: clock.now(), bankRef: 'B1' } as const;
    const bankOrderNo = form.value.fields.bankOrderNo as string;
    assert.ok(await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome })));
  },
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
    else assert.ok(told.answer.status < 400 && !told.answer.body.includes('FAIL'), JSON.stringify(told));
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
  const back = service.mode === 'gateway' ? { callbackUrl: CALLBACK } : {};
  const reqData = JSON.stringify({ ...timed, ...example.data, ...back });
  const fields = signedForm(stage, example.service, reqData, example.tampered ? `${reqData} ` : reqData);
  const answer = await fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const text = await answer.text();
  const token = answer.headers.get('location')?.split('/').at(-1) ?? '';
  const headers = TOLD_HEADERS.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value.replace(token || PAGE_TOKEN, PAGE_TOKEN)] as const];
  });
  const notices: Form[] = [];
  if (token !== '' && service.mode === 'gateway') notices.push(...(await onPage(stage, service.verb, token, example)));
  return {
    ...{ service: example.service, shows: example.shows ?? '', at, request: { path, fields } },
    answer: { status: answer.status, headers: Object.fromEntries(headers), body: token || answer.status >= 400 ? '' : text },
    back: await browserReturn(stage, token, { status: answer.status, text }),
    notices,
  };
}

/** The person acts, the bank answers, notices are carried: each stage in its turn. */
async function onPage(stage: ExampleStage, verb: PageVerbName, token: string, example: Example): Promise<Form[]> {
  const { core, platform } = stage;
  const { requestNo, amount = '0' } = example.data as { requestNo: string; amount?: string };
  if (example.page === 'LEFT') return [];
  if (example.page === 'CANCELLED') await core.custody.pages.cancel(token);
  else await ON_PAGE[verb](stage, token, { amount: BigInt(amount.replace('.', '')) });
  const notices = [...(await stage.notices())];
  if (verb !== 'WITHDRAW') return notices;
  const now = core.clock.now();
  core.clock.advance(DAY + HOUR);
  await answerPayout(core, platform.platformId, requestNo, example.page === 'RETURNED' ? returned : paid);
  notices.push(...(await stage.notices()));
  core.clock.set(now);
  return notices;
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
