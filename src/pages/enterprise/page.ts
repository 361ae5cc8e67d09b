/** Opening a custody account for an enterprise, as a page. */
import type { AuditStatus } from '../../custody/vocabulary.ts';
import { maskCard } from '../../kernel/mask.ts';
import type { Page } from '../page.ts';
import { bankName, said, type Said } from '../phrases.ts';
import { enrol, sendContactSms } from '../registration/steps.ts';
import { say } from '../scene.ts';
import { ACCOUNT, identityRows } from './facts.ts';
import { enterpriseSheet } from './view.ts';

const NEXT: Readonly<Record<AuditStatus, Said>> = {
  AUDIT: said(
    '存管方将审核企业资料。请由平台工作人员提交营业执照等附件；审核结果会通知平台，审核通过后账户即可使用。',
    'The custodian examines the enterprise’s papers, which the platform’s staff hand in. The platform is told the ' +
      'result; once passed, the account can be used.',
  ),
  BACK: said(
    '资料已退回，待平台工作人员补正后重新提交。账户在审核通过前不能使用。',
    'The papers were handed back to the platform’s staff to be mended. The account cannot be used before they pass.',
  ),
  PASSED: said('企业的存管账户已开通，对公账户已绑定。', 'The custody account is open and the company account bound.'),
  REFUSED: said('审核未通过。', 'The audit was not passed.'),
};

export const enterprisePage: Page<'REGISTER_ENTERPRISE'> = {
  action: () => said('企业开通存管账户', 'Open an enterprise’s custody account'),
  amount: () => null,
  waiting: { at: 'US', draw: enterpriseSheet, main: enrol, others: { sms: sendContactSms } },
  accepted: 'AUDIT',
  succeeded: ({ state, outcome }) =>
    state === 'DONE'
      ? said('审核通过，账户已开通', 'Passed: the account is open')
      : outcome?.status === 'BACK'
        ? said('资料已退回', 'Papers handed back')
        : said('已提交审核', 'Submitted for review'),
  failed: ({ outcome }) =>
    outcome === null ? said('开户未完成', 'The account was not opened') : said('审核未通过', 'Not passed'),
  next: ({ outcome }) => NEXT[outcome?.status ?? 'AUDIT'],
  facts: (scene, { command, outcome }) => {
    const { bank, accountNumber } = outcome ?? command;
    return [
      ...identityRows(scene, command),
      [say(scene, ACCOUNT), `${say(scene, bankName(bank))} ${maskCard(accountNumber)}`],
    ];
  },
};
