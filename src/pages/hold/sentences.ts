/** What a person reads when the core refuses, about projects, holds and freezes, and the confirmations that follow. */
import type {
  CompensationRefusals,
  FreezeRefusals,
  HoldRefusals,
  LoanRefusals,
  MarketingRefusals,
  ProjectRefusals,
  RepaymentRefusals,
  TransferRefusals,
} from '../../custody/refusals.ts';
import { said, yuan } from '../phrases.ts';
import { type Sentences, ASK, then } from '../sentence.ts';

type AboutProjects = ProjectRefusals & HoldRefusals & FreezeRefusals & LoanRefusals & RepaymentRefusals;

type AboutMoney = CompensationRefusals & TransferRefusals & MarketingRefusals;

export const PROJECTS: Sentences<AboutProjects & AboutMoney> = {
  PROJECT_EXISTS: () => then('项目编号已存在。', 'This project number exists already.', ASK),
  PROJECT_UNKNOWN: () => then('找不到这个项目。', 'This project cannot be found.', ASK),
  PROJECT_STATUS: () =>
    then(
      '项目当前的状态不能办理此业务，可能已满标或已结束。',
      'The project is not open for this; it may be full or over.',
      {
        zh: '请返回平台选择其他项目。',
        en: 'Please choose another at the platform.',
      },
    ),
  PROJECT_TRANSITION: () => then('项目不能这样变更状态。', 'The project cannot change to this state.', ASK),
  PROJECT_NOTHING_TO_CHANGE: () => then('没有需要变更的内容。', 'There is nothing to change.', ASK),
  PROJECT_AMOUNT_TOO_LOW: () => then('项目金额低于已投金额。', 'The amount is below what was invested.', ASK),
  PROJECT_FULL: ({ left }) =>
    said(
      `项目剩余可投 ${yuan(left).zh}，请返回平台减少金额。`,
      `Only ${yuan(left).en} is still open. Please invest less.`,
    ),
  PROJECT_HAS_HOLDS: () => then('项目还有未了结的预处理。', 'The project still has open holds.', ASK),
  PROJECT_NOT_LOANED: () => then('项目还没有放款。', 'The project has not been loaned.', ASK),
  PROJECT_LOANED: () => then('项目已经放款。', 'The project has been loaned already.', ASK),
  PROJECT_HAS_CLAIMS: () => then('项目还有未还清的债权。', 'The project still has unpaid claims.', ASK),
  PROJECT_OVER_CAP: () => then('项目金额超过监管上限。', 'The project is over the regulatory cap.', ASK),
  BORROWER_TOTAL_OVER_CAP: () => then('借款总额超过监管上限。', 'The borrower’s total is over the cap.', ASK),
  BORROWER_ONLY: () => then('只有该项目的借款人可以还款。', 'Only the borrower of this project can repay it.', ASK),
  BORROWER_TENDERS: () =>
    then('不能投自己的借款项目。', 'You cannot invest in your own loan.', {
      zh: '请返回平台选择其他项目。',
      en: 'Please choose another at the platform.',
    }),
  BORROWER_BUYS: () =>
    then('不能购买自己借款项目的债权。', 'You cannot buy claims on your own loan.', {
      zh: '请返回平台选择其他项目。',
      en: 'Please choose another at the platform.',
    }),
  RED_PACKET_NOT_ALLOWED: () => then('红包只能用于投标。', 'A red packet can only be used to invest.'),
  HOLD_ACCOUNT: () => then('预处理不能使用这个账户。', 'Such a hold is not of this account.', ASK),
  HOLD_PROJECT_MISSING: () => then('没有说明代偿哪个项目。', 'It is not said which project is compensated.', ASK),
  MARKETING_LIMIT: () =>
    then('超过平台当日的营销款限额。', 'This is over the platform’s marketing limit of the day.', ASK),
  HOLD_UNKNOWN: () => then('找不到对应的预处理。', 'The hold cannot be found.', ASK),
  FREEZE_UNKNOWN: () => then('找不到对应的资金冻结。', 'The freeze cannot be found.', ASK),
  HOLD_OF_OTHER_PROJECT: () => then('预处理属于另一个项目。', 'The hold belongs to another project.', ASK),
  HOLD_KIND: () => then('预处理的类型不符。', 'The hold is of another kind.', ASK),
  HOLD_EXCEEDED: () => then('超过预处理的剩余金额。', 'This is more than the hold has left.', ASK),
  HOLD_MUST_BE_WHOLE: () => then('预处理只能全额确认。', 'The hold can only be confirmed whole.', ASK),
  DETAIL_REPEATED: () => then('明细有重复。', 'A detail is repeated.', ASK),
  DETAILS_TOO_MANY: () => then('明细条数过多。', 'There are too many details.', ASK),
  PAYEE_WITHOUT_CLAIM: () => then('收款人在该项目没有债权。', 'The payee has no claim in this project.', ASK),
  CLAIM_EXCEEDED: () => then('本金超过收款人的债权。', 'The principal is more than the payee’s claim.', ASK),
  HOLDS_DIFFER: () => then('明细的预处理不一致。', 'The details name different holds.', ASK),
  SELLER_IS_BUYER: () => then('不能购买自己的债权。', 'Nobody buys his own claim.', ASK),
  CLAIM_UNKNOWN: () => then('找不到要转让的债权。', 'The claim to be sold cannot be found.', ASK),
  CLAIM_ENDED: () => then('要转让的债权已无剩余。', 'Nothing is left of the claim to be sold.', ASK),
  SHARE_EXCEEDED: () => then('转让份额超过剩余债权。', 'The share is more than is left of the claim.', ASK),
  PRICE_BELOW_SHARE: () => then('付款金额小于转让份额。', 'The price is less than the share.', ASK),
  BORROWER_COMPENSATES: () => then('借款人不能代偿自己的项目。', 'A borrower cannot compensate for his own loan.', ASK),
  COMPENSATOR_IS_PAYEE: () => then('代偿方不能同时是收款人。', 'The compensator cannot be paid by it.', ASK),
  COMMISSION_NOT_ALLOWED: () =>
    then('平台代偿不收取佣金。', 'The platform’s own compensation takes no commission.', ASK),
  PAYEE_NET_NEGATIVE: () => then('收款人实收为负。', 'The payee would receive less than nothing.', ASK),
};
