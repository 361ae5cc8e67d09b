/**
 * What is compared after every command: each figure that is not zero, by a name that people can read, once as the core
 * has it in its rows and once as the model has it in its books.
 */
import { authorizations } from '../../custody/authorizations/tables.ts';
import { claims } from '../../custody/claims/tables.ts';
import { deposits } from '../../custody/deposits/tables.ts';
import { freezes } from '../../custody/freezes/tables.ts';
import { holds, remainingOf } from '../../custody/holds/tables.ts';
import { members } from '../../custody/members/tables.ts';
import { projects } from '../../custody/projects/tables.ts';
import { withdrawals } from '../../custody/withdrawals/tables.ts';
import { ACCOUNT_HOLDERS, kindOf } from '../../ledger/chart.ts';
import { accounts, dues } from '../../ledger/journal.ts';
import type { MemoryCore } from '../memory.ts';
import { type Books, total } from './books.ts';

export type Figures = Map<string, string | bigint>;

/** The first figure in which the two differ, with both values; null when they agree. */
export function difference(core: Figures, model: Figures): string | null {
  for (const [name, value] of model) if (core.get(name) !== value) return told(name, core, model);
  for (const name of core.keys()) if (!model.has(name)) return told(name, core, model);
  return null;
}

function told(name: string, core: Figures, model: Figures): string {
  return `${name}: the core has ${core.get(name) ?? 'nothing'}, the model ${model.get(name) ?? 'nothing'}`;
}

function set(figures: Figures, name: string, value: bigint): void {
  if (value !== 0n) figures.set(name, value);
}

function add(figures: Figures, name: string, value: bigint): void {
  set(figures, name, value + BigInt(figures.get(name) ?? 0n));
}

function recordName(projectNo: string, owner: string, holdNo: string, confirmNo: string): string {
  return `of claim ${projectNo} ${owner} hold ${holdNo} confirmed by ${confirmNo}`;
}

export function modelFigures(books: Books): Figures {
  const figures: Figures = new Map();
  for (const [of, { available, frozen }] of books.purses) {
    set(figures, `available ${of}`, available);
    set(figures, `frozen ${of}`, frozen);
  }
  set(figures, 'unallocated', books.unallocated);
  set(figures, 'payable', books.payable());
  set(figures, 'fees earned', books.earned);
  set(figures, 'fees owed', total([...books.owedFees.values()]));
  for (const [userNo, { type, role, state }] of books.members) {
    figures.set(`member ${userNo}`, `${type} ${role} ${state}`);
    set(figures, `borrowing ${userNo}`, books.borrowing(userNo));
  }
  for (const [no, hold] of books.holds) {
    if (hold.left > 0n) figures.set(`hold ${no}`, `${hold.kind} ${hold.projectNo} ${hold.left}+${hold.packet}`);
  }
  for (const [no, freeze] of books.freezes) if (freeze.standing) figures.set(`freeze ${no}`, freeze.amount);
  for (const [projectNo, { status, amount, loaned, repaid, interest }] of books.projects) {
    const open = books.openHolds(projectNo);
    const tenders = open.filter(({ kind }) => kind === 'TENDER').length;
    const moved = `lent ${loaned} repaid ${repaid} interest ${interest} owed ${books.owed(projectNo)}`;
    const held = `tendered ${books.tendered(projectNo)} holds ${open.length} of them tenders ${tenders}`;
    figures.set(`project ${projectNo}`, `${status} ${amount} ${moved} ${held}`);
  }
  for (const { projectNo, owner, holdNo, confirmNo, left } of books.claims) {
    set(figures, `claim ${projectNo} ${owner}`, books.claim(projectNo, owner));
    add(figures, recordName(projectNo, owner, holdNo, confirmNo), left);
  }
  for (const [i, { member, kinds, used }] of books.grants.entries()) {
    figures.set(`authorisation ${i}`, `${member} ${[...kinds].sort().join()} used ${used}`);
  }
  for (const [i, { of, amount, state }] of books.payIns.entries()) {
    if (state === 'HANDED') figures.set(`deposit ${i}`, `${of} ${amount}`);
  }
  for (const [no, { amount, dueAt, state }] of books.payOuts) {
    if (state === 'WAITING' || state === 'SENT') figures.set(`withdrawal ${no}`, underWay(amount, state, dueAt));
  }
  return figures;
}

export function coreFigures(core: MemoryCore): Figures {
  const figures: Figures = new Map();
  const names = new Map<bigint, string>();
  for (const [name, holderNo] of Object.entries(ACCOUNT_HOLDERS)) names.set(holderNo, name);
  for (const { memberNo, userNo, borrowing, type, role, state } of core.rows(members)) {
    names.set(memberNo, userNo);
    figures.set(`member ${userNo}`, `${type} ${role} ${state}`);
    set(figures, `borrowing ${userNo}`, borrowing);
  }
  const owed = moneyOf(core, names, figures);
  for (const hold of core.rows(holds)) {
    const left = remainingOf(hold);
    if (left > 0n) figures.set(`hold ${hold.holdNo}`, `${hold.kind} ${hold.projectNo} ${left}+${hold.redPacket}`);
  }
  for (const { freezeNo, amount, releasedAt } of core.rows(freezes)) {
    if (releasedAt === null) figures.set(`freeze ${freezeNo}`, amount);
  }
  const nos = new Map<bigint, string>();
  for (const row of core.rows(projects)) {
    nos.set(row.projectId, row.projectNo);
    const left = owed.get(row.projectId) ?? 0n;
    const moved = `lent ${row.loaned} repaid ${row.repaidPrincipal} interest ${row.repaidInterest} owed ${left}`;
    const held = `tendered ${row.tendered} holds ${row.openHolds} of them tenders ${row.openTenders}`;
    figures.set(`project ${row.projectNo}`, `${row.status} ${row.amount} ${moved} ${held}`);
  }
  for (const { debtNo, holderNo, balance } of core.rows(dues)) {
    set(figures, `claim ${nos.get(debtNo)} ${names.get(holderNo)}`, balance);
  }
  recordsOf(core, names, figures);
  for (const [i, { memberNo, kinds, used }] of core.rows(authorizations).entries()) {
    figures.set(`authorisation ${i}`, `${names.get(memberNo)} ${kinds.split(',').sort().join()} used ${used}`);
  }
  for (const [i, { holderNo, amount, state }] of core.rows(deposits).entries()) {
    if (state === 'HANDED') figures.set(`deposit ${i}`, `${names.get(holderNo)} ${amount}`);
  }
  for (const { requestNo: no, amount, state, dueAt } of core.rows(withdrawals)) {
    if (state === 'WAITING' || state === 'SENT') figures.set(`withdrawal ${no}`, underWay(amount, state, dueAt));
  }
  return figures;
}

/** What is left of each record: what was not sold of it, the oldest repaid first. */
function recordsOf(core: MemoryCore, names: ReadonlyMap<bigint, string>, figures: Figures): void {
  const due = new Map<string, bigint>();
  for (const { projectNo, holderNo, originNo, confirmNo, principal, transferred } of core.rows(claims).reverse()) {
    const owner = names.get(holderNo) ?? '';
    const name = `claim ${projectNo} ${owner}`;
    const open = due.get(name) ?? BigInt(figures.get(name) ?? 0n);
    const unsold = principal - transferred;
    const left = unsold < open ? unsold : open;
    due.set(name, open - left);
    add(figures, recordName(projectNo, owner, originNo, confirmNo), left);
  }
}

/** A withdrawal that the bank has not decided, and when it is to be told. */
function underWay(amount: bigint, state: string, dueAt: number | null): string {
  return state === 'WAITING' ? `${amount} at ${dueAt}` : `${amount} told`;
}

/** Writes down the balances; answers what each project owes by the second book. */
function moneyOf(core: MemoryCore, names: ReadonlyMap<bigint, string>, figures: Figures): ReadonlyMap<bigint, bigint> {
  const owed = new Map<bigint, bigint>();
  for (const { accountId, holderNo, balance } of core.rows(accounts)) {
    const kind = kindOf(accountId);
    if (kind === 'AVAILABLE') set(figures, `available ${names.get(holderNo)}`, balance);
    if (kind === 'FROZEN') set(figures, `frozen ${names.get(holderNo)}`, balance);
    if (kind === 'UNALLOCATED_RECEIPTS') set(figures, 'unallocated', balance);
    if (kind === 'WITHDRAWALS_PAYABLE') set(figures, 'payable', balance);
    if (kind === 'CUSTODIAN_FEE_INCOME') set(figures, 'fees earned', balance);
    if (kind === 'FEES_OWED') set(figures, 'fees owed', -balance);
    if (kind === 'DEBT') owed.set(holderNo, -balance);
  }
  return owed;
}
