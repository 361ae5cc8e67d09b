/** What each kind of hold is called on its page, and what it says will come of it. */
import type { MemberHoldKind } from '../../custody/vocabulary.ts';
import { said, type Said } from '../phrases.ts';

interface HoldWords {
  /** What the person came to do, as a noun. */
  readonly action: Said;
  readonly title: Said;
  readonly amount: Said;
  /** The button, given the amount. */
  button(amount: Said): Said;
  /** What confirming does, given the amount. */
  before(amount: Said): Said;
  /** What comes next, once the money is held. */
  readonly after: Said;
}

export const HOLD_WORDS: Readonly<Record<MemberHoldKind, HoldWords>> = {
  TENDER: {
    action: said('投标', 'Investment'),
    title: said('确认投标', 'Confirm your investment'),
    amount: said('投标金额', 'Amount'),
    button: ({ zh, en }) => said(`确认投标 ${zh}`, `Confirm investment: ${en}`),
    before: ({ zh, en }) =>
      said(
        `确认后将冻结 ${zh}；项目放款时转给借款人，未成立则退回可用余额。`,
        `${en} will be held. It goes to the borrower when the loan is made, and back to you if it is not.`,
      ),
    after: said(
      '投标尚未放款：放款时转给借款人，未成立则退回可用余额。',
      'It goes to the borrower when the loan is made, and back to you if it is not.',
    ),
  },
  REPAYMENT: {
    action: said('还款', 'Repayment'),
    title: said('确认还款', 'Confirm your repayment'),
    amount: said('还款金额', 'Amount'),
    button: ({ zh, en }) => said(`确认还款 ${zh}`, `Confirm repayment: ${en}`),
    before: ({ zh, en }) =>
      said(
        `确认后将冻结 ${zh}，用于归还本项目投资人的本金和利息。`,
        `${en} will be held and used to repay the investors of this project.`,
      ),
    after: said(
      '还款尚未完成：由平台确认后分给投资人。',
      'The repayment is complete when the platform has it paid to the investors.',
    ),
  },
  COMPENSATORY: {
    action: said('代偿', 'Compensation'),
    title: said('确认代偿', 'Confirm your compensation'),
    amount: said('代偿金额', 'Amount'),
    button: ({ zh, en }) => said(`确认代偿 ${zh}`, `Confirm compensation: ${en}`),
    before: ({ zh, en }) =>
      said(
        `确认后将冻结 ${zh}，用于代借款人向本项目的投资人支付本金和利息；代付的本金转为借款人对您的欠款，取消的部分退回可用余额。`,
        `${en} will be held to pay the investors of this project in the borrower’s place. The borrower then owes ` +
          'you the principal that you paid; what is cancelled of it comes back to you.',
      ),
    after: said(
      '代偿尚未完成：由平台确认后付给投资人，代付的本金转为借款人对您的欠款；取消的部分退回可用余额。',
      'Nothing is paid yet: the platform confirms what goes to the investors, and the borrower then owes you that ' +
        'principal; what is cancelled comes back to you.',
    ),
  },
  CREDIT_ASSIGNMENT: {
    action: said('购买债权', 'Purchase of claims'),
    title: said('确认购买债权', 'Confirm your purchase of claims'),
    amount: said('购买金额', 'Amount'),
    button: ({ zh, en }) => said(`确认购买债权 ${zh}`, `Confirm purchase: ${en}`),
    before: ({ zh, en }) =>
      said(
        `确认后将冻结 ${zh}，用于购买本项目投资人转让的债权；平台确认转让时付给转让人，取消的部分退回可用余额。`,
        `${en} will be held to buy claims that investors of this project sell. It goes to them when the platform ` +
          'confirms the transfer; what is cancelled of it comes back to you.',
      ),
    after: said(
      '债权尚未转让：平台确认转让时，款项付给转让人，债权归您所有；取消的部分退回可用余额。',
      'No claim is yours yet: when the platform confirms the transfer, the money goes to the sellers and the claims ' +
        'to you; what is cancelled comes back to you.',
    ),
  },
};
