/** What a person reads when the core refuses, about persons and their cards. */
import type { CardRefusals, MemberRefusals } from '../../custody/refusals.ts';
import { said, type Said, yuan } from '../phrases.ts';
import { type Sentences, ASK, then } from '../sentence.ts';

const STANDS: Readonly<Record<MemberRefusals['MEMBER_NOT_ACTIVE']['state'], Said>> = {
  AUDIT: said('企业资料审核中', 'the enterprise is being examined'),
  BACK: said('企业资料已退回，待平台补正', 'the enterprise’s papers were handed back to be mended'),
  REFUSED: said('企业审核未通过', 'the enterprise did not pass the audit'),
};

export const MEMBERS: Sentences<MemberRefusals & CardRefusals> = {
  MEMBER_EXISTS: () =>
    then('该平台用户已经开通存管账户，无需再次开户。', 'This user already has a custody account.', {
      zh: '请返回平台继续。',
      en: 'Please go on at the platform.',
    }),
  MEMBER_UNKNOWN: () =>
    then('还没有开通存管账户。', 'There is no custody account yet.', {
      zh: '请返回平台，先完成开户。',
      en: 'Please return to the platform and open one first.',
    }),
  MEMBER_NOT_ACTIVE: ({ state }) => {
    const { zh, en } = STANDS[state];
    return then(`存管账户当前不可用：${zh}。`, `The custody account cannot be used: ${en}.`, ASK);
  },
  MEMBER_NOT_A_PERSON: () => then('企业账户不能在这里办理。', 'This is not for enterprises.', ASK),
  MEMBER_ROLE: () => then('您的账户角色不能办理此业务。', 'Your account’s role does not allow this.', ASK),
  NAME_INVALID: () => said('姓名不正确，请输入与身份证一致的姓名。', 'Enter your name as on your ID card.'),
  ID_NUMBER_INVALID: () =>
    said(
      '身份证号不正确，请对照证件核对 18 位号码。',
      'The ID number is not right. Compare all 18 characters with your card.',
    ),
  MOBILE_INVALID: () =>
    said('手机号不正确，请输入银行预留的 11 位手机号。', 'Enter the 11-digit mobile number you left with your bank.'),
  UNDER_AGE: () => said('未满 18 周岁不能开户。', 'Opening an account requires being at least 18 years old.'),
  ACCOUNT_NOT_ALLOWED: () => then('这个账户不能办理此业务。', 'This account does not allow that.', ASK),
  CARD_NUMBER_INVALID: () =>
    said('银行卡号不正确，请对照卡面核对。', 'The card number is not right. Please compare it with your card.'),
  CARD_NOT_DEBIT: () =>
    said('只能绑定借记卡（储蓄卡），请换一张卡。', 'Only debit cards can be bound. Please use another.'),
  CARD_BANK_UNSUPPORTED: () =>
    said(
      '暂不支持这家银行的卡，请换一张其他银行的借记卡。',
      'Cards of this bank are not supported. Please use another.',
    ),
  CARD_CHECK_FAILED: () =>
    said(
      '银行核对未通过：姓名、身份证号、银行卡号与预留手机号须与银行登记一致，请核对后重试。',
      'The bank could not confirm: name, ID, card and mobile must be as registered there. Please check them.',
    ),
  CARD_CHECK_UNKNOWN: () =>
    said('银行暂时没有答复，您的资料没有丢失，请稍后再试。', 'The bank did not answer. Please try again in a moment.'),
  CARD_CHECKS_SPENT: () =>
    then('银行核对失败次数过多。', 'The bank could not confirm too many times.', {
      zh: '请核对资料后，返回平台重新发起。',
      en: 'Please check your details and start again from the platform.',
    }),
  CARD_CHECK_DAY_LIMIT: () =>
    said(
      '这个手机号或身份证号今天的核对次数已用完，请明天再试。',
      'This mobile or ID number was checked too often today. Please try again tomorrow.',
    ),
  CARD_MISSING: () =>
    then('还没有绑定银行卡。', 'No bank card is bound yet.', {
      zh: '请返回平台，先绑定银行卡。',
      en: 'Please return to the platform and bind one first.',
    }),
  CARD_BOUND_ALREADY: () =>
    then('您已经绑定了一张银行卡，一次只能绑定一张。', 'A card is bound already; there can be one at a time.', {
      zh: '要换卡，请返回平台先解绑原来的卡。',
      en: 'To change it, return to the platform and unbind the old one first.',
    }),
  CARD_STILL_NEEDED: ({ balance, underWay }) =>
    said(
      `账户里还有钱，暂时不能解绑：余额（含冻结）${yuan(balance).zh}，提现在途 ${yuan(underWay).zh}。` +
        '请返回平台，先把余额提现到这张卡，待冻结与提现都结束后再来解绑。',
      `There is still money: balance (frozen included) ${yuan(balance).en}, on its way to the card ` +
        `${yuan(underWay).en}. Please withdraw it first, and unbind once nothing is frozen or on its way.`,
    ),
  BANK_UNSUPPORTED: () =>
    then('暂不支持所选的银行。', 'The chosen bank is not supported.', {
      zh: '请返回平台，改选其他银行。',
      en: 'Please return to the platform and choose another.',
    }),
};
