import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Action, caseStage, ended, opened } from '../../testing/cases.ts';
import { createTestCustody, PASSWORD } from '../../testing/custody.ts';
import { looks } from '../../testing/loans.ts';
import { CASE_KINDS } from './kinds.ts';
import { CASE_STATES, type CaseEvent } from './states.ts';
import type { CaseKindName } from './words.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, clock } = core;
const { sql } = core.database;
const { platformId } = l.platform;
const c = caseStage(core, l);
const { money } = looks(sql, platformId);
await c.people();
for (const p of [l, d]) await p.register('u');

const KINDS = Object.keys(CASE_KINDS) as CaseKindName[];
const EVENTS = {
  papers: 'papersAdded',
  propose: 'proposed',
  approve: 'approved',
  back: 'sentBack',
  refuse: 'refused',
} as const satisfies Readonly<Record<Action, CaseEvent>>;
const account = async (id: number) =>
  (await sql`select balance from accounts where platform_id = ${platformId} and account_id = ${id}`)[0]?.balance;

test('the states are these and no others, as they are drawn', () => {
  assert.equal(
    CASE_STATES.draw(),
    `stateDiagram-v2
  OPEN --> OPEN: papersAdded
  OPEN --> PROPOSED: proposed
  OPEN --> REFUSED: refused
  OPEN --> ENDED: ended
  PROPOSED --> APPROVED: approved
  PROPOSED --> BACK: sentBack
  PROPOSED --> REFUSED: refused
  PROPOSED --> ENDED: ended
  BACK --> BACK: papersAdded
  BACK --> PROPOSED: proposed
  BACK --> REFUSED: refused
  BACK --> ENDED: ended
  APPROVED --> APPROVED: arrived
  APPROVED --> OPEN: reopened`,
  );
});

for (const kind of KINDS) {
  test(`${kind}: every action in every state does what is drawn, or is refused by name and moves nothing`, async () => {
    for (const state of CASE_STATES.all) {
      for (const [action, event] of Object.entries(EVENTS) as [Action, CaseEvent][]) {
        const caseNo = await c.standing(kind, state);
        const before = await c.books();
        const done = await c.act(action, caseNo);
        const next = CASE_STATES.next(state, event);
        const pair = `${kind} ${state} ${action}`;
        assert.equal(ended(done), next ?? 'CASE_NOT_SO', pair);
        assert.equal((await c.row(caseNo)).state, next ?? state, pair);
        const moves = next !== null && (action === 'papers' || (action === 'approve' && kind !== 'BREAK'));
        if (moves) assert.notDeepEqual(await c.books(), before, pair);
        else assert.deepEqual(await c.books(), before, pair);
      }
    }
  });

  test(`${kind}: who proposed does not approve, in whatever hand; another does`, async () => {
    const caseNo = await c.standing(kind, 'PROPOSED');
    const before = await c.books();
    assert.equal(ended(await c.approve(caseNo, 'ann')), 'CASE_SAME_PERSON');
    assert.deepEqual(await c.books(), before);
    assert.equal(ended(await c.back(caseNo)), 'BACK');
    assert.equal(ended(await c.propose(caseNo, null, 'bob')), 'PROPOSED');
    assert.equal(ended(await c.approve(caseNo, 'bob')), 'CASE_SAME_PERSON', 'the last who proposed counts');
    assert.equal(ended(await c.approve(caseNo, 'ann')), 'APPROVED');
  });

  test(`${kind}: approved twice at once, it happens once`, async () => {
    const caseNo = await c.standing(kind, 'PROPOSED');
    const both = await Promise.all([c.approve(caseNo, 'bob'), c.approve(caseNo, 'rob')]);
    assert.deepEqual(both.map(ended).sort(), ['APPROVED', 'CASE_NOT_SO']);
    const [row] = await sql`select count(*) as n from case_events
      where platform_id = ${platformId} and case_no = ${caseNo} and event = 'approved'`;
    assert.equal(row?.n, 1n);
  });

  test(`${kind}: of one subject one case is open; when it is finished there may be another`, async () => {
    const opening = await c.opening(kind);
    const both = await Promise.all([c.open(opening), c.open(opening, 'bob')]);
    assert.deepEqual(both.map(ended).sort(), ['CASE_OPEN_ALREADY', 'OPEN']);
    const [caseNo] = both.flatMap((done) => (done.ok ? [done.value.caseNo] : []));
    assert.ok(caseNo);
    opened(await c.propose(caseNo));
    assert.equal(ended(await c.open(opening)), 'CASE_OPEN_ALREADY');
    opened(await c.refuse(caseNo));
    assert.equal(ended(await c.open(opening)), 'OPEN');
  });
}

test('G-14 unallocated money is credited to the member whom the approved plan names, once', async () => {
  const before = await money('u');
  const unallocated = await account(13);
  const receiptNo = await c.receipt(700n);
  assert.equal(await account(13), (unallocated ?? 0n) + 700n);
  const caseNo = opened(await c.open({ kind: 'RECEIPT', subject: { about: 'RECEIPT', receiptNo }, plan: null }));
  assert.equal(ended(await c.propose(caseNo)), 'CASE_WITHOUT_PLAN');
  opened(await c.propose(caseNo, { to: 'MEMBER', userNo: 'u' }));
  const done = await c.approve(caseNo);
  assert.deepEqual(ended(done), 'APPROVED');
  assert.deepEqual(await money('u'), [(before[0] ?? 0n) + 701n, before[1]]);
  assert.equal(await account(13), unallocated);
  const [receipt] = await sql`select state from receipts
    where platform_id = ${platformId} and receipt_no = ${receiptNo}`;
  assert.equal(receipt?.state, 'ALLOCATED');
  const again = { kind: 'CREDIT', subject: { about: 'RECEIPT', receiptNo }, plan: { account: 'FEE' } } as const;
  assert.equal(ended(await c.open(again)), 'CASE_RECEIPT_SETTLED');
});

test('G-14 the same word of the bank is still the same money after a case has credited it', async () => {
  const caseNo = await c.standing('RECEIPT', 'APPROVED');
  const { receiptNo } = await c.row(caseNo);
  const before = await c.books();
  const [row] = await sql`select r.order_no, r.bank_ref, m.report from receipts r join bank_reports m
    on m.platform_id = r.platform_id and m.message_id = r.message_id
    where r.platform_id = ${platformId} and receipt_no = ${receiptNo}`;
  const outcome = { state: 'PAID', amount: 500n, paidAt: clock.now(), bankRef: row?.bank_ref } as const;
  const fields = { kind: 'PAYIN', messageId: 'again', bankOrderNo: `D${platformId}-${row?.order_no}`, outcome };
  const report = JSON.stringify(fields, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  await core.custody.bankReport({ report });
  assert.deepEqual(await c.books(), before);
});

test('D-RCG-1 a platform account is funded by two people out of a named receipt', async () => {
  for (const [name, id] of [
    ['COMPENSATION', 201],
    ['MARKETING', 301],
    ['FEE', 101],
  ] as const) {
    const before = (await account(id)) ?? 0n;
    const receiptNo = await c.receipt(900n);
    const subject = { about: 'RECEIPT', receiptNo } as const;
    const caseNo = opened(await c.open({ kind: 'CREDIT', subject, plan: { account: name } }));
    opened(await c.propose(caseNo));
    assert.equal(await account(id), before === 0n ? await account(id) : before);
    opened(await c.approve(caseNo));
    assert.equal(await account(id), before + 900n, name);
  }
});

test('fees that the platform owes are collected when a case funds its fee account', async () => {
  await core.directory.change(d.platform.platformNo, { settings: { 'fee-deposit': '0.30' } });
  const other = caseStage(core, d);
  await d.deposit('u', 5_000n);
  const receiptNo = await other.receipt(100n);
  const owed = async () =>
    (await sql`select balance from accounts where platform_id = ${d.platform.platformId} and account_id = 15`)[0]
      ?.balance;
  assert.equal(await owed(), -60n);
  const subject = { about: 'RECEIPT', receiptNo } as const;
  const caseNo = opened(await other.open({ kind: 'CREDIT', subject, plan: { account: 'FEE' } }));
  opened(await other.propose(caseNo));
  opened(await other.approve(caseNo));
  assert.equal(await owed(), 0n);
});

test('L2.20 G-17 a locked password may be tried again at once', async () => {
  const userNo = await c.locked();
  const look = () => core.custody.queries.member(platformId, userNo);
  assert.ok(await look());
  const caseNo = opened(await c.open({ kind: 'UNLOCK', subject: { about: 'MEMBER', userNo }, plan: null }));
  opened(await c.propose(caseNo));
  opened(await c.approve(caseNo));
  await l.deposit(userNo, 100n);
  const page = await l.confirm(
    `w-${userNo}`,
    {
      ...{ verb: 'WITHDRAW', holder: { kind: 'member', userNo }, amount: 50n, commission: 0n, urgency: 'URGENT' },
    },
    PASSWORD,
  );
  assert.equal(typeof page, 'string');
  assert.equal(
    ended(await c.open({ kind: 'UNLOCK', subject: { about: 'MEMBER', userNo }, plan: null })),
    'CASE_PASSWORD_NOT_LOCKED',
  );
});

test('what was proposed is judged again when it is approved, as things stand then', async () => {
  const unlock = await c.standing('UNLOCK', 'PROPOSED');
  clock.advance(24 * 3_600_000 + 1);
  assert.equal(ended(await c.approve(unlock)), 'CASE_PASSWORD_NOT_LOCKED');
  assert.equal((await c.row(unlock)).state, 'PROPOSED');
  await l.register('gone');
  const receiptNo = await c.receipt(300n);
  const subject = { about: 'RECEIPT', receiptNo } as const;
  const caseNo = opened(await c.open({ kind: 'RECEIPT', subject, plan: { to: 'MEMBER', userNo: 'gone' } }));
  opened(await c.propose(caseNo));
  const set = async (state: string) => {
    await sql`update members set state = ${state} where platform_id = ${platformId} and user_no = 'gone'`;
    await sql`update lanes set token = token + 1 where platform_id = ${platformId}`;
  };
  await set('BACK');
  const before = await c.books();
  assert.equal(ended(await c.approve(caseNo)), 'CASE_MEMBER_NOT_ACTIVE');
  assert.deepEqual(await c.books(), before);
  await set('ACTIVE');
  assert.equal(ended(await c.approve(caseNo)), 'APPROVED');
});

test('G-27 a break is explained by two people, once its money is settled; no money stands in it then', async () => {
  const standing = async () => (await core.verify(null)).figures.breaks;
  const before = await standing();
  const breakNo = await c.breakNo();
  assert.deepEqual(await standing(), { count: (before?.count ?? 0n) + 1n, amount: (before?.amount ?? 0n) + 7n });
  const caseNo = opened(await c.open({ kind: 'BREAK', subject: { about: 'BREAK', breakNo }, plan: null }));
  opened(await c.propose(caseNo));
  opened(await c.approve(caseNo));
  assert.deepEqual(await standing(), before);
  const receiptNo = await c.receipt(60n);
  const [row] = await sql`select break_no from breaks where platform_id = ${platformId} and receipt_no = ${receiptNo}`;
  const subject = { about: 'BREAK', breakNo: row?.break_no as bigint } as const;
  assert.equal(ended(await c.open({ kind: 'BREAK', subject, plan: null })), 'CASE_BREAK_HAS_MONEY');
  const about = { about: 'RECEIPT', receiptNo } as const;
  const credit = opened(await c.open({ kind: 'RECEIPT', subject: about, plan: { to: 'MEMBER', userNo: 'u' } }));
  opened(await c.propose(credit));
  opened(await c.approve(credit));
  assert.deepEqual(await standing(), before, 'who has credited it has explained it');
  assert.equal(ended(await c.open({ kind: 'BREAK', subject, plan: null })), 'OPEN');
  const nothing = { about: 'BREAK', breakNo: 1n } as const;
  assert.equal(ended(await c.open({ kind: 'BREAK', subject: nothing, plan: null })), 'CASE_BREAK_UNKNOWN');
});

test('G-16 what is not there, or another platform’s, is objected to by name', async () => {
  const receiptNo = await c.receipt(40n);
  const about = { about: 'RECEIPT', receiptNo } as const;
  const other = caseStage(core, d);
  assert.equal(ended(await other.open({ kind: 'RECEIPT', subject: about, plan: null })), 'CASE_RECEIPT_UNKNOWN');
  const caseNo = opened(await c.open({ kind: 'RECEIPT', subject: about, plan: null }));
  for (const action of Object.keys(EVENTS) as Action[]) {
    assert.equal(ended(await other.act(action, caseNo)), 'CASE_UNKNOWN', action);
  }
  const nobody = { about: 'MEMBER', userNo: 'nobody' } as const;
  assert.equal(ended(await c.open({ kind: 'UNLOCK', subject: nobody, plan: null })), 'CASE_MEMBER_UNKNOWN');
  assert.equal(ended(await c.propose(caseNo, { to: 'MEMBER', userNo: 'nobody' })), 'CASE_MEMBER_UNKNOWN');
});

test('G-19 reasons lie sealed, and the history tells who did what, when and why', async () => {
  const caseNo = await c.fresh('RECEIPT');
  clock.advance(1_000);
  opened(await core.cases.propose(platformId, caseNo, null, { by: 'ann', reason: '张三的钱' }));
  const found = await core.cases.reads.find(platformId, caseNo);
  assert.deepEqual(
    found?.history.map(({ event, at, by, reason }) => [event, at, by, reason]),
    [
      ['opened', clock.now() - 1_000, 'ann', 'by ann'],
      ['proposed', clock.now(), 'ann', '张三的钱'],
    ],
  );
  const rows = await sql`select encode(reason, 'escape') as text from case_events where case_no = ${caseNo}`;
  for (const { text } of rows) assert.ok(!/张三|by ann/.test(text));
});
