/**
 * Every task asks for all that its decision looks at: here nothing is remembered from one to the next, and what was not
 * asked for is refused (`WatchedWorld`). Random work (`testing/model`) is held to the same; this is what it does
 * not meet: fees, odd words of the bank, passwords and codes, pages that end.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../kernel/time.ts';
import { ACCOUNT_HOLDERS, CUSTODIAN_HOLDER } from '../ledger/chart.ts';
import { balanceOf } from '../ledger/journal.ts';
import {
  auto,
  buyHold,
  cancelHold,
  COMPENSATION,
  compensate,
  compensateHold,
  FEE,
  freezing,
  lend,
  MARKETING,
  modify,
  part,
  payMarketing,
  platformHold,
  project,
  release,
  repay,
  repayHold,
  sale,
  tender,
  transfer,
  withdrawal,
} from '../testing/loans.ts';
import type { MemoryCore } from '../testing/memory.ts';
import { peopled } from '../testing/memory-people.ts';
import { depositoryPolicy } from '../wire/depository/policy.ts';
import { lianyintongPolicy } from '../wire/lianyintong/policy.ts';
import { messageDiffersTask } from './bank/intake.ts';
import { breaks } from './breaks/tables.ts';
import { recoveryTask } from './credentials/recovery.ts';
import { passwordTryTask, rightPasswordTask } from './credentials/tries.ts';
import { members } from './members/tables.ts';
import { endTask, expireTask } from './orders/paged.ts';
import { smsCheckUnknownTask, smsSendTask, smsTryTask } from './page-orders/sms-codes.ts';
import type { BankOutcome } from './ports.ts';
import { refusal } from './refusals.ts';
import type { Holder } from './vocabulary.ts';

const FEES = { 'fee-deposit': '1.00', 'fee-withdraw': '2.00' };
const POLICIES = {
  lianyintong: lianyintongPolicy,
  depository: { ...depositoryPolicy, investorRoles: null, borrowerRoles: null },
};

const paid = (amount: bigint, bankRef = 'R1') => ({ state: 'PAID', amount, paidAt: 0, bankRef }) as const;
const returned = (amount: bigint, bankRef = 'R1'): BankOutcome => ({
  ...{ state: 'RETURNED', reason: 'no', paidAt: 0 },
  ...{ amount, bankRef },
});
const closed: BankOutcome = { state: 'CLOSED', reason: 'no' };

function deposit(core: MemoryCore, requestNo: string, of: string | Holder, amount: bigint, outcome: BankOutcome) {
  const holder: Holder = typeof of === 'string' ? { kind: 'member', userNo: of } : of;
  const way = holder.kind === 'member' ? 'NETBANK_B2C' : 'NETBANK_B2B';
  const command = { verb: 'DEPOSIT', holder, amount, way, bank: 'ICBC', payCompany: null } as const;
  const order = core.deposit(requestNo, command, outcome);
  assert.ok(order);
  return order;
}

const owedOf = (core: MemoryCore) => -balanceOf(core.world, CUSTODIAN_HOLDER, 'FEES_OWED');
const kindsOf = (core: MemoryCore) => core.rows(breaks).map(({ kind }) => kind);

for (const [name, policy] of Object.entries(POLICIES)) {
  test(`L2.6 under ${name} fees are owed, collected and given back`, () => {
    const core = peopled(policy, FEES);
    assert.equal(deposit(core, 'd1', 'i1', 100_000n, paid(100_000n)).state, 'DONE');
    assert.equal(owedOf(core), 100n);
    assert.equal(deposit(core, 'd2', FEE, 500n, paid(500n)).state, 'DONE');
    assert.equal(owedOf(core), 0n);
    const leave = (requestNo: string, commission: bigint) => {
      const order = core.page(requestNo, withdrawal('i1', 1_000n, { commission }));
      assert.equal(order?.state, 'ACCEPTED');
      return order.orderNo;
    };
    const [first, second] = [leave('w1', 10n), leave('w2', 0n)];
    core.payout(first, paid(990n));
    core.payout(second, closed);
    assert.equal(core.order('w1').state, 'DONE');
    assert.equal(core.order('w2').state, 'REFUSED');
    assert.equal(core.page('w3', withdrawal(FEE, 1n))?.state, 'ACCEPTED');
    const free = peopled(policy);
    deposit(free, 'd1', 'i1', 1_000n, paid(1_000n));
    const leaving = free.page('w1', withdrawal('i1', 1_000n, { commission: 10n }));
    assert.ok(leaving);
    free.payout(leaving.orderNo, paid(990n));
  });

  test(`G-27 under ${name} whatever the bank says, and however often`, () => {
    const core = peopled(policy, FEES);
    const { orderNo } = deposit(core, 'd1', 'i1', 10_000n, paid(10_000n));
    for (const outcome of [paid(1n), paid(10_000n, 'R2'), closed, returned(1n)]) {
      for (let time = 0; time < 2; time += 1) core.bankSays('PAYIN', orderNo, outcome);
    }
    deposit(core, 'd2', 'i1', 10_000n, paid(9_999n));
    deposit(core, 'd3', 'i1', 10_000n, { state: 'UNKNOWN', absent: true });
    deposit(core, 'd4', 'i1', 10_000n, closed);
    const person = { kind: 'member', userNo: 'i1' } as const;
    assert.equal(core.terminal('t1', person, 700n, paid(700n)).state, 'DONE');
    const late = { ...paid(700n), paidAt: core.world.at + HOUR };
    assert.equal(core.terminal('t2', FEE, 700n, late).state, 'REFUSED');
    assert.equal(core.terminal('t3', person, 700n, { state: 'OPEN' }).state, 'HANDED');
    core.bankSays('PAYIN', core.order('d4').orderNo, paid(10_000n));
    const leaving = core.page('w1', withdrawal('i1', 500n));
    assert.ok(leaving);
    core.payout(leaving.orderNo, paid(500n));
    for (const outcome of [returned(499n), returned(500n), closed, paid(500n, 'R3')]) {
      for (let time = 0; time < 2; time += 1) core.bankSays('PAYOUT', leaving.orderNo, outcome);
    }
    for (const kind of ['PAYIN', 'PAYOUT'] as const) core.bankSays(kind, 999_999n, paid(1n));
    const first = { bankOrderNo: 'D1-1', messageId: 'm', kind: 'PAYIN', outcome: paid(1n) } as const;
    core.run(messageDiffersTask({ ...first, orderNo, outcome: paid(2n), askedAt: null }, first));
    assert.ok(new Set(kindsOf(core)).size > 7, kindsOf(core).join());
  });

  test(`L2.15 L2.16 L2.18 L2.21 under ${name} a loan with all that rides along, and a freeze`, () => {
    const core = peopled(policy, FEES);
    for (const [i, of] of ['i1', 'i2', 'i3', 'b1', MARKETING].entries())
      deposit(core, `d${i}`, of, 50_000n, paid(50_000n));
    const done = (requestNo: string, command: Parameters<MemoryCore['direct']>[1]) => {
      const answer = core.direct(requestNo, command);
      assert.ok(answer.ok, answer.ok ? '' : answer.error.name);
    };
    done('p', project('P', 'b1', 10_000n));
    assert.equal(core.page('t1', tender('i1', 'P', 4_000n, 50n))?.state, 'DONE');
    done('t2', auto(tender('i2', 'P', 3_000n)));
    done('t3', auto(tender('i2', 'P', 1_000n, 20n)));
    done('c3', cancelHold('t3', 1_000n));
    done('c5', { verb: 'CANCEL_AUTHORIZATION', userNo: 'i3', kinds: ['TENDER'] });
    done('l', lend('P', Object.entries({ t1: 4_000n, t2: 3_000n }), 30n));
    done('m', modify('P', 'REPAYING'));
    assert.equal(core.page('r', repayHold('b1', 'P', 7_200n))?.state, 'DONE');
    assert.equal(core.page('b', buyHold('i3', 'P', 2_100n))?.state, 'DONE');
    done('x', transfer('P', 'b', [sale('i1', 't1', 1_500n, 1_000n), sale('i2', 'l', 50n, 50n)], 40n));
    assert.equal(core.page('a', buyHold('i1', 'P', 1_200n))?.state, 'DONE');
    done('y', transfer('P', 'a', [sale('i3', 'b', 1_050n)]));
    done('c6', cancelHold('b', 510n));
    done('c7', cancelHold('a', 150n));
    done(
      'r1',
      repay('P', 'r', [part('i1', 4_100n, 40n, { dividend: 5n, commission: 3n }), part('i2', 2_950n, 0n)], 10n),
    );
    done('c4', cancelHold('r', 100n));
    done('f', modify('P', 'FINISH'));
    done('p2', project('P2', 'b1', 1_000n));
    assert.equal(core.page('t4', tender('i1', 'P2', 500n))?.state, 'DONE');
    done('l2', lend('P2', [['t4', 500n]]));
    done('m2', modify('P2', 'REPAYING'));
    deposit(core, 'd9', 'g1', 5_000n, paid(5_000n));
    for (const no of ['g', 'k']) assert.equal(core.page(no, compensateHold('g1', 'P2', 400n))?.state, 'DONE');
    done('x2', compensate('P2', 'g', [part('i1', 300n, 5n)], 2n));
    const poor = core.direct('a2', platformHold(COMPENSATION, 'COMPENSATORY', 1n, 'P2'));
    assert.equal(poor.ok ? 'DONE' : poor.error.name, 'BALANCE_INSUFFICIENT');
    done('y2', compensate('P2', 'k', [part('i1', 100n)]));
    assert.equal(core.page('r2', repayHold('b1', 'P2', 600n))?.state, 'DONE');
    done('r3', repay('P2', 'r2', [part('g1', 400n, 3n), part('i1', 100n)]));
    for (const [no, left] of Object.entries({ g: 93n, k: 300n, r2: 97n })) done(`c-${no}`, cancelHold(no, left));
    done('f2', modify('P2', 'FINISH'));
    done('mh', platformHold(MARKETING, 'MARKETING', 500n));
    done('mc', cancelHold('mh', 100n));
    core.world.at += 24 * HOUR;
    done('mn', platformHold(MARKETING, 'MARKETING', 200n));
    const pay = [
      ['i1', 50n],
      ['i2', 60n],
    ] as const;
    done('mp', payMarketing('mh', pay));
    done('z', freezing('i1', 100n));
    done('z', release('z'));
    assert.ok(balanceOf(core.world, ACCOUNT_HOLDERS.FEE, 'AVAILABLE') >= 0n);
  });
}

test('L2.3-1 L2.4-1 a card is unbound when nothing is under way, and another one bound', () => {
  const core = peopled(lianyintongPolicy);
  const unbind = (requestNo: string) => core.page(requestNo, { verb: 'UNBIND_CARD', userNo: 'i1' });
  deposit(core, 'd', 'i1', 100n, paid(100n));
  const leaving = core.page('w', withdrawal('i1', 100n));
  assert.ok(leaving);
  assert.equal(unbind('u1')?.refusal?.includes('CARD_STILL_NEEDED'), true);
  core.payout(leaving.orderNo, paid(100n));
  assert.equal(unbind('u2')?.state, 'DONE');
  assert.equal(unbind('u3')?.refusal?.includes('CARD_MISSING'), true);
  const elements = { mobile: '13800000000', cardNumber: '6217680000000009990' };
  const passwordOf = core.rows(members).find(({ userNo }) => userNo === 'i1')?.memberNo ?? 0n;
  const card = { ...elements, bank: 'CITIC', accessType: 'FULL' } as const;
  const bind = { verb: 'BIND_CARD', userNo: 'i1', mobile: null, cardNumber: null } as const;
  assert.equal(core.page('b1', bind, { passwordOf, card })?.state, 'DONE');
  assert.equal(core.page('b2', bind, { passwordOf, card })?.refusal?.includes('CARD_BOUND_ALREADY'), true);
  core.run(rightPasswordTask(passwordOf));
  for (const number of [elements.cardNumber, 'wrong', 'wrong']) core.run(recoveryTask('i1', number, number));
  const newPassword = { hash: 'x', cardNo: null };
  assert.equal(core.page('r1', { verb: 'RESET_PASSWORD', userNo: 'i1' }, { passwordOf, newPassword })?.state, 'DONE');
});

test('G-17 G-18 tries are counted by tasks that ask for what they count', () => {
  const core = peopled(lianyintongPolicy);
  const holderNo = core.rows(members)[0]?.memberNo ?? 0n;
  for (const id of ['a', 'a', 'b', 'c', 'd', 'e', 'f']) core.run(passwordTryTask(holderNo, id));
  core.world.at += 24 * HOUR;
  core.run(passwordTryTask(holderNo, 'g'));
  for (const [order, id] of [
    [1n, 'a'],
    [1n, 'a'],
    [1n, 'b'],
    [2n, 'c'],
  ] as const) {
    core.run(smsSendTask(order, 'mobile', 'code', id));
    core.world.at += MINUTE;
  }
  for (const code of ['other', 'code']) core.run(smsTryTask(1n, 'mobile', code, code));
  core.run(smsTryTask(3n, 'mobile', 'code', 'never sent'));
  core.run(smsCheckUnknownTask(1n, 'no answer'));
});

test('G-13 pages end by tasks that ask for what they end, and give way to another try', () => {
  const core = peopled(lianyintongPolicy);
  deposit(core, 'd', 'i1', 1_000n, paid(1_000n));
  const command = withdrawal('i1', 100n);
  for (let time = 0; time < 3; time += 1) {
    core.run(endTask(core.open('w', command).orderNo, refusal('PAGE_CANCELLED', {})));
    assert.equal(core.order('w').state, 'REFUSED');
    const { orderNo } = core.open('w', command);
    core.world.at += 16 * MINUTE;
    if (time === 0) core.run(expireTask(orderNo));
    else assert.notEqual(core.open('w', command).orderNo, orderNo, 'expired by the call that enters it');
  }
  assert.equal(core.page('w', command)?.state, 'ACCEPTED');
});
