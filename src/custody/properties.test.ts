import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pack } from '../kernel/pack.ts';
import { sum } from '../kernel/money.ts';
import { ACCOUNT_HOLDERS, ACCOUNT_KINDS, accountId, kindOf } from '../ledger/chart.ts';
import type { MemoryCore } from '../testing/memory.ts';
import { Model } from '../testing/model.ts';
import { peopled, Player, type RandomStep, randomSteps } from '../testing/random-steps.ts';
import { depositoryPolicy } from '../wire/depository/policy.ts';
import { lianyintongPolicy } from '../wire/lianyintong/policy.ts';
import type { Policy } from './policy.ts';
import { authorizations } from './authorizations/tables.ts';
import { accounts, dues } from '../ledger/journal.ts';
import { claims } from './claims/tables.ts';
import { freezes } from './freezes/tables.ts';
import { holds, remainingOf } from './holds/tables.ts';
import { members } from './members/tables.ts';
import { projects } from './projects/tables.ts';
import { receipts } from './receipts/tables.ts';
import { withdrawals } from './withdrawals/tables.ts';

const RUNS = 100;
const STEPS = 100;

const POLICIES: Readonly<Record<string, Policy>> = {
  lianyintong: lianyintongPolicy,
  // Small caps, so that random projects meet them; anybody may borrow and invest, so that G-21 is met too.
  depository: {
    ...depositoryPolicy,
    projectCaps: { PERSON: 4_000n, ENTERPRISE: 4_000n },
    investorRoles: null,
    borrowerRoles: null,
  },
};

/** Everything that a refusal must leave as it was. */
function picture(core: MemoryCore): string {
  return pack(
    [accounts, dues, holds, freezes, claims, projects, members, authorizations, withdrawals].map((table) =>
      core.rows(table as never),
    ),
  );
}

function holderOf(core: MemoryCore, name: string): bigint {
  if (name in ACCOUNT_HOLDERS) return ACCOUNT_HOLDERS[name as keyof typeof ACCOUNT_HOLDERS];
  return core.rows(members).find((member) => member.userNo === name)?.memberNo as bigint;
}

/** What is due to a holder out of a project; undefined when he never had a claim on it. */
function dueTo(core: MemoryCore, projectId: bigint, holderNo: bigint): bigint | undefined {
  return core.rows(dues).find((row) => row.debtNo === projectId && row.holderNo === holderNo)?.balance;
}

/** What a project owes. */
function owedBy(core: MemoryCore, projectId: bigint): bigint {
  const account = core.rows(accounts).find((row) => row.accountId === accountId(projectId, 'DEBT'));
  return -(account?.balance ?? 0n);
}

/** The invariants of the ledger and of what hangs on it. */
function assertSound(core: MemoryCore): void {
  const rows = core.rows(accounts);
  const money = rows.filter(({ accountId: id }) => ACCOUNT_KINDS[kindOf(id)].class !== 'MEMORANDUM');
  assert.equal(sum(money.map(({ balance }) => balance)), 0n, 'all balances of money sum to zero');
  assertOwed(core);
  for (const { accountId: id, balance } of rows) {
    const { bound } = ACCOUNT_KINDS[kindOf(id)];
    if (bound === 'NOT_NEGATIVE') assert.ok(balance >= 0n, `account ${id} is ${balance}`);
    if (bound === 'NOT_POSITIVE') assert.ok(balance <= 0n, `account ${id} is ${balance}`);
  }
  const frozen = new Map<bigint, bigint>();
  const add = (holderNo: bigint, amount: bigint) => frozen.set(holderNo, (frozen.get(holderNo) ?? 0n) + amount);
  for (const hold of core.rows(holds)) add(hold.holderNo, remainingOf(hold));
  for (const { holderNo, amount, releasedAt } of core.rows(freezes)) if (releasedAt === null) add(holderNo, amount);
  for (const { mode, state, holderNo, amount } of core.rows(withdrawals)) {
    if (mode === 'FREEZE' && (state === 'WAITING' || state === 'SENT')) add(holderNo, amount);
  }
  for (const { accountId: id, holderNo, balance } of rows) {
    if (kindOf(id) === 'FROZEN') assert.equal(balance, frozen.get(holderNo) ?? 0n, `frozen of ${holderNo}`);
  }
  const waiting = core.rows(receipts).filter(({ state }) => state === 'UNALLOCATED');
  const unallocated = sum(waiting.map(({ amount }) => amount));
  assert.equal(rows.find(({ accountId: id }) => kindOf(id) === 'UNALLOCATED_RECEIPTS')?.balance ?? 0n, unallocated);
}

/** The second book: a project owes what is due to the holders of its claims, and none has more than he was given. */
function assertOwed(core: MemoryCore): void {
  for (const project of core.rows(projects)) {
    const given = new Map<bigint, bigint>();
    for (const { projectNo, holderNo, principal } of core.rows(claims)) {
      if (projectNo === project.projectNo) given.set(holderNo, (given.get(holderNo) ?? 0n) + principal);
    }
    let due = 0n;
    for (const [holderNo, principal] of given) {
      const left = dueTo(core, project.projectId, holderNo) ?? -1n;
      assert.ok(left >= 0n && left <= principal, `${holderNo} is due ${left} of ${principal}`);
      due += left;
    }
    assert.equal(owedBy(core, project.projectId), due, `the debt of ${project.projectNo}`);
    assert.equal(sum([...given.values()]), project.loaned, `the claims of ${project.projectNo}`);
  }
}

/** The core and the model agree on purses, projects and claims. */
function assertAgreed(core: MemoryCore, model: Model): void {
  const balances = new Map(core.rows(accounts).map(({ accountId: id, balance }) => [id, balance]));
  for (const [name, { available, frozen }] of model.purses) {
    const holderNo = holderOf(core, name);
    assert.equal(balances.get(accountId(holderNo, 'AVAILABLE')) ?? 0n, available, `available of ${name}`);
    assert.equal(balances.get(accountId(holderNo, 'FROZEN')) ?? 0n, frozen, `frozen of ${name}`);
  }
  const borrowing = new Map<string, bigint>();
  for (const row of core.rows(projects)) {
    const { projectNo } = row;
    const expected = model.projects.get(projectNo);
    assert.ok(expected);
    const { amount, status, loaned, repaid, interest, borrower } = expected;
    const outstanding = loaned - repaid;
    assert.deepEqual(
      [
        row.amount,
        row.status,
        row.loaned,
        row.repaidPrincipal,
        row.repaidInterest,
        owedBy(core, row.projectId),
        row.tendered,
        row.openHolds,
      ],
      [amount, status, loaned, repaid, interest, outstanding, model.tendered(projectNo), model.openHolds(projectNo)],
      projectNo,
    );
    assert.ok(row.tendered + row.loaned <= row.amount, 'G-22');
    const counts = status === 'COLLECTING' ? amount : status === 'REPAYING' ? outstanding : 0n;
    borrowing.set(borrower, (borrowing.get(borrower) ?? 0n) + counts);
    if (status === 'FINISH') assert.equal(outstanding, 0n, 'G-24');
    if (status === 'MISCARRY') assert.equal(loaned, 0n, 'G-24');
  }
  for (const member of core.rows(members))
    assert.equal(member.borrowing, borrowing.get(member.userNo) ?? 0n, 'D-PRJ-1');
  for (const [key, expected] of model.claims) {
    const [projectNo, userNo] = key.split('/') as [string, string];
    const { projectId } = core.rows(projects).find((row) => row.projectNo === projectNo) ?? { projectId: 0n };
    assert.equal(dueTo(core, projectId, holderOf(core, userNo)), expected, `claim ${key}`);
  }
}

const seen = new Map<string, number>();

function playAll(policy: Policy, steps: readonly RandomStep[]): void {
  const core = peopled(policy);
  const model = new Model(policy.withdrawal === 'FREEZE');
  const player = new Player(core, model);
  player.begin();
  for (const [i, step] of steps.entries()) {
    const before = picture(core);
    const done = player.play(step, `r${i}`);
    if (done) seen.set(step.kind, (seen.get(step.kind) ?? 0) + 1);
    if (done === (step.kind === 'again') && step.kind !== 'deposit')
      assert.equal(picture(core), before, `${step.kind} left a trace`);
    assertSound(core);
    assertAgreed(core, model);
  }
}

for (const [name, policy] of Object.entries(POLICIES)) {
  test(`G-11 G-15 G-22 G-24 random work under the policy of ${name} agrees with the model`, () => {
    seen.clear();
    fc.assert(
      fc.property(randomSteps(STEPS), (steps) => playAll(policy, steps)),
      { numRuns: RUNS },
    );
    const kinds = [
      'deposit',
      'create',
      'tender',
      'autoTender',
      'cancel',
      'lend',
      'modify',
      'repayHold',
      'repay',
      'freeze',
      'release',
      'withdraw',
      'payout',
      'again',
    ];
    for (const kind of kinds)
      assert.ok((seen.get(kind) ?? 0) > 0, `no ${kind} was ever done: ${JSON.stringify([...seen])}`);
  });
}
