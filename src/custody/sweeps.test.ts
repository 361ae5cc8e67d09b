import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../kernel/time.ts';
import { createTestCustody, SEALER, SHOW } from '../testing/custody.ts';
import { fakeReport } from '../testing/fake-bank.ts';
import { looks } from '../testing/loans.ts';
import { BankReportStore } from './bank/bank-reports.store.ts';
import { BreakReads } from './breaks/reads.store.ts';
import type { PageCommand } from './commands.ts';
import type { BankOutcome } from './ports.ts';
import { DueStore } from './sweeps.store.ts';
import { verifyLedger } from './verify.ts';

const core = await createTestCustody();
const { clock, depository: d, lianyintong: l } = core;
const { sql } = core.database;
const atL = looks(sql, l.platform.platformId);
const atD = looks(sql, d.platform.platformId);
await l.register('u');
await d.register('u', 'INVESTOR');

const reports = core.sweeps.find(({ name }) => name === 'bank-reports');
const paid = (amount: bigint): BankOutcome => ({ state: 'PAID', amount, paidAt: clock.now(), bankRef: 'R' });

const deposit: PageCommand = {
  verb: 'DEPOSIT',
  holder: { kind: 'member', userNo: 'u' },
  amount: 100n,
  way: 'NETBANK_B2C',
  bank: 'ICBC',
  payCompany: null,
};

/** Hands a deposit over to the bank; answers the number it has there. */
async function handed(p: typeof l, requestNo: string): Promise<string> {
  const form = await core.custody.pages.handOver((await p.open(requestNo, deposit)) as string);
  assert.ok(form?.ok && form.value !== 'MOVED');
  return form.value.fields.bankOrderNo as string;
}

const report = (bankOrderNo: string, outcome: BankOutcome) =>
  core.custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome }));
/** Leaves a report as a crash does that comes between keeping it and making something of it. */
async function keep(p: typeof l, bankOrderNo: string, amount = 100n, no = ''): Promise<void> {
  const { platformId } = p.platform;
  const messageId = `kept-${bankOrderNo}${no}`;
  const message = { messageId, kind: 'PAYIN', bankOrderNo, outcome: paid(amount) } as const;
  await new BankReportStore(sql).keep(platformId, message, clock.now());
}

/** A round of the sweep of reports, in which nothing fails for a platform as a whole. */
async function runReports(): Promise<void> {
  await reports?.run(clock.now(), (error) => assert.fail(error as Error));
  await reports?.settled?.();
}

test('who has something due is told, the platform that has waited longest first', async () => {
  const due = new DueStore(sql);
  const now = clock.now();
  const open = (p: typeof l, expired: number) =>
    core.custody.open(p.platform, { requestNo: 'o', service: 'TEST', idempotent: true }, deposit, SHOW, expired);
  await open(l, now + 2 * MINUTE);
  await open(d, now + MINUTE);
  const [first, second] = [l.platform.platformId, d.platform.platformId];
  assert.equal(await due.nextDue('pages'), now + MINUTE);
  assert.deepEqual(await due.platformsDue('pages', now + MINUTE - 1), []);
  assert.deepEqual(await due.platformsDue('pages', now + MINUTE), [second]);
  assert.deepEqual(await due.platformsDue('pages', now + 2 * MINUTE), [second, first]);
});

test('G-14 a report that cannot be worked off keeps no other from its turn, nor another platform', async () => {
  const [poisoned, left, other] = [await handed(l, 'a1'), await handed(l, 'a2'), await handed(d, 'a3')];
  await assert.rejects(report(poisoned, paid(0n)));
  await keep(l, left);
  await keep(d, other);
  clock.advance(MINUTE);
  await runReports();
  const { platformId } = l.platform;
  assert.deepEqual(core.reportsFailed, [platformId, platformId], 'when it came, and in its turn');
  assert.equal((await atL.order('a2'))?.state, 'DONE');
  assert.equal((await atD.order('a3'))?.state, 'DONE');
  assert.deepEqual(await atL.money('u'), [100n, 0n]);
});

test('G-27 a hundred reports that fail hide no later one; they are told, tried again, and lost never', async () => {
  const reads = new BreakReads(sql, core.sealer);
  const failing = () => reads.list({ platformNo: l.platform.platformNo, kind: 'UNPROCESSED' }, 1_000);
  const [poisoned, later] = [await handed(l, 'b1'), await handed(l, 'b2')];
  await sql`delete from bank_reports where processed_at is null`;
  for (let no = 0; no < 100; no += 1) await keep(l, poisoned, 0n, `-${no}`);
  await keep(l, later);
  clock.advance(MINUTE);
  for (let round = 0; round < 2; round += 1) await runReports();
  assert.equal((await atL.order('b2'))?.state, 'DONE');
  assert.equal(await reports?.nextDue(), clock.now() + MINUTE, 'their next turn');
  assert.deepEqual(await failing(), [], 'once may be chance');
  for (const minutes of [1, 2]) {
    clock.advance(minutes * MINUTE);
    await runReports();
  }
  const told = await failing();
  assert.equal(told.length, 100);
  assert.equal(told[0]?.bankOrderNo, poisoned);
  assert.deepEqual([told[0]?.failing?.failures, told[0]?.failing?.dueAt], [3, clock.now() + 4 * MINUTE]);
  assert.match(told[0]?.failing?.failedWith ?? '', /^LedgerDefect: .* an entry needs two lines$/);
  assert.ok(told.some(({ id }) => id === `${l.platform.platformNo}-report-kept-${poisoned}-7`));
  assert.equal((await verifyLedger(sql, SEALER)).figures.breaks?.count, 100n);
  const [before] = await atL.money('u');
  await sql`update bank_reports set report = jsonb_set(report, '{outcome,amount,fen}', '"100"') where failures > 0`;
  clock.advance(4 * MINUTE);
  await runReports();
  assert.deepEqual(await failing(), []);
  assert.equal((await atL.money('u'))[0], before + 100n, 'one report, a hundred times');
});
