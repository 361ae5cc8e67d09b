/**
 * The ledger as the lane sees it: the three ledger tables and the one function that posts. Templates are named
 * where the verbs post them. Fees that a platform still owes are collected here, in one place,
 * whenever its fee account is credited.
 */
import { type Fen, least } from '../kernel/money.ts';
import { type AccountKind, accountId, CUSTODIAN_HOLDER } from '../ledger/chart.ts';
import { assertBalanced, type Balance, fold, type Line } from '../ledger/post.ts';
import { defineTable } from './executor/table.ts';
import type { Want, World } from './executor/world.ts';
import type { PlatformAccount } from './vocabulary.ts';

export interface AccountRow {
  accountId: bigint;
  holderNo: bigint;
  kind: number;
  balance: Fen;
  version: bigint;
}

export const accounts = defineTable<AccountRow>('accounts', {
  kept: true,
  key: ['accountId'],
  types: { accountId: 'bigint', holderNo: 'bigint', kind: 'int', balance: 'bigint', version: 'bigint' },
  mutable: ['balance', 'version'],
});

const entries = defineTable<{ entryNo: bigint; template: string; orderNo: bigint | null; effectiveAt: number }>(
  'entries',
  {
    key: ['entryNo'],
    types: { entryNo: 'bigint', template: 'text', orderNo: 'bigint', effectiveAt: 'instant' },
  },
);

interface PostingRow {
  entryNo: bigint;
  seq: number;
  accountId: bigint;
  part: string;
  amount: Fen;
  balanceAfter: Fen;
  version: bigint;
}

const postings = defineTable<PostingRow>('postings', {
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

/** Holder numbers of the platform's own accounts. */
export const ACCOUNT_HOLDERS: Readonly<Record<PlatformAccount, bigint>> = { FEE: 1n, COMPENSATION: 2n, MARKETING: 3n };

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

/** Posts one entry: lines of zero are left out, the rest must balance. */
export function post(world: World, template: string, orderNo: bigint | null, lines: readonly Line[]): void {
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

/**
 * The custodian's fee of an order: from the platform's fee account at once, what that cannot cover stays owed (L2.6).
 */
export function chargeFee(world: World, orderNo: bigint, fee: Fen): void {
  if (fee === 0n) return;
  const covered = least(fee, balanceOf(world, ACCOUNT_HOLDERS.FEE, 'AVAILABLE'));
  post(world, 'custodian-fee', orderNo, [
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'fee', -covered),
    line(CUSTODIAN_HOLDER, 'FEES_OWED', 'owed', covered - fee),
    line(CUSTODIAN_HOLDER, 'CUSTODIAN_FEE_INCOME', 'fee', fee),
  ]);
}
