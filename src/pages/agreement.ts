/** The custody agreement that a person accepts when opening an account, in both languages, meant to be read. */
import { html } from './html.ts';
import { type Scene, say } from './scene.ts';
import type { Sheet } from './layout.ts';
import { said, type Said } from './phrases.ts';

type Clause = readonly [title: Said, text: Said];

const TITLE = said('资金存管服务协议', 'Fund custody agreement');

const CLAUSES: readonly Clause[] = [
  [
    said('我们做什么', 'What we do'),
    said(
      '存管方为您开立存管账户，单独记录并保管您的资金，与平台自有资金分开。平台只能按您的确认或授权发起指令，不能占用或挪用您的资金。',
      'The custodian opens an account for you, keeps and records your money apart from the platform’s own. ' +
        'The platform can only order what you confirmed or authorised; it can neither use nor divert your ' +
        'money.',
    ),
  ],
  [
    said('我们不做什么', 'What we do not do'),
    said(
      '存管方不推荐、不审查平台上的项目，不对本金和收益作任何担保，也不参与您与借款人、平台之间的借贷关系。是否投资由您自己判断。',
      'The custodian neither recommends nor examines projects, guarantees neither principal nor return, ' +
        'and is no party to the loan between you, the borrower and the platform. Whether to invest is your ' +
        'own decision.',
    ),
  ],
  [
    said('身份与银行卡', 'Identity and card'),
    said(
      '您须使用本人真实的姓名、身份证、借记卡和银行预留手机号开户。我们会把这些信息交给发卡银行核对。充值与提现只在您的存管账户与本人银行卡之间进行。',
      'You open the account with your own name, ID, debit card and the mobile number known to your bank. ' +
        'We have the bank confirm them. Money goes only between your account and your own card.',
    ),
  ],
  [
    said('交易密码与短信验证码', 'Trade password and SMS codes'),
    said(
      '交易密码由您设置，只在存管方的页面上输入。我们只保存无法还原的摘要。请勿告诉任何人，包括平台和自称客服的人员。用交易密码确认的操作视为您本人所为。连续输错会被锁定一段时间。',
      'You set the trade password and enter it on the custodian’s pages only; we keep nothing from which ' +
        'it could be restored. Tell nobody, whoever they say they are. What is confirmed with it counts as ' +
        'done by you. Wrong entries lock it for some time.',
    ),
  ],
  [
    said('资金的冻结与划转', 'Holding and moving money'),
    said(
      '投标、还款和提现须经您确认，或在您给出的授权范围内办理。确认后相应金额先行冻结或扣划，在满足条件时划付；未成立或被取消的，退回您的可用余额。结果以存管方的账务记录为准。',
      'Investments, repayments and withdrawals need your confirmation or an authorisation of yours. The ' +
        'amount is then held or taken, paid when the conditions are met, and returned to you if they are ' +
        'not. The custodian’s books are what counts.',
    ),
  ],
  [
    said('提现到账', 'Withdrawals'),
    said(
      '普通提现于次日处理，加急提现即时处理，实际到账时间以收款银行为准。银行退回的款项会回到您的存管账户，并通知平台。',
      'Ordinary withdrawals are paid out the next day, urgent ones at once; when they arrive depends on ' +
        'your bank. What a bank returns comes back to your account, and the platform is told.',
    ),
  ],
  [
    said('费用', 'Fees'),
    said(
      '开户不收费。如有手续费或平台佣金，会在您确认之前在页面上列明；没有列明的，我们不会向您收取。',
      'Opening the account is free. Any fee or commission is shown on the page before you confirm; what ' +
        'was not shown is not charged.',
    ),
  ],
  [
    said('个人信息', 'Personal data'),
    said(
      '我们只为办理存管业务、履行法律义务而处理您的姓名、证件号、银行卡号和手机号，加密保存，不作他用。向平台提供的仅限办理业务所必需的内容。保存期限依照法律规定。',
      'Your name, ID, card and mobile number are used for custody and legal duties only, stored encrypted, ' +
        'and given to the platform only as far as its business needs. They are kept as long as the law ' +
        'demands.',
    ),
  ],
  [
    said('中止与注销', 'Suspension and closing'),
    said(
      '发现账户被盗用、涉嫌违法或有权机关要求时，我们可以中止服务。需要注销的，请联系平台客服，账户余额和未了结业务须为零。',
      'We may suspend the service if the account is misused, if an offence is suspected or an authority ' +
        'demands it. To have the account closed, with no balance and nothing open, contact the support of the ' +
        'platform.',
    ),
  ],
  [
    said('生效与争议', 'Effect and disputes'),
    said(
      '您勾选同意并完成开户后，本协议生效。本协议适用中华人民共和国法律。有争议的，先行协商；协商不成的，可向存管方所在地有管辖权的人民法院提起诉讼。',
      'The agreement takes effect when you have agreed and the account is open. The law of the People’s ' +
        'Republic of China applies. Disputes are first talked over; failing that, the court at the ' +
        'custodian’s seat decides.',
    ),
  ],
];

/** Draws the agreement; it opens in a window of its own, so nothing typed is lost. */
export function agreementSheet(scene: Scene): Sheet {
  const content = html`<h1>${say(scene, TITLE)}</h1>
<article class="agreement">${CLAUSES.map(
    ([title, text], index) => html`<h2>${index + 1}. ${say(scene, title)}</h2><p>${say(scene, text)}</p>`,
  )}</article>
<p class="hint">${say(
    scene,
    said('读完后关闭本页，回到开户页面继续。', 'When you have read it, close this page and go on where you were.'),
  )}</p>`;
  return { title: say(scene, TITLE), content };
}
