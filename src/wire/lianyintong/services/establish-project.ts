/** 2.10 创建标的: a new project is collecting. */
import { orderStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { PROJECT_TYPE, REPAYMENT_WAY } from '../enumerations.ts';
import { platformUserNo, projectNo, requestNo } from '../fields.ts';

export const establishProject = defineDirect({
  name: 'ESTABLISH_PROJECT',
  title: '创建标的',
  meaning: 'Registers a project; it is collecting tenders from then on.',
  section: '2.10',
  idempotent: false,
  verb: 'CREATE_PROJECT',
  orderNo: 'requestNo',
  told: told<'CREATE_PROJECT'>('CREATE_PROJECT', ({ order }) => ({
    requestNo: order.requestNo,
    projectNo: order.command?.projectNo,
    status: orderStanding(order),
  })),
  fields: {
    requestNo,
    platformUserNo: { ...platformUserNo, label: '借款方平台用户编号', meaning: 'The borrower, an active member.' },
    projectNo,
    projectAmount: { kind: 'A', required: true, label: '标的金额', meaning: 'The most that can be lent.' },
    projectName: { kind: 'S', required: true, max: 50, label: '标的名称', meaning: 'What pages call the project.' },
    projectType: { kind: 'E', required: true, of: PROJECT_TYPE, label: '标的产品类型', meaning: 'Kind of project.' },
    annnualInterestRate: {
      kind: 'F',
      required: true,
      also: ['annualInterestRate'],
      label: '年化利率',
      meaning:
        'Annual rate, kept and returned as given; pages show what is below 1 as a fraction (0.085: 8.5 %), ' +
        'from 1 on as percent (8.5: 8.5 %). Three n, as printed.',
    },
    repaymentWay: { kind: 'E', required: true, of: REPAYMENT_WAY, label: '还款方式', meaning: 'How it is repaid.' },
  },
  answer: {},
  coreNames: {
    borrowerNo: 'platformUserNo',
    amount: 'projectAmount',
    name: 'projectName',
    rate: 'annnualInterestRate',
  },
  toCommand: (input) => ({
    verb: 'CREATE_PROJECT',
    projectNo: input.projectNo,
    borrowerNo: input.platformUserNo,
    amount: input.projectAmount,
    name: input.projectName,
    description: null,
    periodDays: null,
    rate: input.annnualInterestRate,
    repaymentWay: input.repaymentWay,
  }),
  toAnswer: () => ({}),
});
