/**
 * Cases (人工事项): what people decide, by one mechanism. Operators open, document and propose; others decide. Who may is
 * judged before (`operators`), what may be in the lane.
 */
import type { Sql } from '../../db/pool.ts';
import { type Core, newCommandId, policyOf } from '../core.ts';
import { object } from '../objections.ts';
import type { PaperFile } from '../papers/files.ts';
import type { Papers } from '../papers/papers.ts';
import type { Deed } from './history.ts';
import { CaseReads } from './reads.store.ts';
import {
  approveTask,
  type CaseDone,
  type CaseGround,
  declineTask,
  type Opening,
  openTask,
  papersTask,
  proposeTask,
} from './tasks.ts';
import type { CasePlan } from './words.ts';

/** Who does something about a case, and why. */
export type Doer = Pick<Deed, 'by' | 'reason'>;

export class Cases {
  readonly reads: CaseReads;
  private readonly core: Core;
  private readonly papers: Papers;

  constructor(sql: Sql, core: Core, papers: Papers) {
    this.reads = new CaseReads(sql, core.sealer);
    this.core = core;
    this.papers = papers;
  }

  open(platformId: number, opening: Opening, doer: Doer): Promise<CaseDone> {
    return this.submit(platformId, (ground) => openTask(ground, opening, deedOf(doer)));
  }

  propose(platformId: number, caseNo: bigint, plan: CasePlan, doer: Doer): Promise<CaseDone> {
    return this.submit(platformId, (ground) => proposeTask(ground, caseNo, plan, deedOf(doer)));
  }

  approve(platformId: number, caseNo: bigint, doer: Doer): Promise<CaseDone> {
    return this.submit(platformId, (ground) => approveTask(ground, caseNo, deedOf(doer)));
  }

  decline(platformId: number, caseNo: bigint, event: 'sentBack' | 'refused', doer: Doer): Promise<CaseDone> {
    return this.submit(platformId, (ground) => declineTask(ground, caseNo, event, deedOf(doer)));
  }

  addPapers(platformId: number, caseNo: bigint, files: readonly PaperFile[], doer: Doer): Promise<CaseDone> {
    const deed = deedOf(doer);
    return this.papers.take(platformId, files, (stored) => papersTask(caseNo, stored, deed));
  }

  private async submit(
    platformId: number,
    taskOf: (ground: CaseGround) => Parameters<Core['lanes']['submit']>[1],
  ): Promise<CaseDone> {
    const platform = await this.core.directory.byId(platformId);
    if (!platform) return object('CASE_UNKNOWN', { caseNo: 0n });
    const task = taskOf({ platform, policy: policyOf(this.core, platform) });
    return (await this.core.lanes.submit(platformId, task)) as CaseDone;
  }
}

function deedOf(doer: Doer): Deed {
  return { ...doer, commandId: newCommandId() };
}
