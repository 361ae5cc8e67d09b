/** What can be ordered about projects, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';
import type { ProjectStatus, RepaymentWay } from './words.ts';

export interface CreateProject {
  readonly verb: 'CREATE_PROJECT';
  readonly projectNo: string;
  readonly borrowerNo: string;
  readonly amount: Fen;
  readonly name: string;
  readonly description: string | null;
  readonly periodDays: number | null;
  /** The annual rate exactly as given (G-4). */
  readonly rate: string;
  readonly repaymentWay: RepaymentWay;
}

export interface ModifyProject {
  readonly verb: 'MODIFY_PROJECT';
  readonly projectNo: string;
  readonly status: ProjectStatus | null;
  readonly amount: Fen | null;
}

export interface ProjectOutcomes {
  CREATE_PROJECT: Record<string, never>;
  MODIFY_PROJECT: { readonly status: ProjectStatus };
}
