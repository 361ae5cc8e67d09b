/**
 * The journal: the three ledger tables as the lane sees them, and the one function that posts to them. It promises what
 * `post.ts` promises of an entry, and that fees which a platform still owes are collected whenever its fee account is
 * credited, whoever credits it.
 */
import { type Fen, least } from '../kernel/money.ts';
import { ACCOUNT_HOLDERS, type AccountKind, accountId, CUSTODIAN_HOLDER } from './chart.ts';
import { DUES_STANDING } from './dues.store.ts';
import { type Balance, type DueRow, fold, judge, type Line } from './post.ts';
import type { PartOf, TemplateName } from './templates.ts';
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
  readonly template: TemplateName;
  /** The order, or the case, that made it. */
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

/** Many, and each seldom posted to: how one stands is said by its last posting, and no row is written again. */
export const dues = defineTable<DueRow>()('dues', {
  key: ['debtNo', 'holderNo'],
  finders: { byDebt: ['debtNo'] },
  numbered: { by: 'lastNo', column: 'dueNo' },
  types: {
    debtNo: 'bigint',
    holderNo: 'bigint',
    dueNo: 'bigint',
    balance: 'bigint',
    version: 'bigint',
    lastPart: 'text',
  },
  mutable: ['balance', 'version', 'lastPart'],
  derived: { columns: ['balance', 'version', 'lastPart'], from: DUES_STANDING },
});

const FEE_AVAILABLE = accountId(ACCOUNT_HOLDERS.FEE, 'AVAILABLE');
const FEES_OWED = accountId(CUSTODIAN_HOLDER, 'FEES_OWED');

/** A line on a holder's account. */
export function line<const P extends string>(holderNo: bigint, kind: AccountKind, part: P, amount: Fen): Line<P> {
  return { accountId: accountId(holderNo, kind), part, amount };
}

/** A line on the account of what is due. */
export function dueLine<const P extends string>(due: DueRow, part: P, amount: Fen): Line<P> {
  return { accountId: accountId(due.dueNo, 'DUE'), part, amount, due };
}

/** The account of what is due to a holder out of a debt, opened when there is none yet. */
export function openDue(world: World, debtNo: bigint, holderNo: bigint): DueRow {
  const opened = world.get(dues, debtNo, holderNo);
  if (opened) return opened;
  return world.insert(dues, { debtNo, holderNo, dueNo: world.nextNo(), balance: 0n, version: 0n, lastPart: null });
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

/** Posts one entry: lines of zero are left out, the rest is as the template has it and balances in both books.
 * Answers its number. */
export function post<T extends TemplateName>(
  world: World,
  template: T,
  orderNo: bigint | null,
  lines: readonly Line<PartOf<T>>[],
): bigint {
  const known = judge(template, lines);
  const entryNo = world.nextEntryNo();
  world.append(entries, { entryNo, template, orderNo, effectiveAt: world.at });
  const after = new Map<AccountRow | DueRow, Balance & { readonly lastPart: string }>();
  let feeCredited = false;
  for (const [i, each] of known.entries()) {
    const { accountId: id, part, amount, due } = each;
    const account = due ?? world.get(accounts, id) ?? openAccount(world, id);
    const { seq, balanceAfter, version } = fold(each, after.get(account) ?? account, i + 1);
    after.set(account, { balance: balanceAfter, version, lastPart: part });
    world.append(postings, { entryNo, seq, accountId: id, part, amount, balanceAfter, version });
    feeCredited ||= id === FEE_AVAILABLE && amount > 0n;
  }
  for (const [account, standing] of after) {
    if ('dueNo' in account) world.change(dues, account, standing);
    else world.change(accounts, account, { balance: standing.balance, version: standing.version });
  }
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
