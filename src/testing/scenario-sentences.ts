/** The sentences of a scenario and what each does. Amounts are yuan, with thousands separators if one likes. */
import { bankOrderNo } from '../custody/bank/order-no.ts';
import type { DirectCommand, PageCommand } from '../custody/commands.ts';
import type { BankOutcome } from '../custody/ports.ts';
import type { Refusal } from '../custody/refusals.ts';
import type { AuthorizationKind, Holder, PlatformAccount, ProjectStatus } from '../custody/vocabulary.ts';
import { runDue } from '../jobs/due.ts';
import { displayYuan, type Fen, parseYuan } from '../kernel/money.ts';
import { DAY, HOUR } from '../kernel/time.ts';
import { PASSWORD, type TestCustody } from './custody.ts';
import { fakeReport } from './fake-bank.ts';
import {
  auto,
  buyHold,
  cancelHold,
  compensate,
  compensateHold,
  freezing,
  lend,
  modify,
  part,
  payMarketing,
  platformHold,
  project,
  release,
  repay,
  repayHold,
  tender,
  transfer,
  withdrawal,
} from './loans.ts';
import type { ScenarioStage } from './scenario.ts';
import { sales } from './scenario-claims.ts';

type Words = Readonly<Record<string, string | undefined>>;
type Play = (stage: ScenarioStage, words: Words) => Promise<string>;

function fen(text: string | undefined): Fen {
  if (text === undefined) return 0n;
  const amount = parseYuan(text.replaceAll(',', ''));
  if (amount === null) throw new Error(`"${text}" is no amount`);
  return amount;
}

function holder(name = ''): Holder {
  const own = ['FEE', 'COMPENSATION', 'MARKETING'].includes(name);
  return own ? { kind: 'account', account: name as PlatformAccount } : { kind: 'member', userNo: name };
}

function refused({ name, facts }: Refusal): string {
  const told = Object.entries(facts).map(
    ([key, value]) => `${key} ${typeof value === 'bigint' ? displayYuan(value) : value}`,
  );
  return ['refused:', name, ...(told.length > 0 ? [`(${told.join(', ')})`] : [])].join(' ');
}

async function direct({ platform, next }: ScenarioStage, command: DirectCommand, requestNo = next()): Promise<string> {
  const answer = await platform.execute(requestNo, command);
  return answer.ok ? 'done' : refused(answer.error);
}

/** Opens the page and confirms with the trade password. */
async function page(stage: ScenarioStage, requestNo: string, command: PageCommand): Promise<string> {
  const { core, platform } = stage;
  const token = await platform.open(requestNo, command);
  if (typeof token !== 'string') return refused(token);
  await core.custody.pages.confirm(token, PASSWORD);
  return await standing(stage, requestNo);
}

async function standing({ core, platform }: ScenarioStage, requestNo: string): Promise<string> {
  const order = await core.custody.queries.order(platform.platform.platformId, requestNo);
  if (order?.refusal) return refused(order.refusal);
  return order?.state === 'ACCEPTED' ? 'accepted' : (order?.state ?? 'nothing').toLowerCase();
}

/** To the bank's page and back: the reports that the bank sends, one after the other. */
async function payIn(
  stage: ScenarioStage,
  words: Words,
  reports: (amount: Fen) => readonly BankOutcome[],
): Promise<string> {
  const { core, platform, next } = stage;
  const amount = fen(words.amount);
  const of = holder(words.who);
  const way = of.kind === 'member' ? 'NETBANK_B2C' : 'NETBANK_B2B';
  const requestNo = next();
  const command = { verb: 'DEPOSIT', holder: of, amount, way, bank: 'ICBC', payCompany: null } as const;
  const token = await platform.open(requestNo, command);
  if (typeof token !== 'string') return refused(token);
  const form = await core.custody.pages.handOver(token);
  if (!form?.ok || form.value === 'MOVED') throw new Error('no form to the bank');
  const number = form.value.fields.bankOrderNo as string;
  for (const outcome of reports(amount)) {
    await core.custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo: number, outcome }));
  }
  return await standing(stage, requestNo);
}

export const paid = (amount: Fen): Extract<BankOutcome, { state: 'PAID' }> => ({
  state: 'PAID',
  amount,
  paidAt: 0,
  bankRef: 'B',
});
export const returned = (amount: Fen): Extract<BankOutcome, { state: 'RETURNED' }> => ({
  state: 'RETURNED',
  amount,
  reason: '账户状态异常',
  bankRef: 'B',
});

/** The next day comes, the bank is told, and answers. */
async function payOut(stage: ScenarioStage, requestNo: string, answer: (amount: Fen) => BankOutcome): Promise<string> {
  const { core, platform } = stage;
  core.clock.advance(DAY + HOUR);
  await answerPayout(core, platform.platform.platformId, requestNo, answer);
  return await standing(stage, requestNo);
}

/** What is due goes to the bank, which answers about one payout. */
export async function answerPayout(
  core: TestCustody,
  platformId: number,
  requestNo: string,
  answer: (amount: Fen) => BankOutcome,
): Promise<void> {
  await runDue(core.sweeps, core.clock.now());
  const [row] = await core.database.sql`
    select order_no, amount - commission as amount from withdrawals
    where platform_id = ${platformId} and request_no = ${requestNo}`;
  if (!row) throw new Error(`no withdrawal ${requestNo}`);
  const number = bankOrderNo('W', platformId, row.order_no as bigint);
  await core.custody.bankReport(
    fakeReport({ kind: 'PAYOUT', bankOrderNo: number, outcome: answer(row.amount as Fen) }),
  );
}

/** `inv 500.00 + 25.00 dividend 1.00 commission 2.00, two …` */
function payees(text = '') {
  return text.split(/,\s+/).map((each) => {
    const match = /^(\S+) ([\d,.]+)(?: \+ ([\d,.]+))?(?: dividend ([\d,.]+))?(?: commission ([\d,.]+))?$/.exec(
      each.trim(),
    );
    if (!match) throw new Error(`"${each}" is no payee`);
    const [, userNo = '', principal, interest, dividend, commission] = match;
    return part(userNo, fen(principal), fen(interest), { dividend: fen(dividend), commission: fen(commission) });
  });
}

function lent(text = '') {
  return text.split(/,\s+/).map((each) => {
    const [holdNo = '', amount] = each.trim().split(' ');
    return [holdNo, fen(amount)] as const;
  });
}

function kindsIn(text = ''): readonly AuthorizationKind[] {
  return text.split(/,\s+/) as AuthorizationKind[];
}

const A = '(?<amount>[\\d,.]+)';
const sentence = (text: string) => new RegExp(`^${text.replaceAll('AMOUNT', A)}$`);

export const SENTENCES: readonly (readonly [RegExp, Play])[] = [
  [sentence('(?<who>\\w+) pays in AMOUNT'), (stage, words) => payIn(stage, words, (amount) => [paid(amount)])],
  [
    sentence('(?<who>\\w+) pays in AMOUNT, and the bank reports it twice'),
    (stage, words) => payIn(stage, words, (amount) => [paid(amount), paid(amount)]),
  ],
  [
    sentence('(?<who>\\w+) pays in AMOUNT, and once more'),
    (stage, words) => payIn(stage, words, (amount) => [paid(amount), { ...paid(amount), bankRef: 'B2' }]),
  ],
  [
    sentence('(?<who>\\w+) pays in AMOUNT after the bank has closed the order'),
    (stage, words) => payIn(stage, words, (amount) => [{ state: 'CLOSED', reason: '超时' }, paid(amount)]),
  ],
  [
    sentence('(?<who>\\w+) pays in (?<other>[\\d,.]+) for an order of AMOUNT'),
    (stage, words) => payIn(stage, words, () => [paid(fen(words.other))]),
  ],
  [
    sentence('(?<who>\\w+) borrows AMOUNT as (?<no>\\w+)'),
    (stage, { who = '', amount, no = '' }) => direct(stage, project(no, who, fen(amount))),
  ],
  [
    sentence(
      '(?<who>\\w+) tenders AMOUNT for (?<of>\\w+) as (?<no>\\w+)(?: with a red packet of (?<packet>[\\d,.]+))?',
    ),
    (stage, { who = '', of = '', no = '', amount, packet }) =>
      page(stage, no, tender(who, of, fen(amount), fen(packet))),
  ],
  [
    sentence('(?<who>\\w+) sets aside AMOUNT for (?<of>\\w+) as (?<no>\\w+)'),
    (stage, { who = '', of = '', no = '', amount }) => page(stage, no, repayHold(who, of, fen(amount))),
  ],
  [
    sentence('(?<who>\\w+) sets aside AMOUNT to buy claims of (?<of>\\w+) as (?<no>\\w+)'),
    (stage, { who = '', of = '', no = '', amount }) => page(stage, no, buyHold(who, of, fen(amount))),
  ],
  [
    sentence(
      'claims of (?<of>\\w+) pass to (?<hold>\\w+)(?: as (?<no>\\w+))?: (?<details>.+?)(?:; commission AMOUNT)?',
    ),
    (stage, { of = '', hold = '', no, details = '', amount }) =>
      direct(stage, transfer(of, hold, sales(details, fen), fen(amount)), no),
  ],
  [
    sentence('(?<who>\\w+) sets aside AMOUNT to compensate for (?<of>\\w+) as (?<no>\\w+)'),
    (stage, { who = '', of = '', no = '', amount }) =>
      who === 'COMPENSATION'
        ? direct(stage, platformHold(holder(who), 'COMPENSATORY', fen(amount), of), no)
        : page(stage, no, compensateHold(who, of, fen(amount))),
  ],
  [
    sentence('(?<of>\\w+) is compensated from (?<no>\\w+): (?<details>.+?)(?:; commission AMOUNT)?'),
    (stage, { of = '', no = '', details, amount }) => direct(stage, compensate(of, no, payees(details), fen(amount))),
  ],
  [
    sentence('(?<who>\\w+) sets aside AMOUNT as (?<no>\\w+)'),
    (stage, { who = '', no = '', amount }) => direct(stage, platformHold(holder(who), 'MARKETING', fen(amount)), no),
  ],
  [
    sentence('(?<no>\\w+) is paid to (?<details>.+)'),
    (stage, { no = '', details }) => direct(stage, payMarketing(no, lent(details))),
  ],
  [
    sentence(
      '(?<who>\\w+) authorises (?<kinds>[A-Z_, ]+?)(?: up to AMOUNT)?(?: for (?<days>\\d+) days)? as (?<no>\\w+)',
    ),
    (stage, { who = '', kinds, amount, days, no = '' }) =>
      page(stage, no, {
        ...{ verb: 'AUTHORIZE', userNo: who, kinds: kindsIn(kinds), amount: amount === undefined ? null : fen(amount) },
        until: days === undefined ? null : stage.core.clock.now() + Number(days) * DAY,
      }),
  ],
  [
    sentence('the authorisation of (?<who>\\w+) for (?<kinds>[A-Z_, ]+) is cancelled'),
    (stage, { who = '', kinds }) => direct(stage, { verb: 'CANCEL_AUTHORIZATION', userNo: who, kinds: kindsIn(kinds) }),
  ],
  [
    sentence('the platform tenders AMOUNT of (?<who>\\w+) for (?<of>\\w+) as (?<no>\\w+)'),
    (stage, { who = '', of = '', no = '', amount }) => direct(stage, auto(tender(who, of, fen(amount))), no),
  ],
  [
    sentence('the platform sets aside AMOUNT of (?<who>\\w+) for (?<of>\\w+) as (?<no>\\w+)'),
    (stage, { who = '', of = '', no = '', amount }) => direct(stage, auto(repayHold(who, of, fen(amount))), no),
  ],
  [
    sentence('(?<days>\\d+) days? pass(?:es)?'),
    async ({ core }, { days }) => {
      core.clock.advance(Number(days) * DAY);
      return 'done';
    },
  ],
  [
    sentence('AMOUNT of (?<no>\\w+) is cancelled'),
    (stage, { no = '', amount }) => direct(stage, cancelHold(no, fen(amount))),
  ],
  [
    sentence('AMOUNT of (?<who>\\w+) is frozen as (?<no>\\w+)'),
    (stage, { who = '', no = '', amount }) => direct(stage, freezing(who, fen(amount)), no),
  ],
  [sentence('(?<no>\\w+) is unfrozen'), (stage, { no = '' }) => direct(stage, release(no))],
  [
    sentence('(?<of>\\w+) is lent: (?<details>.+?)(?:; commission AMOUNT)?'),
    (stage, { of = '', details, amount }) => direct(stage, lend(of, lent(details), fen(amount))),
  ],
  [
    sentence('(?<of>\\w+) is repaid from (?<no>\\w+): (?<details>.+?)(?:; commission AMOUNT)?'),
    (stage, { of = '', no = '', details, amount }) => direct(stage, repay(of, no, payees(details), fen(amount))),
  ],
  [
    sentence('(?<of>\\w+) turns (?<status>[A-Z]+)'),
    (stage, { of = '', status }) => direct(stage, modify(of, status as ProjectStatus)),
  ],
  [
    sentence('(?<of>\\w+) is changed to AMOUNT'),
    (stage, { of = '', amount }) => direct(stage, modify(of, null, fen(amount))),
  ],
  [
    sentence('(?<who>\\w+) withdraws AMOUNT as (?<no>\\w+)(?: with a commission of (?<commission>[\\d,.]+))?'),
    (stage, { who, amount, no = '', commission }) =>
      page(stage, no, withdrawal(holder(who), fen(amount), { commission: fen(commission) })),
  ],
  [sentence('the bank pays (?<no>\\w+)'), (stage, { no = '' }) => payOut(stage, no, paid)],
  [
    sentence('the bank pays AMOUNT for (?<no>\\w+)'),
    (stage, { no = '', amount }) => payOut(stage, no, () => paid(fen(amount))),
  ],
  [
    sentence('the bank sends back (?<no>\\w+)'),
    (stage, { no = '' }) => payOut(stage, no, (amount) => ({ ...returned(amount), bankRef: 'B2' })),
  ],
  [sentence('the bank returns (?<no>\\w+)'), (stage, { no = '' }) => payOut(stage, no, returned)],
];
