/**
 * Random loans, compensations and repayments against a second opinion: the rules in the plainest arithmetic, knowing
 * nothing of accounts, which says of each order whether it is done and what it leaves, to the fen.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accountId, ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import { accounts, dues } from '../../ledger/journal.ts';
import { person } from '../../testing/custody.ts';
import {
  cancelHold,
  COMPENSATION,
  compensate,
  compensateHold,
  lend,
  modify,
  part,
  platformHold,
  project,
  repay,
  repayHold,
  tender,
} from '../../testing/loans.ts';
import { COMPENSATORS, EVERYBODY, INVESTORS, LoanByRules, RICH, type Shares } from '../../testing/loan-by-rules.ts';
import { MemoryCore } from '../../testing/memory.ts';
import { lianyintongPolicy } from '../../wire/lianyintong/policy.ts';
import { members } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';
import type { Holder } from '../vocabulary.ts';

const step = fc.record({
  what: fc.constantFrom(
    'repayHold',
    'compensateHold',
    'repay',
    'repay',
    'compensate',
    'compensate',
    'cancel',
    'finish',
  ),
  a: fc.nat(5),
  payees: fc.subarray(EVERYBODY, { minLength: 0, maxLength: 4 }),
  twice: fc.boolean(),
  principal: fc.oneof(fc.nat(400), fc.constant(null)),
  interest: fc.nat(30),
  commission: fc.constantFrom(0, 0, 0, 7),
  amount: fc.nat(3_000),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A core in which the investors have lent 1,000 fen, the first guarantor among them. */
function lent(): MemoryCore {
  const core = new MemoryCore(lianyintongPolicy, Date.UTC(2026, 10, 21));
  for (const userNo of ['i1', 'i2', 'g1', 'g2', 'b1']) {
    const command = person(userNo, userNo.startsWith('g') ? 'GUARANTOR' : 'ORDINARY');
    const { realName, idNumber, mobile, cardNumber } = command as unknown as Record<string, string>;
    const proved = { bank: 'CITIC', accessType: 'FULL', passwordHash: 'x', idFingerprint: 'x' };
    const registration = { realName, idNumber, mobile, cardNumber, ...proved } as never;
    assert.equal(core.page(`register-${userNo}`, command, { registration })?.state, 'DONE');
  }
  for (const name of EVERYBODY) {
    const holder: Holder = name === 'COMPENSATION' ? COMPENSATION : { kind: 'member', userNo: name };
    const way = holder.kind === 'account' ? 'NETBANK_B2B' : 'NETBANK_B2C';
    // What goes out as tender and comes in as loan below leaves everybody with the same.
    const amount = RICH + (LENT[name] ?? 0n) - (name === 'b1' ? 1_000n : 0n);
    const deposit = { verb: 'DEPOSIT', holder, amount, way, bank: 'ICBC', payCompany: null } as const;
    core.deposit(`d-${name}`, deposit, { state: 'PAID', amount, paidAt: 0, bankRef: 'R' });
  }
  const direct = (no: string, command: Parameters<MemoryCore['direct']>[1]) =>
    assert.ok(core.direct(no, command).ok, no);
  direct('p', project('P', 'b1', 1_000n));
  for (const [name, amount] of Object.entries(LENT)) core.page(`t-${name}`, tender(name, 'P', amount));
  direct(
    'l',
    lend(
      'P',
      Object.entries(LENT).map(([name, amount]) => [`t-${name}`, amount]),
    ),
  );
  direct('m', modify('P', 'REPAYING'));
  return core;
}

const LENT: Readonly<Record<string, bigint>> = { i1: 500n, i2: 300n, g1: 200n };

/** Does a step in both; answers what the model said of it. */
function play(core: MemoryCore, loan: LoanByRules, no: string, { what, a, amount, ...more }: Step): boolean {
  const commission = BigInt(more.commission);
  const kind = what.startsWith('repay') ? 'REPAYMENT' : 'COMPENSATORY';
  const open = [...loan.holds].filter(([, hold]) => hold.left > 0n && (what === 'cancel' || hold.kind === kind));
  const [holdNo, held] = open[a % Math.max(1, open.length)] ?? ['none', undefined];
  const due = (name: string) => {
    const claim = loan.claims.get(name) ?? 0n;
    return what === 'repay' ? claim + (loan.recourse.get(name) ?? 0n) : claim;
  };
  const likely = more.payees.filter((name) => a !== 0 && (what === 'repay' || loan.claims.has(name)));
  const names = more.twice ? [...likely, ...likely.slice(0, 1)] : a === 0 ? more.payees : likely;
  const shares: Shares = names.map((name) => [
    name,
    more.principal === null ? due(name) : BigInt(more.principal),
    BigInt(more.interest),
  ]);
  const details = shares.map((share) => part(...share));
  const page = (command: ReturnType<typeof repayHold>) => core.page(no, command)?.state === 'DONE';
  const asked = BigInt(amount);
  const both = (real: boolean, right: boolean) => {
    assert.equal(real, right, `${what} ${no}`);
    return right;
  };
  switch (what) {
    case 'repayHold': {
      const by = a === 5 ? 'i1' : 'b1';
      return both(page(repayHold(by, 'P', asked)), loan.hold(no, by, 'REPAYMENT', asked));
    }
    case 'compensateHold': {
      const by = [...COMPENSATORS, 'i2', 'b1'][a % 5] as string;
      const order = platformHold(COMPENSATION, 'COMPENSATORY', asked, 'P');
      const real = by === 'COMPENSATION' ? core.direct(no, order).ok : page(compensateHold(by, 'P', asked));
      return both(real, loan.hold(no, by, 'COMPENSATORY', asked));
    }
    case 'repay':
      return both(core.direct(no, repay('P', holdNo, details, commission)).ok, loan.repay(holdNo, shares, commission));
    case 'compensate':
      return both(
        core.direct(no, compensate('P', holdNo, details, commission)).ok,
        loan.compensate(holdNo, shares, commission),
      );
    case 'cancel': {
      const back = more.twice ? (held?.left ?? 1n) : asked;
      return both(core.direct(no, cancelHold(holdNo, back)).ok, loan.cancel(holdNo, back));
    }
    case 'finish':
      return both(core.direct(no, modify('P', 'FINISH')).ok, loan.finish());
  }
}

function assertAgreed(core: MemoryCore, loan: LoanByRules): void {
  const rows = core.rows(members);
  const holderNo = (name: string) =>
    name === 'COMPENSATION'
      ? ACCOUNT_HOLDERS.COMPENSATION
      : (rows.find(({ userNo }) => userNo === name)?.memberNo as bigint);
  const balances = new Map(core.rows(accounts).map(({ accountId: id, balance }) => [id, balance]));
  const of = (holder: bigint, kind: 'AVAILABLE' | 'FROZEN' | 'DEBT') => balances.get(accountId(holder, kind)) ?? 0n;
  for (const [name, { available, frozen }] of loan.money) {
    const no = holderNo(name);
    assert.deepEqual([of(no, 'AVAILABLE'), of(no, 'FROZEN')], [available, frozen], `the money of ${name}`);
  }
  assert.equal(of(ACCOUNT_HOLDERS.FEE, 'AVAILABLE'), loan.fee);
  const [row] = core.rows(projects);
  assert.ok(row);
  const due = (debtNo: bigint | null) =>
    Object.fromEntries(
      core.rows(dues).flatMap((each) => (each.debtNo === debtNo ? [[String(each.holderNo), each.balance]] : [])),
    );
  const named = (owed: ReadonlyMap<string, bigint>) =>
    Object.fromEntries([...owed].map(([name, left]) => [String(holderNo(name)), left]));
  assert.deepEqual(due(row.projectId), named(loan.claims), 'claims');
  assert.deepEqual(due(row.recourseId), named(loan.recourse), 'recourse');
  const sum = (owed: ReadonlyMap<string, bigint>) => [...owed.values()].reduce((total, left) => total + left, 0n);
  assert.equal(-of(row.projectId, 'DEBT'), sum(loan.claims), 'the debt');
  if (row.recourseId !== null) assert.equal(-of(row.recourseId, 'DEBT'), sum(loan.recourse), 'the debt by recourse');
  assert.deepEqual(
    [row.repaidPrincipal, row.repaidInterest, row.recoveredPrincipal, row.recoveredInterest],
    [loan.repaid, loan.interest, loan.recovered, loan.recoveredInterest],
    'what the project counts',
  );
  assert.equal(loan.repaid + sum(loan.claims), 1_000n, 'G-24 what is not repaid is owed');
  const owes = loan.finished ? 0n : sum(loan.claims) + sum(loan.recourse);
  assert.equal(rows.find(({ userNo }) => userNo === 'b1')?.borrowing, owes, 'D-PRJ-1');
}

const LIKELY = { a: 1, payees: [], principal: null, interest: 0, commission: 0 as const, amount: 0, twice: true };

/** Holds of the borrower and of every compensator, so that a short run meets the later rules. */
function begin(core: MemoryCore, loan: LoanByRules): void {
  for (const a of [0, 1, 2]) play(core, loan, `begin-${a}`, { ...LIKELY, what: 'compensateHold', a, amount: 900 });
  play(core, loan, 'begin', { ...LIKELY, what: 'repayHold', amount: 2_000 });
}

/** Takes back what is held and compensates what is left: then the project finishes, whatever recourse there is. */
function windUp(core: MemoryCore, loan: LoanByRules): void {
  const back = { ...LIKELY, what: 'cancel', a: 0 } as const;
  for (const [no, { left }] of loan.holds) if (left > 0n) play(core, loan, `back-${no}`, back);
  play(core, loan, 'all', { ...LIKELY, what: 'compensateHold', amount: 1_000 });
  const payees = INVESTORS.filter((name) => (loan.claims.get(name) ?? 0n) > 0n);
  play(core, loan, 'last', { ...LIKELY, what: 'compensate', payees, twice: false });
  play(core, loan, 'rest', back);
  assert.ok(play(core, loan, 'end', { ...LIKELY, what: 'finish' }), 'G-24 recourse does not keep it from finishing');
}

test('L2.16 L2.17 G-23 G-24 G-25 random compensations and repayments agree with the rules, to the fen', () => {
  const seen = new Map<string, number>();
  const count = (what: string, more: boolean) => more && seen.set(what, (seen.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
      const core = lent();
      const loan = new LoanByRules();
      for (const [name, amount] of Object.entries(LENT)) loan.claims.set(name, amount);
      begin(core, loan);
      for (const [i, each] of steps.entries()) {
        count(each.what, play(core, loan, `r${i}`, each));
        assertAgreed(core, loan);
      }
      count('recourse', loan.recourse.size > 0);
      count('two compensators', loan.recourse.size > 1);
      count('recovered', loan.recovered > 0n);
      count('claim and recourse', loan.recourse.has('g1') && (loan.claims.get('g1') ?? 0n) > 0n);
      if (!loan.finished) windUp(core, loan);
      assertAgreed(core, loan);
    }),
    { numRuns: 300 },
  );
  const orders = ['repayHold', 'compensateHold', 'repay', 'compensate', 'cancel'];
  for (const what of [...orders, 'recourse', 'two compensators', 'recovered', 'claim and recourse']) {
    assert.ok((seen.get(what) ?? 0) > 5, `${what} was hardly met: ${JSON.stringify([...seen])}`);
  }
});
