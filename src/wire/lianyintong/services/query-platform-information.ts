/** 3.2 平台信息查询: balances include their frozen part. */
import { ok } from '../../../kernel/result.ts';
import { defineQuery } from '../../catalogue/service.ts';

const balance = (label: string, meaning: string) =>
  ({ kind: 'A', required: true, zero: true, label, meaning }) as const;

export const queryPlatformInformation = defineQuery({
  name: 'QUERY_PLATFORM_INFORMATION',
  title: '平台信息查询',
  meaning: "The platform's own accounts.",
  section: '3.2',
  idempotent: false,
  fields: {},
  answer: {
    feeBalance: balance('手续费账户余额', 'Fee account.'),
    repaymentBalance: balance('代偿账户余额', 'Compensation account, with its frozen part.'),
    repaymentFreeze: balance('代偿账户冻结金额', 'Frozen part of the compensation account.'),
    marketingBalance: balance('营销款账户余额', 'Marketing account, with its frozen part.'),
    marketingFreeze: balance('营销款账户冻结金额', 'Frozen part of the marketing account.'),
  },
  find: async (_input, { platform, queries }) => {
    const accounts = await queries.accounts(platform.platformId);
    const total = (name: keyof typeof accounts) => accounts[name].available + accounts[name].frozen;
    return ok({
      values: {
        feeBalance: total('FEE'),
        repaymentBalance: total('COMPENSATION'),
        repaymentFreeze: accounts.COMPENSATION.frozen,
        marketingBalance: total('MARKETING'),
        marketingFreeze: accounts.MARKETING.frozen,
      },
    });
  },
});
