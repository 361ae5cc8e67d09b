import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import { auto, cancelHold, lend, looks, modify, part, project, repay, repayHold, tender } from '../../testing/loans.ts';
import type { ProjectStatus } from './words.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l } = core;
const { sql } = core.database;
const atD = looks(sql, d.platform.platformId);

await d.register('inv', 'INVESTOR');
await d.register('bor', 'BORROWER');
await l.register('inv');
await l.register('bor');
for (const p of [d, l]) {
  await p.deposit('inv', 100_000_000n);
  await p.deposit('bor', 100_000_000n);
  await p.confirm('grant', {
    verb: 'AUTHORIZE',
    userNo: 'inv',
    kinds: ['TENDER', 'REPAYMENT'],
    amount: null,
    until: null,
  });
  await p.confirm('grant2', {
    verb: 'AUTHORIZE',
    userNo: 'bor',
    kinds: ['TENDER', 'REPAYMENT'],
    amount: null,
    until: null,
  });
}

const status = async (projectNo: string) =>
  (await core.custody.queries.project(l.platform.platformId, projectNo))?.status;
const amountOf = async (projectNo: string) =>
  (await core.custody.queries.project(l.platform.platformId, projectNo))?.amount;

/** A project of lianyintong in a state; `loaned` makes the money move first. */
async function projectIn(projectNo: string, state: ProjectStatus): Promise<void> {
  await l.outcome(`${projectNo}-c`, project(projectNo, 'bor', 100_000n), false);
  if (state === 'COLLECTING') return;
  if (state === 'MISCARRY') {
    assert.equal(await l.outcome(`${projectNo}-x`, modify(projectNo, 'MISCARRY'), false), 'DONE');
    return;
  }
  await l.outcome(`${projectNo}-t`, auto(tender('inv', projectNo, 10_000n)));
  await l.outcome(`${projectNo}-l`, lend(projectNo, [[`${projectNo}-t`, 10_000n]]));
  assert.equal(await l.outcome(`${projectNo}-r`, modify(projectNo, 'REPAYING'), false), 'DONE');
  if (state === 'REPAYING') return;
  await l.outcome(`${projectNo}-h`, auto(repayHold('bor', projectNo, 10_000n)));
  await l.outcome(`${projectNo}-p`, repay(projectNo, `${projectNo}-h`, [part('inv', 10_000n)]));
  assert.equal(await l.outcome(`${projectNo}-f`, modify(projectNo, 'FINISH'), false), 'DONE');
}

test('L2.10 a new project collects; its borrower must be an active member; its number is used once', async () => {
  assert.equal(await l.outcome('c1', project('N1', 'bor', 5_000n), false), 'DONE');
  assert.equal(await status('N1'), 'COLLECTING');
  assert.equal(await l.outcome('c2', project('N1', 'bor', 5_000n), false), 'PROJECT_EXISTS');
  assert.equal(await l.outcome('c3', project('N2', 'nobody', 5_000n), false), 'MEMBER_UNKNOWN');
  await sql`update members set state = 'REFUSED' where platform_id = ${l.platform.platformId} and user_no = 'inv'`;
  await sql`update lanes set version = version + 1`;
  assert.equal(await l.outcome('c4', project('N3', 'inv', 5_000n), false), 'MEMBER_NOT_ACTIVE');
  await sql`update members set state = 'ACTIVE' where platform_id = ${l.platform.platformId} and user_no = 'inv'`;
  await sql`update lanes set version = version + 1`;
  assert.equal(
    await d.outcome('c5', project('N4', 'inv', 5_000n), false),
    'MEMBER_ROLE',
    'D-REG-4 an investor is no borrower',
  );
});

const ALLOWED = ['COLLECTING>REPAYING', 'COLLECTING>MISCARRY', 'REPAYING>FINISH'];
const STATES = ['COLLECTING', 'REPAYING', 'FINISH', 'MISCARRY'] as const;
for (const from of STATES) {
  for (const to of STATES) {
    const allowed = ALLOWED.includes(`${from}>${to}`);
    test(`L2.11-6 D-MOD ${from} to ${to} is ${allowed ? 'open' : 'refused'}`, async () => {
      const projectNo = `T_${from}_${to}`;
      await projectIn(projectNo, from);
      if (`${from}>${to}` === 'COLLECTING>REPAYING') {
        await l.outcome(`${projectNo}-t`, auto(tender('inv', projectNo, 10_000n)));
        await l.outcome(`${projectNo}-l`, lend(projectNo, [[`${projectNo}-t`, 10_000n]]));
      }
      if (`${from}>${to}` === 'REPAYING>FINISH') {
        await l.outcome(`${projectNo}-h`, auto(repayHold('bor', projectNo, 10_000n)));
        await l.outcome(`${projectNo}-p`, repay(projectNo, `${projectNo}-h`, [part('inv', 10_000n)]));
      }
      const name = await l.outcome(`${projectNo}-m`, modify(projectNo, to), false);
      assert.equal(name, allowed ? 'DONE' : 'PROJECT_TRANSITION');
      assert.equal(await status(projectNo), allowed ? to : from);
    });
  }
}

/** What may be done in each state (rules 1 to 4 of the section). */
const WORK: readonly (readonly [string, string, readonly ProjectStatus[]])[] = [
  ['L2.11-1', 'tender', ['COLLECTING']],
  ['L2.11-1', 'loan confirmation', ['COLLECTING']],
  ['L2.11-1', 'change of amount', ['COLLECTING']],
  ['L2.11-2', 'repayment hold', ['REPAYING']],
  ['L2.11-2', 'repayment confirmation', ['REPAYING']],
];
for (const state of STATES) {
  for (const [rule, work, states] of WORK) {
    const late = state === 'FINISH' ? ' L2.11-3' : state === 'MISCARRY' ? ' L2.11-4' : '';
    test(`${rule}${late} ${work} while ${state} is ${states.includes(state) ? 'done' : 'refused'}`, async () => {
      const projectNo = `W_${state}_${work.replaceAll(' ', '_')}`;
      await projectIn(projectNo, state);
      const hold = `${projectNo}-w`;
      if (work === 'loan confirmation' && state === 'COLLECTING')
        await l.outcome(hold, auto(tender('inv', projectNo, 5_000n)));
      if (work === 'repayment confirmation' && state === 'REPAYING')
        await l.outcome(hold, auto(repayHold('bor', projectNo, 5_000n)));
      const commands = {
        tender: auto(tender('inv', projectNo, 5_000n)),
        'loan confirmation': lend(projectNo, [[hold, 5_000n]]),
        'change of amount': modify(projectNo, null, 200_000n),
        'repayment hold': auto(repayHold('bor', projectNo, 5_000n)),
        'repayment confirmation': repay(projectNo, hold, [part('inv', 5_000n)]),
      };
      const name = await l.outcome(`${projectNo}-do`, commands[work as keyof typeof commands]);
      assert.equal(name, states.includes(state) ? 'DONE' : 'PROJECT_STATUS');
    });
  }
}

test('L2.11-5 the amount never falls below what is tendered and loaned', async () => {
  await projectIn('A1', 'COLLECTING');
  await l.outcome('A1-t', auto(tender('inv', 'A1', 30_000n)));
  await l.outcome('A1-l', lend('A1', [['A1-t', 10_000n]]));
  assert.equal(await l.outcome('A1-m1', modify('A1', null, 29_999n), false), 'PROJECT_AMOUNT_TOO_LOW');
  assert.equal(await l.outcome('A1-m2', modify('A1', null, 30_000n), false), 'DONE');
  assert.equal(await amountOf('A1'), 30_000n);
  assert.equal(await l.outcome('A1-t2', auto(tender('inv', 'A1', 1n))), 'PROJECT_FULL');
});

test('L2.11 status and amount are one atomic step judged on the old state', async () => {
  await projectIn('A2', 'COLLECTING');
  await l.outcome('A2-t', auto(tender('inv', 'A2', 30_000n)));
  await l.outcome('A2-l', lend('A2', [['A2-t', 30_000n]]));
  assert.equal(await l.outcome('A2-m1', modify('A2', 'REPAYING', 29_999n), false), 'PROJECT_AMOUNT_TOO_LOW');
  assert.equal(await status('A2'), 'COLLECTING');
  assert.equal(await l.outcome('A2-m2', modify('A2', 'FINISH', 50_000n), false), 'PROJECT_TRANSITION');
  assert.equal(await amountOf('A2'), 100_000n);
  assert.equal(await l.outcome('A2-m3', modify('A2', 'REPAYING', 50_000n), false), 'DONE');
  assert.deepEqual([await status('A2'), await amountOf('A2')], ['REPAYING', 50_000n]);
  assert.equal(await l.outcome('A2-m4', modify('A2', 'FINISH', 60_000n), false), 'PROJECT_STATUS');
  assert.equal(await l.outcome('A2-m5', modify('A2', null), false), 'PROJECT_NOTHING_TO_CHANGE');
  assert.equal(await l.outcome('A2-m6', modify('A0', 'FINISH'), false), 'PROJECT_UNKNOWN');
});

test('L2.11-6 REPAYING needs a loan', async () => {
  await projectIn('A3', 'COLLECTING');
  assert.equal(await l.outcome('A3-m', modify('A3', 'REPAYING'), false), 'PROJECT_NOT_LOANED');
});

test('G-20 D-MOD open tender holds block REPAYING and MISCARRY until they are cancelled', async () => {
  await projectIn('B1', 'COLLECTING');
  await l.outcome('B1-t', auto(tender('inv', 'B1', 1_000n)));
  assert.equal(await l.outcome('B1-m1', modify('B1', 'MISCARRY'), false), 'PROJECT_HAS_HOLDS');
  await l.outcome('B1-l', lend('B1', [['B1-t', 400n]]));
  assert.equal(await l.outcome('B1-m2', modify('B1', 'REPAYING'), false), 'PROJECT_HAS_HOLDS');
  assert.equal(await l.outcome('B1-x', cancelHold('B1-t', 600n)), 'DONE');
  assert.equal(await l.outcome('B1-m3', modify('B1', 'REPAYING'), false), 'DONE');
  await projectIn('B2', 'COLLECTING');
  await l.outcome('B2-t', auto(tender('inv', 'B2', 1_000n)));
  await l.outcome('B2-x', cancelHold('B2-t', 1_000n));
  assert.equal(await l.outcome('B2-m', modify('B2', 'MISCARRY'), false), 'DONE');
});

test('G-20 G-24 any open hold and any claim block FINISH', async () => {
  await projectIn('B3', 'REPAYING');
  assert.equal(await l.outcome('B3-m1', modify('B3', 'FINISH'), false), 'PROJECT_HAS_CLAIMS');
  await l.outcome('B3-h', auto(repayHold('bor', 'B3', 12_000n)));
  await l.outcome('B3-p', repay('B3', 'B3-h', [part('inv', 10_000n, 500n)]));
  assert.equal(await l.outcome('B3-m2', modify('B3', 'FINISH'), false), 'PROJECT_HAS_HOLDS');
  await l.outcome('B3-x', cancelHold('B3-h', 1_500n));
  assert.equal(await l.outcome('B3-m3', modify('B3', 'FINISH'), false), 'DONE');
});

test('G-24 MISCARRY is refused once something was loaned', async () => {
  await projectIn('B4', 'COLLECTING');
  await l.outcome('B4-t', auto(tender('inv', 'B4', 1_000n)));
  await l.outcome('B4-l', lend('B4', [['B4-t', 1_000n]]));
  assert.equal(await l.outcome('B4-m', modify('B4', 'MISCARRY'), false), 'PROJECT_LOANED');
});

const overCap = async () => {
  const rows = await sql`select request_no, amount, total, cap from over_cap_requests
    where platform_id = ${d.platform.platformId} order by record_no`;
  return rows.map(({ request_no, amount, total, cap }) => [request_no, amount, total, cap]);
};

test('D-PRJ-1 a project over 200,000 yuan, or a running total over it, is refused and recorded', async () => {
  assert.equal(await d.outcome('k1', project('K1', 'bor', 20_000_001n), false), 'PROJECT_OVER_CAP');
  assert.deepEqual((await overCap()).at(-1), ['k1', 20_000_001n, 20_000_001n, 20_000_000n]);
  assert.equal(await d.outcome('k2', project('K1', 'bor', 20_000_000n), false), 'DONE');
  assert.equal(await d.outcome('k3', project('K2', 'bor', 1n), false), 'BORROWER_TOTAL_OVER_CAP');
  assert.deepEqual((await overCap()).at(-1), ['k3', 1n, 20_000_001n, 20_000_000n]);
  assert.equal((await atD.order('k3'))?.refusal, 'BORROWER_TOTAL_OVER_CAP');
});

test('D-PRJ-1 the running total counts amounts while COLLECTING, outstanding principal while REPAYING', async () => {
  await d.register('heavy', 'BORROWER');
  const grant = { verb: 'AUTHORIZE', userNo: 'heavy', kinds: ['REPAYMENT'], amount: null, until: null } as const;
  await d.confirm('k-grant', grant);
  assert.equal(await d.outcome('k-first', project('H1', 'heavy', 20_000_000n), false), 'DONE');
  await d.outcome('k4', auto(tender('inv', 'H1', 8_000_000n)));
  await d.outcome('k5', lend('H1', [['k4', 8_000_000n]]));
  assert.equal(await d.outcome('k6', project('H3', 'heavy', 1n), false), 'BORROWER_TOTAL_OVER_CAP');
  await d.outcome('k7', modify('H1', 'REPAYING'), false);
  assert.equal(await d.outcome('k8', project('H3', 'heavy', 12_000_001n), false), 'BORROWER_TOTAL_OVER_CAP');
  assert.equal(await d.outcome('k9', project('H3', 'heavy', 12_000_000n), false), 'DONE');
  await d.outcome('k10', auto(repayHold('heavy', 'H1', 3_000_000n)));
  await d.outcome('k11', repay('H1', 'k10', [part('inv', 3_000_000n)]));
  assert.equal(await d.outcome('k12', project('H4', 'heavy', 3_000_001n), false), 'BORROWER_TOTAL_OVER_CAP');
  assert.equal(await d.outcome('k13', project('H4', 'heavy', 3_000_000n), false), 'DONE');
  await d.outcome('k14', modify('H4', 'MISCARRY'), false);
  assert.equal(await d.outcome('k15', project('H5', 'heavy', 3_000_000n), false), 'DONE');
  await sql`update members set type = 'ENTERPRISE' where platform_id = ${d.platform.platformId} and user_no = 'heavy'`;
  await sql`update lanes set version = version + 1`;
  assert.equal(
    await d.outcome('k16', project('H6', 'heavy', 80_000_000n), false),
    'DONE',
    'an enterprise may have 1,000,000',
  );
  assert.equal(await d.outcome('k17', project('H7', 'heavy', 1n), false), 'BORROWER_TOTAL_OVER_CAP');
  await sql`update members set type = 'PERSON' where platform_id = ${d.platform.platformId} and user_no = 'heavy'`;
});

test('L2.10 lianyintong knows no caps', async () => {
  assert.equal(await l.outcome('k18', project('K8', 'bor', 99_999_999_999n), false), 'DONE');
});
