/** What queries and pages see of projects: read outside the lane, so nothing about money is decided by it. */
import type { Fen } from '../../kernel/money.ts';
import type { ReadSource } from '../read-source.ts';
import type { ProjectStatus, RepaymentWay } from './words.ts';

export interface ProjectInformation {
  readonly projectNo: string;
  readonly borrowerNo: string;
  readonly amount: Fen;
  readonly name: string;
  readonly description: string | null;
  readonly periodDays: number | null;
  readonly rate: string;
  readonly repaymentWay: RepaymentWay;
  readonly status: ProjectStatus;
  readonly tendered: Fen;
  readonly loaned: Fen;
  readonly repaidPrincipal: Fen;
  readonly repaidInterest: Fen;
}

export function projectReads({ sql }: ReadSource) {
  return {
    async project(platformId: number, projectNo: string): Promise<ProjectInformation | null> {
      const [row] = await sql`
        select project_no, borrower_no, amount, name, description, period_days, rate, repayment_way, status, tendered,
          loaned, repaid_principal, repaid_interest
        from projects where platform_id = ${platformId} and project_no = ${projectNo}`;
      if (!row) return null;
      return {
        projectNo: row.project_no,
        borrowerNo: row.borrower_no,
        amount: row.amount,
        name: row.name,
        description: row.description,
        periodDays: row.period_days,
        rate: row.rate,
        repaymentWay: row.repayment_way,
        status: row.status,
        tendered: row.tendered,
        loaned: row.loaned,
        repaidPrincipal: row.repaid_principal,
        repaidInterest: row.repaid_interest,
      };
    },
  };
}
