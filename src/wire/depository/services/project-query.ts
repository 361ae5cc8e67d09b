/** PROJECT_QUERY (D-EXT): a project and what has become of it. */
import { fail, ok } from '../../../kernel/result.ts';
import { defineQuery } from '../../catalogue/service.ts';
import { amountTold } from '../../catalogue/telling.ts';
import { wireRefusal } from '../../refusals.ts';
import { PROJECT_STATUS, PROJECT_TYPE, REPAYMENT_WAY } from '../enumerations.ts';
import { projectNo, userNo } from '../fields.ts';

export const projectQuery = defineQuery({
  name: 'PROJECT_QUERY',
  title: '标的信息查询',
  meaning: 'A project and what has become of it.',
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: false,
  fields: { projectNo },
  answer: {
    projectNo,
    userNo: { ...userNo, meaning: 'The borrower.' },
    projectAmount: amountTold('标的金额', 'The most that can be lent.'),
    projectName: { kind: 'S', required: true, max: 300, label: '标的名称', meaning: 'Name.' },
    projectDesc: { kind: 'S', required: false, max: 300, label: '标的描述', meaning: 'Description.' },
    projectType: { kind: 'E', required: true, of: PROJECT_TYPE, label: '标的产品类型', meaning: 'Kind.' },
    projectPeriod: { kind: 'I', required: false, label: '标的期限（天）', meaning: 'Period in days.' },
    annualRate: { kind: 'F', required: true, label: '年化利率', meaning: 'As it was given.' },
    repaymentWay: { kind: 'E', required: true, of: REPAYMENT_WAY, label: '还款方式', meaning: 'How it is repaid.' },
    projectStatus: { kind: 'E', required: true, of: PROJECT_STATUS, label: '标的状态', meaning: 'Status.' },
    tenderAmount: amountTold('已投标金额', 'Open tenders.'),
    loanAmount: amountTold('已放款金额', 'Loaned so far, red packets included.'),
    repaymentAmount: amountTold('已还款本金', 'Principal repaid.'),
    interest: amountTold('已还利息', 'Interest repaid.'),
  },
  find: async (input, { platform, queries }) => {
    const project = await queries.project(platform.platformId, input.projectNo);
    if (!project) return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.projectNo }));
    return ok({
      values: {
        projectNo: project.projectNo,
        userNo: project.borrowerNo,
        projectAmount: project.amount,
        projectName: project.name,
        projectDesc: project.description,
        projectType: 'STANDARD',
        projectPeriod: project.periodDays,
        annualRate: project.rate,
        repaymentWay: project.repaymentWay,
        projectStatus: project.status,
        tenderAmount: project.tendered,
        loanAmount: project.loaned,
        repaymentAmount: project.repaidPrincipal,
        interest: project.repaidInterest,
      },
    });
  },
});
