/** Cases as tests bring them about: money that is nobody's, a password that is locked, and people to decide. */
import assert from 'node:assert/strict';
import type { Doer } from '../custody/cases/cases.ts';
import { happen } from '../custody/cases/history.ts';
import type { CaseState } from '../custody/cases/states.ts';
import { type CaseRow, caseEvents, cases } from '../custody/cases/tables.ts';
import type { CaseDone, Opening } from '../custody/cases/tasks.ts';
import type { CaseKindName, CasePlan } from '../custody/cases/words.ts';
import { passwordTryTask } from '../custody/credentials/tries.ts';
import { createLanes } from '../executor/lanes.ts';
import type { TestCustody, TestPlatform } from './custody.ts';
import { fakeReport } from './fake-bank.ts';
import { fileOf } from './papers.ts';

export type Action = 'papers' | 'propose' | 'approve' | 'back' | 'refuse';

let serial = 0;

/** The short ways to cases of one platform. `ann` and `bob` are operators, `rob` a reviewer. */
export function caseStage(core: TestCustody, p: TestPlatform): CaseStage {
  return new CaseStage(core, p);
}

export class CaseStage {
  private readonly core: TestCustody;
  private readonly p: TestPlatform;
  private readonly platformId: number;

  constructor(core: TestCustody, p: TestPlatform) {
    this.core = core;
    this.p = p;
    this.platformId = p.platform.platformId;
  }

  async people(): Promise<void> {
    for (const name of ['ann', 'bob']) await this.core.operators.add(name, 'operator');
    await this.core.operators.add('rob', 'reviewer');
  }

  /** Money that came for an order which was paid already: a receipt that waits; its number. */
  async receipt(amount: bigint): Promise<bigint> {
    const { core, p, platformId } = this;
    const { sql } = core.database;
    serial += 1;
    const requestNo = `paid-${serial}`;
    await p.deposit('u', 1n, requestNo);
    const [row] = await sql`select order_no from deposits
      where platform_id = ${platformId} and request_no = ${requestNo}`;
    const bankRef = `more-${serial}`;
    const outcome = { state: 'PAID', amount, paidAt: core.clock.now(), bankRef } as const;
    const bankOrderNo = `D${platformId}-${row?.order_no}`;
    await core.custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome }));
    const [receipt] = await sql`select receipt_no from receipts
      where platform_id = ${platformId} and bank_ref = ${bankRef}`;
    return receipt?.receipt_no as bigint;
  }

  /** The bank speaks of an order that it was never asked for: a break without money; its number. */
  async breakNo(): Promise<bigint> {
    const { core, platformId } = this;
    serial += 1;
    const outcome = { state: 'PAID', amount: 7n, paidAt: core.clock.now(), bankRef: `nobody-${serial}` } as const;
    const bankOrderNo = `D${platformId}-${900_000 + serial}`;
    await core.custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome }));
    const [row] = await core.database.sql`select break_no from breaks
      where platform_id = ${platformId} and order_no = ${900_000 + serial}`;
    return row?.break_no as bigint;
  }

  /** A member whose trade password is locked. */
  async locked(): Promise<string> {
    const { core, p, platformId } = this;
    serial += 1;
    const userNo = `locked-${serial}`;
    await p.register(userNo);
    const [row] = await core.database.sql`select member_no from members
      where platform_id = ${platformId} and user_no = ${userNo}`;
    const lanes = laneOf(core);
    for (let i = 0; i < 5; i += 1) {
      await lanes.submit(platformId, passwordTryTask(row?.member_no as bigint, `try-${serial}-${i}`));
    }
    return userNo;
  }

  open(opening: Opening, by = 'ann'): Promise<CaseDone> {
    return this.core.cases.open(this.platformId, opening, as(by));
  }

  propose(caseNo: bigint, plan: CasePlan = null, by = 'ann'): Promise<CaseDone> {
    return this.core.cases.propose(this.platformId, caseNo, plan, as(by));
  }

  approve(caseNo: bigint, by = 'bob'): Promise<CaseDone> {
    return this.core.cases.approve(this.platformId, caseNo, as(by));
  }

  back(caseNo: bigint, by = 'bob'): Promise<CaseDone> {
    return this.core.cases.decline(this.platformId, caseNo, 'sentBack', as(by));
  }

  refuse(caseNo: bigint, by = 'bob'): Promise<CaseDone> {
    return this.core.cases.decline(this.platformId, caseNo, 'refused', as(by));
  }

  papers(caseNo: bigint, by = 'ann'): Promise<CaseDone> {
    return this.core.cases.addPapers(this.platformId, caseNo, [fileOf('PDF', '说明.pdf')], as(by));
  }

  /** Something done about a case by the usual person. */
  act(action: Action, caseNo: bigint): Promise<CaseDone> {
    return this[action](caseNo);
  }

  /** A new case of a kind, with what its approval is to do. */
  async fresh(kind: CaseKindName): Promise<bigint> {
    return opened(await this.open(await this.opening(kind)));
  }

  /** What opens a case of a kind, about something new. */
  async opening(kind: CaseKindName): Promise<Opening> {
    const receipt = async () => ({ about: 'RECEIPT', receiptNo: await this.receipt(500n) }) as const;
    switch (kind) {
      case 'RECEIPT':
        return { kind, subject: await receipt(), plan: { to: 'MEMBER', userNo: 'u' } };
      case 'CREDIT':
        return { kind, subject: await receipt(), plan: { account: 'COMPENSATION' } };
      case 'BREAK':
        return { kind, subject: { about: 'BREAK', breakNo: await this.breakNo() }, plan: null };
      case 'UNLOCK':
        return { kind, subject: { about: 'MEMBER', userNo: await this.locked() }, plan: null };
    }
  }

  /** A new case of a kind in a state. */
  async standing(kind: CaseKindName, state: CaseState): Promise<bigint> {
    const caseNo = await this.fresh(kind);
    if (state === 'REFUSED') opened(await this.refuse(caseNo));
    if (state === 'ENDED') await this.end(caseNo);
    if (['PROPOSED', 'BACK', 'APPROVED'].includes(state)) opened(await this.propose(caseNo));
    if (state === 'BACK') opened(await this.back(caseNo));
    if (state === 'APPROVED') opened(await this.approve(caseNo));
    return caseNo;
  }

  /** The case ends because what it was about came to an end otherwise. */
  async end(caseNo: bigint): Promise<void> {
    await laneOf(this.core).submit(this.platformId, {
      weight: 1,
      needs: (want) => void want.row(cases, caseNo),
      run(world) {
        const row = world.get(cases, caseNo);
        assert.ok(row);
        happen(world, row, 'ended', { by: null, reason: null, commandId: `end-${caseNo}` });
      },
    });
  }

  async row(caseNo: bigint): Promise<Readonly<CaseRow>> {
    const found = await this.core.cases.reads.find(this.platformId, caseNo);
    assert.ok(found);
    return found.row;
  }

  /** Everything that cases could move: balances, receipts, locks. */
  async books(): Promise<unknown> {
    const { platformId } = this;
    return await this.core.database.sql`
      select 'account ' || account_id as what, balance::text as says from accounts where platform_id = ${platformId}
      union all select 'receipt ' || receipt_no, state from receipts where platform_id = ${platformId}
      union all select 'lock of ' || holder_no, failures || coalesce(locked_until::text, '') from credentials
        where platform_id = ${platformId}
      union all select 'entries', count(*)::text from entries where platform_id = ${platformId}
      union all select 'papers', count(*)::text from papers where platform_id = ${platformId} order by 1`;
  }
}

function as(by: string): Doer {
  return { by, reason: `by ${by}` };
}

/** The number of a case, which was not objected to. */
export function opened(done: CaseDone): bigint {
  assert.ok(
    done.ok,
    JSON.stringify(done, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
  );
  return done.value.caseNo;
}

/** How something ended: the state of the case, or the name of the objection. */
export function ended(done: CaseDone): string {
  return done.ok ? done.value.state : done.error.name;
}

/** A lane of a node of its own, for what no operator does. */
function laneOf(core: TestCustody) {
  return createLanes({
    sql: core.database.sql,
    sealer: core.sealer,
    clock: core.clock,
    numbered: [cases, caseEvents],
    onCommit: () => undefined,
  });
}
