/** What the page says that sets another trade password. */
import { displayTime, type Instant } from '../../kernel/time.ts';
import { said, type Said } from '../phrases.ts';

export const WORDS = {
  title: said('修改交易密码', 'Change your trade password'),
  lead: said(
    '先确认是您本人，再设置新的交易密码。不涉及资金划转。',
    'Confirm that it is you, then set a new trade password. No money moves.',
  ),
  account: said('对公账户', 'Account'),
  user: said('平台用户编号', 'User number'),
  proof: said('确认是您本人', 'Confirm that it is you'),
  remembered: said('我记得原交易密码', 'I remember the old password'),
  forgotten: said('我忘记了原交易密码', 'I have forgotten the old password'),
  oldPassword: said('原交易密码', 'Old trade password'),
  cardNumber: said('已绑定银行卡的完整卡号', 'The whole number of the bound card'),
  accountNumber: said('已绑定对公账户的完整账号', 'The whole number of the bound account'),
  fresh: said('设置新的交易密码', 'Set the new password'),
  password: said('新交易密码', 'New trade password'),
  button: said('确认修改', 'Change the password'),
  locked: (until: Instant): Said =>
    said(
      `交易密码已锁定至 ${displayTime(until).slice(0, 16)}（北京时间）。现在可以用绑定的卡重置，重置后立即解锁。`,
      `Your password is locked until ${displayTime(until).slice(0, 16)} (Beijing time). You can reset it now by the ` +
        'bound card, which ends the lock.',
    ),
  triesToday: (left: number): Said =>
    said(`今天还可以输入 ${left} 次。`, `${left} ${left === 1 ? 'try' : 'tries'} left today.`),
} as const;
