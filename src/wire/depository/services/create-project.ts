/** 创建标的: a new project is collecting; over the regulator's caps it is refused and recorded. */
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { PROJECT_TYPE, REPAYMENT_WAY } from '../enumerations.ts';
import { projectNo, requestNo, userNo } from '../fields.ts';

export const createProject = defineDirect({
  name: 'CREATE_PROJECT',
  title: '创建标的',
  meaning: 'Registers a project; it is collecting tenders from then on.',
  section: 'D-PRJ',
  idempotent: false,
  verb: 'CREATE_PROJECT',
  orderNo: 'requestNo',
  told: told<'CREATE_PROJECT'>('CREATE_PROJECT', ({ order: { command } }) => ({
    userNo: command?.borrowerNo,
    projectNo: command?.projectNo,
    amount: command?.amount,
  })),
  fields: {
    requestNo,
    userNo: { ...userNo, meaning: 'The borrower, an active member.' },
    projectNo,
    projectAmount: { kind: 'A', required: true, label: '标的金额', meaning: 'The most that can be lent.' },
    projectName: { kind: 'S', required: true, max: 300, label: '标的名称', meaning: 'What pages call the project.' },
    projectDesc: { kind: 'S', required: true, max: 300, label: '标的描述', meaning: 'Description.' },
    projectType: { kind: 'E', required: true, of: PROJECT_TYPE, label: '标的产品类型', meaning: 'Kind of project.' },
    projectPeriod: { kind: 'I', required: true, least: 1, label: '标的期限（天）', meaning: 'Period in days.' },
    annualRate: { kind: 'F', required: true, label: '年化利率', meaning: '5 means 5 %; kept and returned as given.' },
    repaymentWay: { kind: 'E', required: true, of: REPAYMENT_WAY, label: '还款方式', meaning: 'How it is repaid.' },
  },
  answer: {},
  coreNames: {
    borrowerNo: 'userNo',
    amount: 'projectAmount',
    name: 'projectName',
    description: 'projectDesc',
    periodDays: 'projectPeriod',
    rate: 'annualRate',
  },
  toCommand: (input) => ({
    verb: 'CREATE_PROJECT',
    projectNo: input.projectNo,
    borrowerNo: input.userNo,
    amount: input.projectAmount,
    name: input.projectName,
    description: input.projectDesc,
    periodDays: input.projectPeriod,
    rate: input.annualRate,
    repaymentWay: input.repaymentWay,
  }),
  toAnswer: () => ({}),
});
