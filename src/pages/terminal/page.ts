/** A deposit at a POS terminal, as a page (L2.7, L2.8). */
import type { PosDeposit } from '../../custody/commands.ts';
import { AMOUNT_LIMIT, type Fen, parseYuan } from '../../kernel/money.ts';
import { tidyNumber } from '../checks.ts';
import { holderOf } from '../holder.ts';
import { noteOf } from '../notes.ts';
import type { Page, Step } from '../page.ts';
import { said } from '../phrases.ts';
import { say } from '../scene.ts';
import { fieldText } from '../typed.ts';
import { amountSheet, barcodeSheet } from './view.ts';

export const terminalPage: Page<'POS_DEPOSIT'> = {
  action: () => said('POS 充值', 'POS deposit'),
  amount: ({ amount }) => amount,
  waiting: { at: 'TERMINAL', ask: amountSheet, main: enterAmount(), others: {}, draw: barcodeSheet },
  succeeded: () => null,
  failed: () => null,
  next: () => said('资金已到您的存管账户。', 'The money is in your custody account.'),
  facts: (scene, { command }) => [[say(scene, said('充值到', 'To account')), holderOf(scene, command.holder)]],
};

function enterAmount(): Step<PosDeposit> {
  return async ({ pages, scene, form }) => {
    const typed = fieldText(form, 'amount');
    const amount = amountIn(typed);
    const kept = [...typed].length <= LONGEST_KEPT ? { amount: typed } : {};
    if (amount === null) return { note: { mistakes: ['amount'], typed: kept } };
    const answer = await pages.enterAmount(scene.token, amount);
    return answer && { note: noteOf(answer, kept) };
  };
}

const LONGEST_KEPT = 30;

/** An amount as people type and paste it: blanks, thousands separators, full-width digits, the unit. */
function amountIn(text: string): Fen | null {
  const plain = tidyNumber(text)
    .replace(/[,，]/g, '')
    .replace(/^[¥￥]|元$/g, '');
  const amount = /^\d+(\.\d{0,2})?$/.test(plain) ? parseYuan(plain.replace(/\.$/, '')) : null;
  return amount !== null && amount > 0n && amount < AMOUNT_LIMIT ? amount : null;
}
