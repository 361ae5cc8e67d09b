import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import {
  auto,
  cancelHold,
  COMPENSATION,
  compensate,
  compensateHold,
  lend,
  looks,
  MARKETING,
  modify,
  part,
  platformHold,
  project,
  repay,
  repayHold,
  tender,
} from '../../testing/loans.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, custody } = core;
const { sql } = core.database;
const { platformId } = l.platform;
const look = looks(sql, platformId);
const PEOPLE = ['inv', 'two', 'out', 'bor', 'gua', 'gub'];

for (const userNo of PEOPLE) await l.register(userNo, userNo.startsWith('g') ? 'GUARANTOR' : 'ORDINARY');
for (const holder of [...PEOPLE, COMPENSATION, MARKETING]) await l.deposit(holder, 1_000_000n);

let serial = 0;
/** A project that repays: inv holds a claim of 1,000 fen, two one of 2,000. */
async function repaying() {
  serial += 1;
  const no = `P${serial}`;
  await l.outcome(`${no}-c`, project(no, 'bor', 3_000n), false);
  await l.confirm(`${no}-1`, tender('inv', no, 1_000n));
  await l.confirm(`${no}-2`, tender('two', no, 2_000n));
  const lent = [
    [`${no}-1`, 1_000n],
    [`${no}-2`, 2_000n],
  ] as const;
  await l.outcome(`${no}-l`, lend(no, lent));
  await l.outcome(`${no}-m`, modify(no, 'REPAYING'), false);
  return no;
}
/** The same, with a hold of the guarantor's and one of the compensation account's. */
async function compensable(amount = 10_000n) {
  const no = await repaying();
  await l.confirm(`${no}-g`, compensateHold('gua', no, amount));
  await l.outcome(`${no}-a`, platformHold(COMPENSATION, 'COMPENSATORY', amount, no));
  return no;
}
/** What is due by recourse to each, by name. */
async function recourse(projectNo: string): Promise<Record<string, bigint>> {
  const rows = await sql`
    select coalesce(m.user_no, 'COMPENSATION') as name, coalesce(b.balance_after, 0) as due
    from projects p join dues d on d.platform_id = p.platform_id and d.debt_no = p.recourse_id
    left join members m on m.platform_id = d.platform_id and m.member_no = d.holder_no
    left join lateral (select balance_after from postings b where b.platform_id = d.platform_id
      and b.account_id = d.due_no * 100 + 20 order by version desc limit 1) b on true
    where p.platform_id = ${platformId} and p.project_no = ${projectNo}`;
  return Object.fromEntries(rows.map((row) => [row.name, row.due]));
}
const counted = async (projectNo: string) => {
  const [row] = await sql`
    select repaid_principal, repaid_interest, recovered_principal, recovered_interest
    from projects where platform_id = ${platformId} and project_no = ${projectNo}`;
  return Object.values(row ?? {});
};
const borrowing = async () => {
  const [row] = await sql`select borrowing from members where platform_id = ${platformId} and user_no = 'bor'`;
  return row?.borrowing as bigint;
};

test('L2.12 a compensation is held by a guarantor on a page, while the project repays, no borrower’s', async () => {
  const no = await repaying();
  const opened = async (request: string, of: string, projectNo = no) => {
    const answer = await l.open(request, compensateHold(of, projectNo, 10n));
    return typeof answer === 'string' ? 'OPEN' : answer.name;
  };
  assert.equal(await opened('a1', 'gua'), 'OPEN');
  assert.equal(await opened('a2', 'inv'), 'MEMBER_ROLE');
  await l.outcome('a3', project('OWN', 'gua', 1_000n), false);
  assert.equal(await opened('a4', 'gua', 'OWN'), 'PROJECT_STATUS');
  await l.confirm('a5', tender('inv', 'OWN', 10n));
  await l.outcome('a6', lend('OWN', [['a5', 10n]]));
  await l.outcome('a7', modify('OWN', 'REPAYING'), false);
  assert.equal(await opened('a8', 'gua', 'OWN'), 'BORROWER_COMPENSATES');
  assert.equal(await opened('a9', 'gub', 'OWN'), 'OPEN');
});

test('L2.17 a guarantor pays investors in the borrower’s place, in parts, with a commission', async () => {
  const no = await compensable();
  const before = [await look.money('gua'), await look.money('inv'), await look.money('two'), await look.money('FEE')];
  const owed = await borrowing();
  const order = compensate(no, `${no}-g`, [part('inv', 600n, 30n), part('two', 0n, 20n)], 7n);
  for (let time = 0; time < 2; time += 1) assert.equal(await l.outcome(`${no}-x`, order), 'DONE');
  const [gua, inv, two, fee] = before as [bigint, bigint][];
  assert.deepEqual(await look.money('gua'), [gua?.[0], (gua?.[1] ?? 0n) - 657n]);
  assert.deepEqual(await look.money('inv'), [(inv?.[0] ?? 0n) + 630n, inv?.[1]]);
  assert.deepEqual(await look.money('two'), [(two?.[0] ?? 0n) + 20n, two?.[1]]);
  assert.deepEqual(await look.money('FEE'), [(fee?.[0] ?? 0n) + 7n, fee?.[1]]);
  assert.deepEqual([await look.claims(no, 'inv'), await look.claims(no, 'two')], [[400n], [2_000n]]);
  assert.deepEqual(await recourse(no), { gua: 600n }, 'G-23 principal only');
  assert.deepEqual(await counted(no), [600n, 50n, 0n, 0n]);
  assert.equal(await borrowing(), owed, 'D-PRJ-1 owed to somebody else, and no less');
  assert.equal(await l.outcome(`${no}-y`, compensate(no, `${no}-g`, [part('inv', 401n)])), 'CLAIM_EXCEEDED');
  const rest = 10_000n - 657n;
  assert.equal(await l.outcome(`${no}-z`, compensate(no, `${no}-g`, [part('inv', 1n)], rest)), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome(`${no}-w`, compensate(no, `${no}-g`, [part('inv', 1n)], rest - 1n)), 'DONE');
  assert.equal(await l.outcome(`${no}-v`, compensate(no, `${no}-g`, [part('inv', 1n)])), 'HOLD_EXCEEDED');
});

test('L2.17 the platform’s compensation account pays without a commission, from its own hold', async () => {
  const no = await compensable();
  const pay = (request: string, commission: bigint) =>
    l.outcome(`${no}-${request}`, compensate(no, `${no}-a`, [part('two', 500n, 5n)], commission));
  assert.equal(await pay('x', 1n), 'COMMISSION_NOT_ALLOWED');
  const [, frozen] = await look.money('COMPENSATION');
  assert.equal(await pay('y', 0n), 'DONE');
  assert.equal((await look.money('COMPENSATION'))[1], frozen - 505n);
  assert.deepEqual(await recourse(no), { COMPENSATION: 500n });
});

test('L2.17 refused: who holds no claim, who pays, other holds and projects, other states, nothing', async () => {
  const no = await compensable();
  const other = await repaying();
  await l.confirm(`${no}-r`, repayHold('bor', no, 100n));
  const before = [await look.money('gua'), await counted(no), await recourse(no)];
  const one = [part('inv', 1n)];
  for (const [i, [holdNo, details, name, projectNo = no]] of (
    [
      [`${no}-g`, [part('out', 1n)], 'PAYEE_WITHOUT_CLAIM'],
      [`${no}-g`, [part('nobody', 1n)], 'PAYEE_WITHOUT_CLAIM'],
      [`${no}-g`, [part('inv', 1n), part('COMPENSATION', 1n)], 'PAYEE_WITHOUT_CLAIM'],
      [`${no}-a`, [part('inv', 1n), part('COMPENSATION', 1n)], 'COMPENSATOR_IS_PAYEE'],
      [`${no}-g`, [part('inv', 1n), part('gua', 1n)], 'COMPENSATOR_IS_PAYEE'],
      [`${no}-g`, [part('inv', 0n)], 'AMOUNT_ZERO'],
      [`${no}-g`, [], 'AMOUNT_ZERO'],
      [`${no}-g`, [part('inv', 600n), part('inv', 401n)], 'CLAIM_EXCEEDED'],
      [`${no}-g`, [part('two', 1n, 10_000n)], 'HOLD_EXCEEDED'],
      [`${no}-r`, one, 'HOLD_KIND'],
      [`${no}-1`, one, 'HOLD_KIND'],
      ['none', one, 'HOLD_UNKNOWN'],
      [`${no}-g`, one, 'HOLD_OF_OTHER_PROJECT', other],
      [`${no}-g`, one, 'PROJECT_UNKNOWN', 'NONE'],
    ] as const
  ).entries()) {
    assert.equal(await l.outcome(`${no}-b${i}`, compensate(projectNo, holdNo, details)), name);
  }
  assert.equal(
    await l.outcome(`${no}-c1`, repay(no, `${no}-g`, one)),
    'HOLD_KIND',
    'L2.16 a compensation is no repayment',
  );
  assert.deepEqual([await look.money('gua'), await counted(no), await recourse(no)], before, 'G-15');
  await l.outcome('C-p', project('C', 'bor', 10n), false);
  assert.equal(await l.outcome(`${no}-c2`, compensate('C', `${no}-g`, one)), 'PROJECT_STATUS');
});

test('G-25 a payee with claim and recourse is repaid his claim first, then recourse', async () => {
  const no = await repaying();
  // The guarantor has bought in by tendering, as anybody may.
  serial += 1;
  const mixed = `P${serial}`;
  await l.outcome(`${mixed}-c`, project(mixed, 'bor', 3_000n), false);
  await l.confirm(`${mixed}-1`, tender('inv', mixed, 1_000n));
  await l.confirm(`${mixed}-2`, tender('gua', mixed, 500n));
  const lent = [
    [`${mixed}-1`, 1_000n],
    [`${mixed}-2`, 500n],
  ] as const;
  await l.outcome(`${mixed}-l`, lend(mixed, lent));
  await l.outcome(`${mixed}-m`, modify(mixed, 'REPAYING'), false);
  await l.confirm(`${mixed}-g`, compensateHold('gua', mixed, 1_000n));
  assert.equal(await l.outcome(`${mixed}-x`, compensate(mixed, `${mixed}-g`, [part('inv', 800n)])), 'DONE');
  await l.confirm(`${mixed}-r`, repayHold('bor', mixed, 5_000n));
  const owed = await borrowing();
  const pay = (request: string, ...details: ReturnType<typeof part>[]) =>
    l.outcome(`${mixed}-${request}`, repay(mixed, `${mixed}-r`, details));
  assert.equal(await pay('y', part('gua', 300n, 3n)), 'DONE');
  assert.deepEqual([await look.claims(mixed, 'gua'), await recourse(mixed)], [[200n], { gua: 800n }]);
  assert.equal(await pay('z', part('gua', 300n, 4n), part('gua', 50n)), 'DONE');
  assert.deepEqual([await look.claims(mixed, 'gua'), await recourse(mixed)], [[0n], { gua: 650n }]);
  assert.deepEqual(await counted(mixed), [1_300n, 7n, 150n, 0n], 'G-24 what is recovered is no repayment');
  assert.equal(await borrowing(), owed - 650n, 'D-PRJ-1 owed on claims and by recourse');
  assert.equal(await pay('w', part('gua', 651n)), 'CLAIM_EXCEEDED');
  assert.equal(await pay('v', part('gua', 650n), part('inv', 200n)), 'DONE');
  assert.equal(await pay('u', part('gua', 1n)), 'CLAIM_EXCEEDED');
  assert.equal(await l.outcome(`${no}-n`, repay(no, `${mixed}-r`, [part('inv', 1n)])), 'HOLD_OF_OTHER_PROJECT');
});

test('G-25 who compensated is a payee from then on, were it interest alone, an account under its name', async () => {
  const no = await compensable();
  await l.confirm(`${no}-r`, repayHold('bor', no, 5_000n));
  const pay = (request: string, ...details: ReturnType<typeof part>[]) =>
    l.outcome(`${no}-${request}`, repay(no, `${no}-r`, details));
  for (const name of ['gua', 'COMPENSATION'])
    assert.equal(await pay(`n-${name}`, part(name, 0n, 1n)), 'PAYEE_WITHOUT_CLAIM');
  await l.outcome(`${no}-x`, compensate(no, `${no}-g`, [part('inv', 0n, 40n)]));
  await l.outcome(`${no}-y`, compensate(no, `${no}-a`, [part('two', 300n)]));
  assert.deepEqual(await recourse(no), { gua: 0n, COMPENSATION: 300n });
  const [before] = await look.money('COMPENSATION');
  assert.equal(await pay('z', part('gua', 0n, 40n), part('COMPENSATION', 300n, 3n)), 'DONE');
  assert.equal((await look.money('COMPENSATION'))[0], before + 303n);
  assert.deepEqual(await counted(no), [300n, 40n, 300n, 43n], 'interest to mere compensators is counted apart too');
  assert.equal(await pay('w', part('gua', 1n)), 'CLAIM_EXCEEDED');
  assert.equal(await pay('v', part('gub', 0n, 1n)), 'PAYEE_WITHOUT_CLAIM');
  for (const account of ['FEE', 'MARKETING'] as const) {
    const detail = { account, principal: 0n, interest: 1n, commission: 0n, dividend: 0n };
    assert.equal(await pay(`t-${account}`, detail), 'PAYEE_WITHOUT_CLAIM');
  }
  assert.equal(
    await l.outcome(`${no}-u`, compensate(no, `${no}-a`, [part('gua', 0n, 1n)])),
    'PAYEE_WITHOUT_CLAIM',
    'L2.17',
  );
});

test('G-24 a compensated project finishes with recourse open, and owes nothing more to the cap then', async () => {
  const no = await compensable();
  const owed = await borrowing();
  assert.equal(
    await l.outcome(`${no}-x`, compensate(no, `${no}-g`, [part('inv', 1_000n), part('two', 1_999n)])),
    'DONE',
  );
  await l.outcome(`${no}-c1`, cancelHold(`${no}-g`, 10_000n - 2_999n));
  assert.equal(await l.outcome(`${no}-f1`, modify(no, 'FINISH'), false), 'PROJECT_HAS_CLAIMS');
  assert.equal(await l.outcome(`${no}-y`, compensate(no, `${no}-a`, [part('two', 1n)])), 'DONE');
  assert.equal(await l.outcome(`${no}-f2`, modify(no, 'FINISH'), false), 'PROJECT_HAS_HOLDS', 'G-20');
  await l.outcome(`${no}-c2`, cancelHold(`${no}-a`, 9_999n));
  assert.equal(await borrowing(), owed);
  assert.equal(await l.outcome(`${no}-f3`, modify(no, 'FINISH'), false), 'DONE');
  assert.equal(await borrowing(), owed - 3_000n);
  assert.deepEqual(await recourse(no), { gua: 2_999n, COMPENSATION: 1n }, 'theirs to settle outside');
  assert.equal(
    await l.outcome(`${no}-z`, compensate(no, `${no}-a`, [part('two', 0n, 1n)])),
    'PROJECT_STATUS',
    'L2.11-3',
  );
  const told = await custody.queries.project(platformId, no);
  assert.equal(told?.repaidPrincipal, 3_000n);
});

test('G-25 L2.17 two who compensate for the first time at once, and repayments beside them', async () => {
  const no = await compensable();
  await l.confirm(`${no}-h`, compensateHold('gub', no, 1_000n));
  await l.confirm(`${no}-r`, repayHold('bor', no, 1_000n));
  const orders = Array.from({ length: 12 }, (_, i) => [
    l.outcome(`${no}-x${i}`, compensate(no, `${no}-g`, [part('inv', 100n)])),
    l.outcome(`${no}-y${i}`, compensate(no, `${no}-h`, [part('two', 100n)])),
    l.outcome(`${no}-z${i}`, repay(no, `${no}-r`, [part('two', 50n)])),
  ]).flat();
  const names = await Promise.all(orders);
  assert.equal(names.filter((name) => name === 'DONE').length, 10 + 10 + 12);
  assert.deepEqual(await recourse(no), { gua: 1_000n, gub: 1_000n });
  assert.deepEqual([await look.claims(no, 'inv'), await look.claims(no, 'two')], [[0n], [400n]]);
});

test('D-PRE L5.1 without a page a compensation needs an authorisation for it', async () => {
  await d.register('bor', 'BORROWER');
  await d.register('inv', 'INVESTOR');
  await d.register('gua', 'GUARANTOR');
  for (const userNo of ['inv', 'gua']) await d.deposit(userNo, 10_000n);
  await d.outcome('p', project('P', 'bor', 100n), false);
  await d.confirm('t', tender('inv', 'P', 100n));
  await d.outcome('l', lend('P', [['t', 100n]]));
  await d.outcome('m', modify('P', 'REPAYING'), false);
  const grant = { verb: 'AUTHORIZE', userNo: 'gua', amount: null, until: null } as const;
  await d.confirm('g1', { ...grant, kinds: ['REPAYMENT'] });
  assert.equal(await d.outcome('h1', auto(compensateHold('gua', 'P', 10n))), 'AUTHORIZATION_MISSING');
  await d.confirm('g2', { ...grant, kinds: ['COMPENSATORY'] });
  assert.equal(await d.outcome('h2', auto(compensateHold('gua', 'P', 10n))), 'DONE');
  const more = { dividend: 2n, commission: 1n };
  assert.equal(await d.outcome('c1', compensate('P', 'h2', [part('inv', 5n, 1n, more)])), 'MARKETING_INSUFFICIENT');
  await d.deposit(MARKETING, 10n);
  const atD = looks(sql, d.platform.platformId);
  const [before] = await atD.money('inv');
  assert.equal(await d.outcome('c2', compensate('P', 'h2', [part('inv', 5n, 1n, more)])), 'DONE');
  assert.equal((await atD.money('inv'))[0], before + 7n);
});
