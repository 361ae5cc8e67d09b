/** 3.2 平台信息查询: balances include their frozen part. */
import { ok } from '../../../kernel/result.ts';
import { defineQuery } from '../../catalogue/service.ts';
import { amountTold } from '../../catalogue/telling.ts';

export const queryPlatformInformation = defineQuery({
  name: 'QUERY_PLATFORM_INFORMATION',
  title: '平台信息查询',
  meaning: "The platform's own accounts.",
  section: '3.2',
  idempotent: false,
  fields: {},
  answer: {
    feeBalance: amountTold('手续费账户余额', 'Fee account.'),
    repaymentBalance: amountTold('代偿账户余额', 'Compensation account, with its frozen part.'),
    repaymentFreeze: amountTold('代偿账户冻结金额', 'Frozen part of the compensation account.'),
    marketingBalance: amountTold('营销款账户余额', 'Marketing account, with its frozen part.'),
    marketingFreeze: amountTold('营销款账户冻结金额', 'Frozen part of the marketing account.'),
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
