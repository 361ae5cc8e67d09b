/** Steps about the project: creation, tenders, loan, repayment, end. */
import { DAYS, interest, lent, RATE, stepDone, tenders, text } from './book.ts';
import type { Walk } from './state.ts';
import type { Input, Step } from './step.ts';
import { say } from './texts.ts';

const BOTH = ['lianyintong', 'depository'] as const;
const PROJECT_NAME = '小店装修周转';

function amount(name: string, zh: string, en: string, value: string): Input {
  return { name, label: say(zh, en), kind: 'amount', value };
}

export const CREATE_PROJECT: Step = {
  id: 'create-project',
  role: 'operator',
  dialects: BOTH,
  title: say('平台创建标的', 'Operator creates the project'),
  hint: say(
    `直连接口，没有页面。期限 ${DAYS} 天，年化 ${RATE}%，到期一次性还本付息。`,
    `A direct call, no page. ${DAYS} days at ${RATE}% a year, principal and interest in one payment at the end.`,
  ),
  button: say('创建标的', 'Create the project'),
  inputs: () => [amount('amount', '标的金额（元）', 'Amount (yuan)', '8000.00')],
  prepare: (desk, walk, head, values) =>
    desk.createProject(head, {
      projectNo: walk.projectNo,
      borrowerNo: walk.borrower.userNo,
      amount: values.amount ?? '',
      name: PROJECT_NAME,
      days: DAYS,
      rate: RATE,
    }),
};

function tenderInputs(walk: Walk): readonly Input[] {
  if (walk.dialect === 'lianyintong') return [amount('amount', '投标金额（元）', 'Amount (yuan)', '8000.00')];
  return [
    amount('amount', '投标金额（元）', 'Amount (yuan)', '5000.00'),
    { ...amount('redPacket', '红包（元，可不填）', 'Red packet (yuan, optional)', ''), optional: true },
  ];
}

export const TENDER: Step = {
  id: 'tender',
  role: 'investor',
  dialects: BOTH,
  title: say('投资人投标', 'Investor tenders'),
  hint: say(
    '在存管页面核对标的与金额，输入交易密码；投标的钱随即冻结。',
    'Check project and amount on the custodian’s page and enter the trade password; the money is then held.',
  ),
  button: say('去投标', 'Go and tender'),
  inputs: tenderInputs,
  open: (walk) => !stepDone(walk, 'confirm-loan'),
  prepare: (desk, walk, head, values) =>
    desk.tender(head, {
      userNo: walk.investor.userNo,
      projectNo: walk.projectNo,
      amount: values.amount ?? '',
      redPacket: values.redPacket ?? '',
      remark: PROJECT_NAME,
    }),
};

export const AUTO_TENDER: Step = {
  id: 'auto-tender',
  role: 'operator',
  dialects: ['depository'],
  title: say('自动投标', 'Auto-tender'),
  hint: say('凭刚才的授权直接冻结，没有页面。', 'Held at once on the standing authorisation; no page.'),
  button: say('自动投标', 'Tender automatically'),
  inputs: () => [amount('amount', '投标金额（元）', 'Amount (yuan)', '3000.00')],
  open: (walk) => !stepDone(walk, 'confirm-loan'),
  prepare: (desk, walk, head, values) =>
    desk.autoTender(head, {
      userNo: walk.investor.userNo,
      projectNo: walk.projectNo,
      amount: values.amount ?? '',
      redPacket: '',
      remark: '自动投标',
    }),
};

/** lianyintong's, beside the road. */
export const AUTO_TENDER_BESIDE: Step = {
  ...AUTO_TENDER,
  dialects: ['lianyintong'],
  extra: true,
  inputs: () => [amount('amount', '投标金额（元）', 'Amount (yuan)', '1000.00')],
  open: (walk) => stepDone(walk, 'authorize') && !stepDone(walk, 'confirm-loan'),
};

export const CANCEL_TENDER: Step = {
  id: 'cancel-tender',
  role: 'investor',
  dialects: BOTH,
  extra: true,
  repeatable: true,
  title: say('撤销最近一笔投标', 'Cancel the last tender'),
  hint: say(
    '整笔撤销，冻结的钱回到可用余额；之后可以重新投标。',
    'The whole hold is released; you can tender again afterwards.',
  ),
  button: say('撤销投标', 'Cancel the tender'),
  inputs: (walk) => [
    {
      name: 'holdNo',
      label: say('投标流水号', 'Tender'),
      kind: 'hidden',
      value: tenders(walk).at(-1)?.requestNo ?? '',
    },
  ],
  open: (walk) => tenders(walk).length > 0 && !stepDone(walk, 'confirm-loan'),
  prepare: (desk, walk, head, values) => {
    const hold = walk.orders.find((order) => order.requestNo === values.holdNo);
    return desk.cancelTender(head, hold?.requestNo ?? '', hold?.values.amount ?? '');
  },
};

export const CONFIRM_LOAN: Step = {
  id: 'confirm-loan',
  role: 'operator',
  dialects: BOTH,
  title: say('放款确认', 'Confirm the loan'),
  hint: say(
    '满标后把冻结的投标款划给借款人，佣金从借款人到账金额里扣。',
    'The held money goes to the borrower, the commission is taken from it.',
  ),
  button: say('确认放款', 'Confirm the loan'),
  inputs: () => [amount('commission', '平台佣金（元）', 'Commission (yuan)', '80.00')],
  prepare: (desk, walk, head, values) =>
    desk.confirmLoan(
      head,
      walk.projectNo,
      values.commission ?? '',
      tenders(walk).map((order) => ({ holdNo: order.requestNo, amount: order.values.amount ?? '' })),
    ),
};

function status(id: string, to: 'REPAYING' | 'FINISH'): Step {
  const repaying = to === 'REPAYING';
  return {
    id,
    role: 'operator',
    dialects: BOTH,
    title: repaying ? say('标的转入还款中', 'Project moves to repaying') : say('标的截标', 'Project finishes'),
    hint: repaying
      ? say('COLLECTING → REPAYING：之后只能还款，不能再投标。', 'COLLECTING → REPAYING: no more tenders from here on.')
      : say('REPAYING → FINISH：所有债权都已还清。', 'REPAYING → FINISH: every claim is repaid.'),
    button: repaying ? say('转入还款中', 'Move to repaying') : say('截标', 'Finish'),
    inputs: () => [],
    prepare: (desk, walk, head) => desk.setProject(head, walk.projectNo, to),
  };
}

export const START_REPAYING = status('start-repaying', 'REPAYING');
export const FINISH_PROJECT = status('finish-project', 'FINISH');

/** What the platform takes from the borrower when he repays. */
const REPAYMENT_COMMISSION = 10_00n;

export const HOLD_REPAYMENT: Step = {
  id: 'hold-repayment',
  role: 'borrower',
  dialects: BOTH,
  title: say('借款人还款（冻结）', 'Borrower holds the repayment'),
  hint: say(
    '本金、利息与平台佣金一起冻结，借款人在存管页面输入交易密码。',
    'Principal, interest and commission are held; the borrower enters his trade password.',
  ),
  button: say('去还款', 'Go and repay'),
  inputs: (walk) => [
    amount('amount', '还款冻结金额（元）', 'Amount (yuan)', text(lent(walk) + interest(walk) + REPAYMENT_COMMISSION)),
  ],
  prepare: (desk, walk, head, values) =>
    desk.holdRepayment(head, walk.borrower.userNo, walk.projectNo, values.amount ?? ''),
};

export const CONFIRM_REPAYMENT: Step = {
  id: 'confirm-repayment',
  role: 'operator',
  dialects: BOTH,
  title: say('还款确认', 'Confirm the repayment'),
  hint: say(
    '把冻结的还款划给投资人：本金冲减债权，利息另计。',
    'The held money goes to the investor: principal reduces the claim, interest comes on top.',
  ),
  button: say('确认还款', 'Confirm the repayment'),
  inputs: (walk) => [
    amount('principal', '应还本金（元）', 'Principal (yuan)', text(lent(walk))),
    amount('interest', '应还利息（元）', 'Interest (yuan)', text(interest(walk))),
    amount('commission', '平台佣金（元）', 'Commission (yuan)', text(REPAYMENT_COMMISSION)),
  ],
  prepare: (desk, walk, head, values) =>
    desk.confirmRepayment(head, {
      projectNo: walk.projectNo,
      holdNo:
        walk.orders.findLast((order) => order.step === 'hold-repayment' && order.state === 'DONE')?.requestNo ?? '',
      commission: values.commission ?? '',
      payeeNo: walk.investor.userNo,
      principal: values.principal ?? '',
      interest: values.interest ?? '',
    }),
};
