/** Sentences about projects, holds, freezes, loans, repayments and transfers. */
import { formatYuan } from '../../kernel/money.ts';
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
import type { Sentences } from './sentence.ts';

const ACCOUNT = { FEE: '手续费', COMPENSATION: '代偿', MARKETING: '营销款' } as const;

/** A member's number, or which account of the platform. */
function payee(name: string): string {
  return Object.hasOwn(ACCOUNT, name) ? `平台${ACCOUNT[name as keyof typeof ACCOUNT]}账户` : name;
}

const STATUS: Readonly<Record<string, string>> = {
  COLLECTING: '募集中',
  REPAYING: '还款中',
  FINISH: '已截标',
  MISCARRY: '流标',
};

type AboutProjects = ProjectRefusals & HoldRefusals & FreezeRefusals & LoanRefusals & RepaymentRefusals;

type AboutMoney = CompensationRefusals & TransferRefusals & MarketingRefusals;

export const PROJECTS: Sentences<AboutProjects & AboutMoney> = {
  PROJECT_EXISTS: (f) => `标的号已存在：${f.projectNo}`,
  PROJECT_UNKNOWN: (f) => `标的不存在：${f.projectNo}`,
  PROJECT_STATUS: (f) => `标的状态为${STATUS[f.status] ?? f.status}，不能办理此业务：${f.projectNo}`,
  PROJECT_TRANSITION: (f) => `标的状态不能由${STATUS[f.from] ?? f.from}变更为${STATUS[f.to] ?? f.to}`,
  PROJECT_NOTHING_TO_CHANGE: '标的状态和标的金额至少变更一项',
  PROJECT_AMOUNT_TOO_LOW: (f) => `标的金额不能低于已投和已放款金额 ${formatYuan(f.least)}`,
  PROJECT_FULL: (f) => `超过标的可投金额，剩余 ${formatYuan(f.left)}，需要 ${formatYuan(f.needed)}`,
  PROJECT_HAS_HOLDS: (f) => `标的尚有未完成的预处理，请先取消：${f.projectNo}`,
  PROJECT_NOT_LOANED: (f) => `标的尚未放款：${f.projectNo}`,
  PROJECT_LOANED: (f) => `标的已放款，不能流标：${f.projectNo}`,
  PROJECT_HAS_CLAIMS: (f) => `标的尚有未结清的债权：${f.projectNo}`,
  PROJECT_OVER_CAP: (f) => `标的金额 ${formatYuan(f.amount)} 超过监管上限 ${formatYuan(f.cap)}`,
  BORROWER_TOTAL_OVER_CAP: (f) => `借款人累计 ${formatYuan(f.total)} 超过监管上限 ${formatYuan(f.cap)}`,
  BORROWER_ONLY: (f) => `仅标的借款人可办理此业务：${f.userNo}`,
  BORROWER_TENDERS: (f) => `借款人不能投自己的标的：${f.userNo}`,
  BORROWER_BUYS: (f) => `借款人不能购买自己标的的债权：${f.userNo}`,
  RED_PACKET_NOT_ALLOWED: '红包仅限投标业务使用',
  HOLD_ACCOUNT: (f) => `预处理业务类型 ${f.kind} 只能使用平台${ACCOUNT[f.account]}账户`,
  HOLD_PROJECT_MISSING: '代偿预处理须填写标的号',
  HOLD_UNKNOWN: (f) => `预处理不存在：${f.holdNo}`,
  HOLD_OF_OTHER_PROJECT: (f) => `预处理不属于该标的：${f.holdNo}`,
  HOLD_KIND: (f) => `预处理业务类型 ${f.kind} 不匹配：${f.holdNo}`,
  HOLD_EXCEEDED: (f) => `超过预处理余额，剩余 ${formatYuan(f.left)}，需要 ${formatYuan(f.needed)}`,
  HOLD_MUST_BE_WHOLE: (f) => `放款金额应等于预处理余额 ${formatYuan(f.left)}：${f.holdNo}`,
  MARKETING_LIMIT: (f) =>
    `超过平台当日营销款限额 ${formatYuan(f.limit)}，当日已用 ${formatYuan(f.held)}，需要 ${formatYuan(f.needed)}`,
  FREEZE_UNKNOWN: (f) => `资金冻结不存在：${f.freezeNo}`,
  DETAIL_REPEATED: (f) => `明细重复：${f.what}`,
  DETAILS_TOO_MANY: (f) => `明细最多支持 ${f.most} 条`,
  PAYEE_WITHOUT_CLAIM: (f) => `收款人在该标的没有债权：${payee(f.userNo)}`,
  CLAIM_EXCEEDED: (f) => `本金 ${formatYuan(f.principal)} 超过债权 ${formatYuan(f.claim)}：${payee(f.userNo)}`,
  PAYEE_NET_NEGATIVE: (f) => `收款人实收金额为负：${payee(f.userNo)}`,
  BORROWER_COMPENSATES: (f) => `借款人不能代偿自己的标的：${f.userNo}`,
  COMPENSATOR_IS_PAYEE: (f) => `代偿方不能同时是收款人：${payee(f.userNo)}`,
  COMMISSION_NOT_ALLOWED: '平台代偿不收取佣金，仅担保方代偿时可收取',
  HOLDS_DIFFER: (f) => `明细与请求的预处理流水号不一致：${f.holdNo}，${f.other}`,
  SELLER_IS_BUYER: (f) => `受让人不能购买自己的债权：${f.userNo}`,
  CLAIM_UNKNOWN: (f) => `该标的下无此债权记录：${f.userNo}，${f.recordNo}`,
  CLAIM_ENDED: (f) => `债权已无剩余份额：${f.userNo}，${f.recordNo}`,
  SHARE_EXCEEDED: (f) => `出让份额 ${formatYuan(f.share)} 超过剩余 ${formatYuan(f.left)}：${f.recordNo}`,
  PRICE_BELOW_SHARE: (f) => `付款金额 ${formatYuan(f.price)} 小于出让份额 ${formatYuan(f.share)}：${f.recordNo}`,
};
