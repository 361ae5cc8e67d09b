/** Steps about people and their own money: registration, deposit, authorisation, withdrawal. */
import { investorAvailable, stepDone, text } from './book.ts';
import type { Person } from './people.ts';
import type { Dialect } from './state.ts';
import type { Input, Step, Values } from './step.ts';
import { say } from './texts.ts';
import type { Text } from './texts.ts';

const BOTH = ['lianyintong', 'depository'] as const;

function amountInput(value: string): Input {
  return { name: 'amount', label: say('金额（元）', 'Amount (yuan)'), kind: 'amount', value };
}

function personInputs(person: Person): readonly Input[] {
  return [
    { name: 'realName', label: say('姓名', 'Name'), kind: 'text', value: person.realName },
    { name: 'idNumber', label: say('身份证号', 'ID number'), kind: 'text', value: person.idNumber },
    { name: 'cardNumber', label: say('银行卡号', 'Card number'), kind: 'text', value: person.cardNumber },
    { name: 'mobile', label: say('银行预留手机号', 'Mobile known to the bank'), kind: 'text', value: person.mobile },
  ];
}

/** The person as typed; the number under which the platform knows them stays. */
export function typedPerson(person: Person, values: Values): Person {
  const { realName = '', idNumber = '', mobile = '', cardNumber = '' } = values;
  return { userNo: person.userNo, realName, idNumber, mobile, cardNumber };
}

const REGISTER_HINT = say(
  '样例资料已填好。到存管页面后：点「获取验证码」，在沙箱短信里读 6 位验证码；设置交易密码（任意 6 位数字，' +
    '不能太简单，如 284617），输入两次，勾选协议。',
  'Sample data is filled in. On the custodian’s page: send the SMS code, read its 6 digits in the sandbox SMS list, ' +
    'choose a trade password (any six digits that are not trivial, such as 284617) twice, and agree.',
);

function register(role: 'investor' | 'borrower'): Step {
  const who = role === 'investor' ? say('投资人开户绑卡', 'Register the investor') : null;
  return {
    id: `register-${role}`,
    role,
    dialects: BOTH,
    title: who ?? say('借款人开户绑卡', 'Register the borrower'),
    hint: REGISTER_HINT,
    button: say('去存管开户', 'Go and register'),
    inputs: (walk) => personInputs(walk[role]),
    prepare: (desk, walk, head, values) => desk.register(head, typedPerson(walk[role], values), role),
  };
}

const PAY_HINT = say(
  '存管会把浏览器带到沙箱银行的网银页面：点「确认付款」完成，点「放弃付款」看失败的样子。',
  'The custodian hands the browser over to the sandbox bank’s netbank page: pay, or give up to see a failure.',
);

function deposit(id: string, role: 'investor' | 'borrower', amount: string): Step {
  return {
    id,
    role,
    dialects: BOTH,
    repeatable: true,
    title: role === 'investor' ? say('投资人充值', 'Investor deposits') : say('借款人充值利息', 'Borrower tops up'),
    hint: PAY_HINT,
    button: say('去充值', 'Go and deposit'),
    inputs: () => [amountInput(amount)],
    prepare: (desk, walk, head, values) => desk.deposit(head, walk[role].userNo, values.amount ?? ''),
  };
}

const URGENCY: Input = {
  name: 'urgency',
  label: say('到账方式', 'Arrival'),
  kind: 'choice',
  value: 'URGENT',
  choices: [
    { value: 'URGENT', label: say('加急（T+0），受理后即付', 'Urgent (T+0), paid at once') },
    { value: 'NORMAL', label: say('普通（T+1），次日付', 'Normal (T+1), paid the next day') },
  ],
};

function withdraw(dialect: Dialect, hint: Text, more: readonly Input[]): Step {
  return {
    id: 'withdraw',
    role: 'investor',
    dialects: [dialect],
    repeatable: true,
    title: say('投资人提现', 'Investor withdraws'),
    hint,
    button: say('去提现', 'Go and withdraw'),
    inputs: (walk) => [amountInput(text(investorAvailable(walk))), ...more],
    open: (walk) => investorAvailable(walk) > 0n,
    prepare: (desk, walk, head, values) =>
      desk.withdraw(head, walk.investor.userNo, values.amount ?? '', values.urgency !== 'NORMAL'),
  };
}

export const REGISTER_INVESTOR = register('investor');
export const REGISTER_BORROWER = register('borrower');
export const DEPOSIT = deposit('deposit', 'investor', '10000.00');
export const DEPOSIT_BORROWER = deposit('deposit-borrower', 'borrower', '200.00');

export const AUTHORIZE: Step = {
  id: 'authorize',
  role: 'investor',
  dialects: ['depository'],
  title: say('投资人授权自动投标', 'Investor authorises auto-tender'),
  hint: say(
    '在存管页面输入交易密码，允许平台在限额内代为投标；之后的自动投标不再出现页面。',
    'The trade password on the custodian’s page lets the platform tender within a limit; ' +
      'auto-tenders then need no page.',
  ),
  button: say('去授权', 'Go and authorise'),
  inputs: () => [{ ...amountInput('5000.00'), label: say('授权总额（元）', 'Limit in total (yuan)') }],
  prepare: (desk, walk, head, values) => desk.authorize(head, walk.investor.userNo, values.amount ?? ''),
};

/** lianyintong's document only names its services of authorisation: they stand beside its road. */
export const AUTHORIZE_BESIDE: Step = {
  ...AUTHORIZE,
  dialects: ['lianyintong'],
  extra: true,
  open: (walk) => stepDone(walk, 'tender') && !stepDone(walk, 'confirm-loan'),
};

export const WITHDRAW = withdraw(
  'lianyintong',
  say(
    '在存管页面输入交易密码。加急（T+0）受理后银行即付；普通（T+1）次日 00:30 起付：沙箱的时钟可以拨，在项目目录运行 ' +
      'npm run -s cunguan -- clock advance 1d 就到次日，到期的事随即办理；时钟只进不退。',
    'Enter the trade password on the custodian’s page. Urgent (T+0) is paid at once; normal (T+1) from 00:30 of the ' +
      'next day: the sandbox clock can be moved there, with npm run -s cunguan -- clock advance 1d in the project’s ' +
      'folder, and what became due is done. It never goes back.',
  ),
  [URGENCY],
);

export const WITHDRAW_AT_ONCE = withdraw(
  'depository',
  say(
    '在存管页面输入交易密码，受理后银行即付：先通知已受理，再通知结果。这个协议没有 T+1，要看次日付款请走联银通协议。',
    'Enter the trade password on the custodian’s page; the bank pays at once. Two notices come: accepted, then the ' +
      'result. This protocol has no T+1; walk the other one to see a payment of the next day.',
  ),
  [],
);

export const FUND_MARKETING: Step = {
  id: 'fund-marketing',
  role: 'operator',
  dialects: BOTH,
  extra: true,
  repeatable: true,
  title: say('给营销账户充值', 'Fund the marketing account'),
  hint: say(
    '红包由平台的营销账户支付：先充值，投标时再填红包金额（存管协议），放款时自动划给借款人。',
    'Red packets are paid by the platform’s marketing account: fund it first, then add one to a tender (depository).',
  ),
  button: say('去充值', 'Go and deposit'),
  inputs: () => [amountInput('100.00')],
  open: (walk) => !stepDone(walk, 'confirm-loan'),
  prepare: (desk, _walk, head, values) => desk.fundMarketing(head, values.amount ?? ''),
};
