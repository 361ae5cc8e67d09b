import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../kernel/time.ts';
import { createTestCustody, SHOW } from '../testing/custody.ts';
import { fakeReport } from '../testing/fake-bank.ts';
import { looks } from '../testing/loans.ts';
import { BankReportStore } from './bank/bank-reports.store.ts';
import type { PageCommand } from './commands.ts';
import type { BankOutcome } from './ports.ts';
import { DueStore } from './sweeps.store.ts';

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
async function keep(p: typeof l, bankOrderNo: string): Promise<void> {
  const { platformId } = p.platform;
  const message = { messageId: `kept-${bankOrderNo}`, kind: 'PAYIN', bankOrderNo, outcome: paid(100n) } as const;
  await new BankReportStore(sql).keep(platformId, message, clock.now());
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
  const failures: number[] = [];
  assert.equal(await reports?.run(clock.now(), (_, platformId) => failures.push(platformId)), 1);
  assert.deepEqual(failures, [l.platform.platformId]);
  assert.equal((await atL.order('a2'))?.state, 'DONE');
  assert.equal((await atD.order('a3'))?.state, 'DONE');
  assert.deepEqual(await atL.money('u'), [100n, 0n]);
});
