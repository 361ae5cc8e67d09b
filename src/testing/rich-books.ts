/**
 * Books in which everything has happened at least once: what tests spoil to see whether `ledger verify` tells. Every
 * row comes by the real core.
 */
import { runDue } from '../jobs/due.ts';
import { MINUTE } from '../kernel/time.ts';
import type { TestCustody } from './custody.ts';
import { fillCompensations, fillMarketing } from './rich-books-platform.ts';
import { type CaseStage, caseStage, opened } from './cases.ts';
import { attach, fileOf } from './papers.ts';
import { enterprise, enterpriseIn } from './enterprises.ts';
import { fakeReport } from './fake-bank.ts';
import {
  auto,
  buyHold,
  cancelHold,
  FEE,
  freezing,
  lend,
  MARKETING,
  modify,
  part,
  project,
  release,
  repay,
  repayHold,
  sale,
  tender,
  transfer,
  withdrawal,
} from './loans.ts';

/** Fills the platform of depository, on a core whose books are to be spoilt. */
export async function fillBooks(core: TestCustody): Promise<void> {
  const { depository: d, directory, clock } = core;
  await directory.change(d.platform.platformNo, { settings: { 'fee-deposit': '0.01', 'fee-withdraw': '0.03' } });
  for (const userNo of ['inv', 'two']) await d.register(userNo, 'INVESTOR');
  await d.register('bor', 'BORROWER');
  await fillMarketing(core);
  await fillDeposits(core);
  clock.advance(MINUTE);
  await fillLoans(core);
  await fillTransfers(core);
  await fillCompensations(core);
  clock.advance(MINUTE);
  for (const no of ['f-stands', 'f-released']) await d.outcome(no, freezing('inv', 50n));
  clock.advance(MINUTE);
  await d.outcome('f-released', release('f-released'));
  await d.register('gone', 'INVESTOR');
  clock.advance(MINUTE);
  await d.confirm('unbind', { verb: 'UNBIND_CARD', userNo: 'gone' });
  clock.advance(MINUTE);
  await d.bind('bind', 'gone');
  await fillWithdrawals(core);
  await fillCases(core);
  await fillEnterprises(core);
  await d.outcome('late', project('P8', 'nobody', 1n), false);
  await d.outcome('capped', project('P9', 'bor', 20_000_000n), false);
}

/** One that passed at the second try, one in each other state of the audit. */
async function fillEnterprises(core: TestCustody): Promise<void> {
  const { depository: d, enterprises, clock } = core;
  await enterpriseIn(core, d, 'BACK', enterprise('corp'));
  clock.advance(MINUTE);
  await enterprises.resubmit(d.platform, 'corp', {
    ...{ corrected: { accountNumber: '98765432109876', bank: 'CCB' }, files: [], by: 'a platform' },
  });
  clock.advance(MINUTE);
  await enterprises.decide(d.platform, 'corp', { verdict: 'approved', by: 'OP', reason: '资料齐全' });
  for (const state of ['AUDIT', 'BACK', 'REFUSED'] as const) {
    await enterpriseIn(core, d, state, enterprise(`corp-${state}`, { role: 'GUARANTOR' }));
  }
}

/** Cases in every state, of every kind; with papers, and papers of a member. */
async function fillCases(core: TestCustody): Promise<void> {
  const { depository: d, database, clock } = core;
  const cases = caseStage(core, d);
  await cases.people();
  await d.register('u');
  for (const kind of ['RECEIPT', 'CREDIT', 'UNLOCK'] as const) {
    for (const state of ['OPEN', 'PROPOSED', 'BACK', 'APPROVED', 'REFUSED', 'ENDED'] as const) {
      clock.advance(MINUTE);
      await cases.standing(kind, state);
    }
  }
  await fillSendBacks(core, cases);
  clock.advance(MINUTE);
  await cases.papers(await cases.fresh('UNLOCK'));
  const [row] = await database.sql`select member_no from members where user_no = 'inv'`;
  const subject = { kind: 'ENTERPRISE', number: row?.member_no as bigint } as const;
  await attach(core, d.platform.platformId, subject, [fileOf('PDF', '执照.pdf'), fileOf('PNG', '印章.png')], 'ann');
}

/** Money that waits to go back to its payer, is on its way, has arrived, was returned, and came back after all. */
async function fillSendBacks({ custody, bank, clock, sweeps }: TestCustody, cases: CaseStage) {
  const outcomes = {
    arrived: [{ state: 'PAID', bankRef: 'SB-1', paidAt: clock.now() }],
    returned: [{ state: 'RETURNED', bankRef: 'SB-2', reason: '账户已销' }],
    closed: [{ state: 'CLOSED', reason: '账户已销' }],
    back: [
      { state: 'PAID', bankRef: 'SB-3', paidAt: clock.now() },
      { state: 'RETURNED', bankRef: 'SB-4', reason: '退票' },
    ],
    sent: [],
  };
  const begin = async () => {
    clock.advance(MINUTE);
    const subject = { about: 'RECEIPT', receiptNo: await cases.receipt(40n) } as const;
    const caseNo = opened(await cases.open({ kind: 'RECEIPT', subject, plan: { to: 'PAYER' } }));
    opened(await cases.propose(caseNo));
    opened(await cases.approve(caseNo));
  };
  for (const said of Object.values(outcomes)) {
    await begin();
    await runDue(sweeps, clock.now());
    const bankOrderNo = bank.sentBack.at(-1)?.bankOrderNo ?? '';
    for (const outcome of said) {
      clock.advance(MINUTE);
      const told = { kind: 'PAYOUT', bankOrderNo, outcome: { ...outcome, amount: 40n } } as const;
      await custody.bankReport(fakeReport(told as never));
    }
  }
  await begin();
}

/** Paid by message and by answer, handed over, closed, cancelled; late money, and more of it; to an account too. */
async function fillDeposits(core: TestCustody): Promise<void> {
  const { depository: d, custody, bank, clock, sweeps } = core;
  for (const userNo of ['inv', 'two', 'bor']) await d.deposit(userNo, 100_000n, `dep-${userNo}`);
  await d.deposit(MARKETING, 5_000n, 'dep-m');
  await d.deposit(FEE, 500n, 'dep-fee');
  const open = (no: string, amount = 700n) => d.open(no, { ...DEPOSIT, amount });
  await custody.pages.cancel((await open('dep-cancelled')) as string);
  const late = (await open('dep-closed')) as string;
  clock.advance(MINUTE);
  await custody.pages.handOver(late);
  bank.payinKnown = { state: 'CLOSED', reason: '付款失败' };
  clock.advance(20 * MINUTE);
  await runDue(sweeps, clock.now());
  bank.payinKnown = { state: 'UNKNOWN' };
  await custody.pages.handOver((await open('dep-asked')) as string);
  bank.payinKnown = { state: 'PAID', amount: 700n, bankRef: 'ASKED', paidAt: clock.now() };
  clock.advance(20 * MINUTE);
  await runDue(sweeps, clock.now());
  bank.payinKnown = { state: 'UNKNOWN' };
  await custody.pages.handOver((await open('dep-handed')) as string);
  await fillReceipts(core);
  await fillTerminals(core);
  await fillWaitingReport(core);
  await custody.pages.handOver((await open('dep-under-way')) as string);
  // A number that was refused is taken by another try, whose page is open.
  await open('dep-cancelled', 800n);
}

/** Money for an order that had ended, money of another amount, and more money for an order that was paid. */
async function fillReceipts({ depository: d, custody, database, clock }: TestCustody): Promise<void> {
  const rows = await database.sql`select request_no, order_no, amount from deposits where state <> 'PAID'
    or request_no = 'dep-two'`;
  for (const { request_no: requestNo, order_no: orderNo, amount } of rows) {
    const paid = requestNo === 'dep-handed' ? amount - 1n : amount;
    const outcome = { state: 'PAID', amount: paid, bankRef: `more-${requestNo}`, paidAt: clock.now() } as const;
    const bankOrderNo = `D${d.platform.platformId}-${orderNo}`;
    await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, messageId: `m-${requestNo}`, outcome }));
  }
}

const DEPOSIT = {
  verb: 'DEPOSIT',
  holder: { kind: 'member', userNo: 'inv' },
  way: 'NETBANK_B2C',
  bank: null,
  payCompany: null,
} as const;

/** Barcodes paid, paid too late, not paid yet; an order that was placed and never entered. */
async function fillTerminals({ depository: d, custody, bank, clock }: TestCustody): Promise<void> {
  const pos = { verb: 'POS_DEPOSIT', holder: { kind: 'member', userNo: 'inv' }, amount: 40n } as const;
  for (const no of ['pos-paid', 'pos-late', 'pos-open', 'pos-placed']) {
    await d.outcome(no, pos, false);
    if (no === 'pos-placed') continue;
    await custody.pages.showBarcode((await d.open(no, { ...pos, amount: null }, false)) as string);
    const { bankOrderNo = '' } = bank.placed.at(-1) ?? {};
    if (no === 'pos-late') clock.advance(31 * MINUTE);
    const outcome = { state: 'PAID', amount: 40n, bankRef: no, paidAt: clock.now() } as const;
    if (no !== 'pos-open') await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome }));
  }
}

/** Kept, and not worked off: as a crash between the two leaves it. */
async function fillWaitingReport({ depository: d, database }: TestCustody): Promise<void> {
  await database.sql`
    insert into bank_reports (platform_id, message_id, report, received_at)
    select ${d.platform.platformId}, 'm-waits', jsonb_set(report, '{outcome,bankRef}', '"waits"'), received_at
    from bank_reports where message_id = 'm-dep-two'`;
}

/**
 * Authorised and not, an authorisation taken over and one cancelled, in parts and whole, with a red packet paid and one
 * voided, repaid in part, one miscarried.
 */
async function fillLoans({ depository: d, clock }: TestCustody): Promise<void> {
  const grant = { verb: 'AUTHORIZE', userNo: 'inv', until: clock.now() + 1_000 * MINUTE } as const;
  await d.confirm('grant', { ...grant, kinds: ['TENDER', 'REPAYMENT'], amount: 50_000n });
  for (const no of ['P1', 'P2']) {
    await d.outcome(`${no}-p`, { ...project(no, 'bor', 10_000n), description: '说明' }, false);
    await d.confirm(`${no}-1`, tender('inv', no, 1_000n, no === 'P1' ? 100n : 0n));
    await d.confirm(`${no}-2`, tender('two', no, 1_000n, 50n));
    await d.outcome(`${no}-3`, auto(tender('inv', no, 600n)));
    await d.outcome(`${no}-c`, cancelHold(`${no}-2`, 400n));
  }
  await d.confirm('grant-2', { ...grant, kinds: ['TENDER'], amount: null });
  await d.outcome('P1-4', auto(tender('inv', 'P1', 300n)));
  await d.outcome('P1-m', modify('P1', null, 9_000n), false);
  const lent = [
    ['P1-1', 1_000n],
    ['P1-2', 600n],
    ['P1-3', 600n],
    ['P1-4', 300n],
  ] as const;
  await d.outcome('P1-l', lend('P1', lent, 20n));
  await d.outcome('P1-r', modify('P1', 'REPAYING'), false);
  for (const no of ['P1-h', 'P1-g']) await d.confirm(no, repayHold('bor', 'P1', 2_000n));
  const paid = [part('inv', 500n, 30n, { dividend: 5n, commission: 2n }), part('two', 100n, 10n)];
  await d.outcome('P1-s', repay('P1', 'P1-h', paid, 7n));
  await d.outcome('P1-t', repay('P1', 'P1-h', [part('two', 100n, 3n)]));
  await d.outcome('P1-d', cancelHold('P1-h', 250n));
  await d.outcome('P1-e', cancelHold('P1-g', 2_000n));
  await d.outcome('P3-p', project('P3', 'bor', 500n), false);
  await d.outcome('P3-m', modify('P3', 'MISCARRY'), false);
  await d.outcome('P2-d', cancelHold('P2-3', 200n));
  await d.outcome('grant-c', { verb: 'CANCEL_AUTHORIZATION', userNo: 'inv', kinds: ['REPAYMENT'] });
}

/** Bought whole and in part, by one who sells on; holds to buy with that stand, are used and cancelled. */
async function fillTransfers({ depository: d }: TestCustody): Promise<void> {
  await d.outcome('P4-p', project('P4', 'bor', 3_000n), false);
  for (const no of ['P4-1', 'P4-2']) await d.confirm(no, tender('inv', 'P4', 1_000n));
  for (const no of ['P4-1', 'P4-2']) await d.outcome(`${no}-l`, lend('P4', [[no, 1_000n]]));
  await d.outcome('P4-m', modify('P4', 'REPAYING'), false);
  await d.confirm('P4-b', buyHold('two', 'P4', 4_000n));
  for (const no of ['P4-c', 'P4-d']) await d.confirm(no, buyHold('inv', 'P4', 500n));
  await d.outcome('P4-x', transfer('P4', 'P4-b', [sale('inv', 'P4-2', 1_020n)], 5n));
  await d.outcome('P4-y', transfer('P4', 'P4-b', [sale('inv', 'P4-1', 450n, 400n), sale('inv', 'P4-1', 605n)]));
  await d.outcome('P4-z', transfer('P4', 'P4-c', [sale('two', 'P4-b', 300n, 300n)], 1n));
  await d.outcome('P4-e', cancelHold('P4-d', 500n));
  await d.confirm('P4-h', repayHold('bor', 'P4', 100n));
  await d.outcome('P4-r', repay('P4', 'P4-h', [part('two', 50n, 1n), part('inv', 20n)]));
}

/** Paid by message, by answer and returned, waiting, sent, sent back after it was paid; a word that does not fit. */
async function fillWithdrawals({ depository: d, custody, bank, clock, sweeps, database }: TestCustody): Promise<void> {
  const report = async (requestNo: string, messageId: string, outcome: object) => {
    const [row] = await database.sql`select order_no from withdrawals where request_no = ${requestNo}`;
    const bankOrderNo = `W${d.platform.platformId}-${row?.order_no}`;
    await custody.bankReport(fakeReport({ kind: 'PAYOUT', bankOrderNo, messageId, outcome } as never));
  };
  for (const no of ['w-paid', 'w-back', 'w-asked', 'w-returned', 'w-sent']) {
    if (no === 'w-asked') bank.payout = { state: 'PAID', amount: 90n, bankRef: 'WA', paidAt: clock.now() };
    await d.confirm(no, withdrawal('two', 100n, { commission: 10n, urgency: 'URGENT' }));
    await runDue(sweeps, clock.now());
    bank.payout = { state: 'OPEN' };
  }
  for (const no of ['w-paid', 'w-back']) {
    await report(no, `m-${no}`, { state: 'PAID', amount: 90n, bankRef: `R-${no}`, paidAt: clock.now() });
  }
  await report('w-returned', 'm-returned', { state: 'RETURNED', amount: 90n, bankRef: 'RR', reason: '账户异常' });
  await report('w-back', 'm-back', { state: 'RETURNED', amount: 90n, bankRef: 'RB', reason: '退票' });
  await report('w-back', 'm-again', { state: 'RETURNED', amount: 90n, bankRef: 'RC', reason: '退票' });
  await d.confirm('w-waiting', withdrawal('inv', 300n));
  await d.confirm('w-account', withdrawal(FEE, 20n, { urgency: 'URGENT' }));
}
