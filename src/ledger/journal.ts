/**
 * The journal: the three ledger tables as the lane sees them, and the one function that posts to them. It promises what
 * `post.ts` promises of an entry, and that fees which a platform still owes are collected whenever its fee account is
 * credited, whoever credits it. Templates are named where the verbs post them.
 */
import { type Fen, least } from '../kernel/money.ts';
import { ACCOUNT_HOLDERS, type AccountKind, accountId, CUSTODIAN_HOLDER } from './chart.ts';
import { assertBalanced, type Balance, fold, type Line } from './post.ts';
import { defineTable } from '../executor/table.ts';
import type { Want, World } from '../executor/world.ts';

export interface AccountRow {
  readonly accountId: bigint;
  readonly holderNo: bigint;
  readonly kind: number;
  readonly balance: Fen;
  readonly version: bigint;
}

export const accounts = defineTable<AccountRow>()('accounts', {
  kept: true,
  key: ['accountId'],
  types: { accountId: 'bigint', holderNo: 'bigint', kind: 'int', balance: 'bigint', version: 'bigint' },
  mutable: ['balance', 'version'],
});

interface EntryRow {
  readonly entryNo: bigint;
  readonly template: string;
  readonly orderNo: bigint | null;
  readonly effectiveAt: number;
}

export const entries = defineTable<EntryRow>()('entries', {
  numbered: { by: 'lastEntryNo', column: 'entryNo' },
  key: ['entryNo'],
  types: { entryNo: 'bigint', template: 'text', orderNo: 'bigint', effectiveAt: 'instant' },
});

interface PostingRow {
  readonly entryNo: bigint;
  readonly seq: number;
  readonly accountId: bigint;
  readonly part: string;
  readonly amount: Fen;
  readonly balanceAfter: Fen;
  readonly version: bigint;
}

export const postings = defineTable<PostingRow>()('postings', {
  key: ['entryNo', 'seq'],
  types: {
    entryNo: 'bigint',
    seq: 'int',
    accountId: 'bigint',
    part: 'text',
    amount: 'bigint',
    balanceAfter: 'bigint',
    version: 'bigint',
  },
});

const FEE_AVAILABLE = accountId(ACCOUNT_HOLDERS.FEE, 'AVAILABLE');
const FEES_OWED = accountId(CUSTODIAN_HOLDER, 'FEES_OWED');

/** A line on a holder's account. */
export function line(holderNo: bigint, kind: AccountKind, part: string, amount: Fen): Line {
  return { accountId: accountId(holderNo, kind), part, amount };
}

/** Asks for the balances that a decision will look at or post to. */
export function wantAccounts(want: Want, holderNo: bigint, ...kinds: readonly AccountKind[]): void {
  for (const kind of kinds) want.row(accounts, accountId(holderNo, kind));
}

/** Asks for what a credit to the fee account may touch (owed fees are collected from it). */
export function wantFeeAccounts(want: Want): void {
  wantAccounts(want, ACCOUNT_HOLDERS.FEE, 'AVAILABLE');
  wantAccounts(want, CUSTODIAN_HOLDER, 'FEES_OWED');
}

/** The balance of an account, zero when it was never posted to. */
export function balanceOf(world: World, holderNo: bigint, kind: AccountKind): Fen {
  return world.get(accounts, accountId(holderNo, kind))?.balance ?? 0n;
}

/** Posts one entry: lines of zero are left out, the rest must balance. Answers its number. */
export function post(world: World, template: string, orderNo: bigint | null, lines: readonly Line[]): bigint {
  const real = lines.filter((each) => each.amount !== 0n);
  assertBalanced(template, real);
  const entryNo = world.nextEntryNo();
  world.append(entries, { entryNo, template, orderNo, effectiveAt: world.at });
  const after = new Map<AccountRow, Balance>();
  let feeCredited = false;
  for (const [i, each] of real.entries()) {
    const { accountId: id, part, amount } = each;
    const account = world.get(accounts, id) ?? openAccount(world, id);
    const { seq, balanceAfter, version } = fold(each, after.get(account) ?? account, i + 1);
    after.set(account, { balance: balanceAfter, version });
    world.append(postings, { entryNo, seq, accountId: id, part, amount, balanceAfter, version });
    feeCredited ||= id === FEE_AVAILABLE && amount > 0n;
  }
  for (const [account, balance] of after) world.change(accounts, account, balance);
  if (feeCredited) collectOwedFees(world, orderNo);
  return entryNo;
}

function openAccount(world: World, id: bigint): AccountRow {
  return world.insert(accounts, {
    accountId: id,
    holderNo: id / 100n,
    kind: Number(id % 100n),
    balance: 0n,
    version: 0n,
  });
}

/** Fees owed are an asset (negative balance): what the fee account now has pays them first (L2.6). */
function collectOwedFees(world: World, orderNo: bigint | null): void {
  const owed = -(world.get(accounts, FEES_OWED)?.balance ?? 0n);
  const paid = least(owed, world.get(accounts, FEE_AVAILABLE)?.balance ?? 0n);
  if (paid > 0n) {
    post(world, 'collect-owed-fees', orderNo, [
      { accountId: FEE_AVAILABLE, part: 'fee', amount: -paid },
      { accountId: FEES_OWED, part: 'fee', amount: paid },
    ]);
  }
}
