/** Signed messages that nobody here can act upon: kept for people, once each, and nothing is made of them (G-27). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody, SEALER } from '../../testing/custody.ts';
import { fakeReport, unreadableReport } from '../../testing/fake-bank.ts';
import { BreakReads } from '../breaks/reads.store.ts';
import { verifyLedger } from '../verify.ts';
import { WORDS_KEPT } from './stray-reports.store.ts';

const core = await createTestCustody();
const { sql } = core.database;
const { platformId, platformNo } = core.depository.platform;
const reads = new BreakReads(sql, core.sealer);
const listed = () => reads.list({ platformNo: null, kind: null }, 100);

test('G-27 a signed message that cannot be read is taken and kept once, however often it comes', async () => {
  const words = '{"state":"PAID","cardNumber":"6222021001110005"}';
  const first = core.clock.now();
  for (let time = 0; time < 3; time += 1) {
    assert.equal(await core.custody.bankReport(unreadableReport(words)), true, 'the bank need not say it again');
    core.clock.advance(1_000);
  }
  const [found, ...more] = await listed();
  assert.deepEqual(more, []);
  assert.deepEqual(
    [found?.kind, found?.platformId, found?.amount, found?.told, found?.foundAt],
    ['UNREADABLE', null, 0n, null, first],
  );
  assert.deepEqual(found?.stray, { words, cut: false, times: 3, lastAt: first + 2_000 });
  const [row] = await sql`select encode(words, 'escape') as words from stray_reports`;
  assert.ok(!String(row?.words).includes('6222021001110005'), 'G-19 who knows what stands in it');
  const { figures } = await verifyLedger(sql, SEALER);
  assert.deepEqual(figures.breaks, { count: 1n, amount: 0n });
});

test('G-27 other words are another message; of long ones the beginning is kept', async () => {
  const long = '币'.repeat(WORDS_KEPT);
  for (const end of ['a', 'b', 'b']) await core.custody.bankReport(unreadableReport(`${long}${end}`));
  const kept = (await listed()).filter(({ stray }) => stray?.cut);
  assert.deepEqual(kept.map(({ stray }) => [stray?.words === long, stray?.times]).sort(), [
    [true, 1],
    [true, 2],
  ]);
});

test('G-27 the platform whose order it seems to name is told with it; no other', async () => {
  await core.custody.bankReport(unreadableReport('half', `W${platformId}-77`));
  await core.custody.bankReport(unreadableReport('half of nobody', 'W999999-77'));
  await core.custody.bankReport(unreadableReport('a card', '6222021001110005'));
  const told = (await listed()).map(({ platformNo: no, bankOrderNo, stray }) => [stray?.words, no, bankOrderNo]);
  assert.deepEqual(told.filter(([words]) => String(words).length < 20).sort(), [
    ['a card', null, null],
    ['half of nobody', null, 'W999999-77'],
    ['half', platformNo, `W${platformId}-77`],
  ]);
});

test('G-27 money for an order of no platform of ours is a break, brought by the bank or by a browser', async () => {
  const outcome = { state: 'PAID', amount: 700n, paidAt: 0, bankRef: 'R' } as const;
  const report = fakeReport({ kind: 'PAYIN', bankOrderNo: 'D999999-1', outcome });
  assert.equal(await core.custody.bankReport(report), true);
  assert.equal(typeof (await core.custody.pages.returned(report)), 'string');
  await core.custody.bankReport(fakeReport({ kind: 'PAYOUT', bankOrderNo: 'CHEQUE 5', outcome }));
  const found = (await listed()).filter(({ kind }) => kind === 'NOT_ASKED');
  assert.deepEqual(found.map(({ amount, told, stray }) => [amount, told?.bankOrderNo, stray?.times]).sort(), [
    [700n, 'CHEQUE 5', 1],
    [700n, 'D999999-1', 2],
  ]);
  assert.equal((await verifyLedger(sql, SEALER)).figures.breaks?.amount, 1_400n);
});
