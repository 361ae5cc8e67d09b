/** 2.13 平台预处理: a hold on the money of one of the platform's own accounts. */
import { defineDirect } from '../../catalogue/service.ts';
import { holderOf } from '../accounts.ts';
import { PLATFORM_BIZ_TYPE } from '../enumerations.ts';
import { accountOrUserNo, projectNo, requestNo } from '../fields.ts';
import { holdTold } from '../told-hold.ts';
import { told } from '../told.ts';

export const platformPreTransaction = defineDirect({
  name: 'PLATFORM_PRE_TRANSACTION',
  title: '平台预处理',
  meaning: "Holds money of the platform's own accounts, for a compensation or for marketing.",
  section: '2.13',
  idempotent: true,
  verb: 'PLATFORM_HOLD',
  orderNo: 'requestNo',
  told: told<'PLATFORM_HOLD'>('HOLD', holdTold),
  fields: {
    requestNo,
    platformUserNo: {
      ...accountOrUserNo,
      meaning: 'PLATFORM_REPAYMENT_ACCOUNT for COMPENSATORY, PLATFORM_MARKETING_ACCOUNT for MARKETING.',
    },
    amount: { kind: 'A', required: true, label: '冻结金额', meaning: 'The amount held.' },
    bizType: {
      kind: 'E',
      required: true,
      of: PLATFORM_BIZ_TYPE,
      label: '预处理业务类型',
      meaning: 'What the held money is for.',
    },
    projectNo: {
      ...projectNo,
      required: false,
      meaning: 'Required for COMPENSATORY. Marketing money is for no project: with MARKETING it is ignored.',
    },
  },
  answer: {},
  coreNames: { holder: 'platformUserNo', kind: 'bizType' },
  toCommand: (input) => ({
    verb: 'PLATFORM_HOLD',
    holder: holderOf(input.platformUserNo),
    kind: input.bizType,
    amount: input.amount,
    projectNo: input.bizType === 'MARKETING' ? null : (input.projectNo ?? null),
  }),
  toAnswer: () => ({}),
});
