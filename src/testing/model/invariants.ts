/** What holds of the core's rows whatever was ordered: the ledger sums to zero, and what hangs on it fits. */
import assert from 'node:assert/strict';
import { claims } from '../../custody/claims/tables.ts';
import { freezes } from '../../custody/freezes/tables.ts';
import { holds, remainingOf } from '../../custody/holds/tables.ts';
import { projects } from '../../custody/projects/tables.ts';
import { receipts } from '../../custody/receipts/tables.ts';
import { withdrawals } from '../../custody/withdrawals/tables.ts';
import { sum } from '../../kernel/money.ts';
import { ACCOUNT_KINDS, accountId, kindOf } from '../../ledger/chart.ts';
import { accounts, dues } from '../../ledger/journal.ts';
import type { MemoryCore } from '../memory.ts';

/** The invariants of the ledger and of what hangs on it. */
export function assertSound(core: MemoryCore): void {
  const rows = core.rows(accounts);
  const money = rows.filter(({ accountId: id }) => ACCOUNT_KINDS[kindOf(id)].class !== 'MEMORANDUM');
  assert.equal(sum(money.map(({ balance }) => balance)), 0n, 'all balances of money sum to zero');
  assertOwed(core);
  for (const { accountId: id, balance } of rows) {
    const { bound } = ACCOUNT_KINDS[kindOf(id)];
    if (bound === 'NOT_NEGATIVE') assert.ok(balance >= 0n, `account ${id} is ${balance}`);
    if (bound === 'NOT_POSITIVE') assert.ok(balance <= 0n, `account ${id} is ${balance}`);
  }
  const frozen = frozenOf(core);
  for (const { accountId: id, holderNo, balance } of rows) {
    if (kindOf(id) === 'FROZEN') assert.equal(balance, frozen.get(holderNo) ?? 0n, `frozen of ${holderNo}`);
  }
  const waiting = core.rows(receipts).filter(({ state }) => state === 'UNALLOCATED');
  const unallocated = sum(waiting.map(({ amount }) => amount));
  assert.equal(rows.find(({ accountId: id }) => kindOf(id) === 'UNALLOCATED_RECEIPTS')?.balance ?? 0n, unallocated);
}

/** What is frozen of each holder: open holds, standing freezes, withdrawals under way that froze. */
function frozenOf(core: MemoryCore): ReadonlyMap<bigint, bigint> {
  const frozen = new Map<bigint, bigint>();
  const add = (holderNo: bigint, amount: bigint) => frozen.set(holderNo, (frozen.get(holderNo) ?? 0n) + amount);
  for (const hold of core.rows(holds)) add(hold.holderNo, remainingOf(hold));
  for (const { holderNo, amount, releasedAt } of core.rows(freezes)) if (releasedAt === null) add(holderNo, amount);
  for (const { mode, state, holderNo, amount } of core.rows(withdrawals)) {
    if (mode === 'FREEZE' && (state === 'WAITING' || state === 'SENT')) add(holderNo, amount);
  }
  return frozen;
}

/** The second book: a project owes what is due to the holders of its claims, and none has more than he was given. */
function assertOwed(core: MemoryCore): void {
  for (const project of core.rows(projects)) {
    const given = new Map<bigint, bigint>();
    let lent = 0n;
    for (const { projectNo, holderNo, principal, sourceNo } of core.rows(claims)) {
      if (projectNo !== project.projectNo) continue;
      given.set(holderNo, (given.get(holderNo) ?? 0n) + principal);
      // What was bought was lent before.
      if (sourceNo === null) lent += principal;
    }
    let due = 0n;
    for (const row of core.rows(dues)) {
      if (row.debtNo !== project.projectId) continue;
      const principal = given.get(row.holderNo) ?? 0n;
      assert.ok(row.balance >= 0n && row.balance <= principal, `${row.holderNo} is due ${row.balance} of ${principal}`);
      due += row.balance;
    }
    const debt = core.rows(accounts).find((row) => row.accountId === accountId(project.projectId, 'DEBT'));
    assert.equal(-(debt?.balance ?? 0n), due, `the debt of ${project.projectNo}`);
    assert.equal(lent, project.loaned, `the claims of ${project.projectNo}`);
    assert.ok(project.tendered + project.loaned <= project.amount, 'G-22');
    if (project.status === 'FINISH') assert.equal(due, 0n, 'G-24');
    if (project.status === 'MISCARRY') assert.equal(project.loaned, 0n, 'G-24');
  }
}
