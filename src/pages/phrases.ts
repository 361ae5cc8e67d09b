/**
 * The two languages of the hosted pages, and the small phrases that several pages share. Chinese is the language of the
 * people who come here; English is as complete. Sentences of refusals stand in `sentences.ts`.
 */
import type { Bank } from '../custody/banks.ts';
import { BANK_NAMES } from '../custody/banks.ts';
import { displayYuan, type Fen } from '../kernel/money.ts';
import { displayTime, type Instant, startOfDay } from '../kernel/time.ts';

/** One thing said in both languages. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}

/** Makes a sentence of both languages. */
export function said(zh: string, en: string): Said {
  return { zh, en };
}

/** An amount as it is read in a line: `1,234.50 元`, `CNY 1,234.50` (with a blank that does not break). */
export function yuan(fen: Fen): Said {
  return said(`${displayYuan(fen)} 元`, `CNY\u00a0${displayYuan(fen)}`);
}

/** A moment in Beijing; the date is left out when it is today's. */
function moment(at: Instant, now: Instant): string {
  const text = displayTime(at).slice(0, 16);
  return startOfDay(at) === startOfDay(now) ? text.slice(11) : text;
}

/** The bank's name in both languages. */
export function bankName(bank: Bank): Said {
  const [zh, en] = BANK_NAMES[bank];
  return said(zh, en);
}

/** Phrases of more than one page. */
export const COMMON = {
  custody: said('资金存管', 'Fund custody'),
  platform: said('来自平台', 'From platform'),
  otherLanguage: said('English', '中文'),
  sandbox: said('测试环境', 'Sandbox'),
  foot: said(
    '您正在存管方的页面上操作。平台看不到您的交易密码，我们也不会向您索取它。',
    'You are on the custodian’s own page. The platform never sees your trade password, and we never ask ' +
      'you to tell it.',
  ),
  requestNo: said('请求流水号', 'Request number'),
  time: said('时间', 'Time'),
  project: said('项目', 'Project'),
  card: said('银行卡', 'Bank card'),
  beijing: said('北京时间', 'Beijing time'),
  working: said('正在提交，请稍候…', 'Submitting, one moment…'),
  mistakes: said('请修改下面标出的内容，再继续。', 'Please correct what is marked below, then go on.'),
} as const;

/** The quiet way out. */
export function wayOut(platformName: string): Said {
  return said(`取消，返回${platformName}`, `Cancel and return to ${platformName}`);
}

/** How long the page stays valid. */
export function validity(expiresAt: Instant, now: Instant): Said {
  const until = moment(expiresAt, now);
  return said(`本页有效至 ${until}（北京时间）`, `This page is valid until ${until} (Beijing time)`);
}
