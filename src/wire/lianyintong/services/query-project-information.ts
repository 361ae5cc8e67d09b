/** 3.4 标的信息查询. */
import { fail, ok } from '../../../kernel/result.ts';
import { defineQuery } from '../../catalogue/service.ts';
import { wireRefusal } from '../../refusals.ts';
import { PROJECT_STATUS, PROJECT_TYPE, REPAYMENT_WAY } from '../enumerations.ts';
import { platformUserNo, projectNo } from '../fields.ts';

export const queryProjectInformation = defineQuery({
  name: 'QUERY_PROJECT_INFORMATION',
  title: '标的信息查询',
  meaning: 'A project and what has become of it.',
  section: '3.4',
  idempotent: false,
  fields: { projectNo },
  answer: {
    platformUserNo: { ...platformUserNo, label: '借款方平台用户编号', meaning: 'The borrower.' },
    projectNo,
    projectAmount: { kind: 'A', required: true, label: '标的金额', meaning: 'The most that can be lent.' },
    projectName: { kind: 'S', required: true, max: 50, label: '标的名称', meaning: 'Name.' },
    projectType: { kind: 'E', required: true, of: PROJECT_TYPE, label: '标的产品类型', meaning: 'Kind.' },
    annnualInterestRate: { kind: 'F', required: true, label: '年化利率', meaning: 'As it was given.' },
    repaymentWay: { kind: 'E', required: true, of: REPAYMENT_WAY, label: '还款方式', meaning: 'How it is repaid.' },
    status: { kind: 'E', required: true, of: PROJECT_STATUS, label: '标的状态', meaning: 'Status.' },
    loanAmount: { kind: 'A', required: true, zero: true, label: '已放款金额', meaning: 'Loaned so far.' },
    repaymentAmount: { kind: 'A', required: true, zero: true, label: '已还款本金', meaning: 'Principal repaid.' },
    income: { kind: 'A', required: true, zero: true, label: '已还利息', meaning: 'Interest repaid.' },
  },
  find: async (input, { platform, queries }) => {
    const project = await queries.project(platform.platformId, input.projectNo);
    if (!project) return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.projectNo }));
    return ok({
      values: {
        platformUserNo: project.borrowerNo,
        projectNo: project.projectNo,
        projectAmount: project.amount,
        projectName: project.name,
        projectType: 'STANDARD',
        annnualInterestRate: project.rate,
        repaymentWay: project.repaymentWay,
        status: project.status,
        loanAmount: project.loaned,
        repaymentAmount: project.repaidPrincipal,
        income: project.repaidInterest,
      },
    });
  },
});
