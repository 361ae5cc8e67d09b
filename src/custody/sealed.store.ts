/**
 * Checks of what the database cannot read: sealed commands, outcomes, personal data and cards. Each reads page by page,
 * in the order of the orders, and opens every value as the lane does; one that does not open is a finding. What is
 * personal is compared and never told.
 */
import type { Transaction } from '../db/pool.ts';
import { decodeRow, snake } from '../executor/statements.ts';
import { World } from '../executor/world.ts';
import { SealBroken, type Sealer } from '../kernel/seal.ts';
import type { Finding, Mark, ReadingCheck } from '../ledger/verify.store.ts';
import { boundCard, cards } from './cards/tables.ts';
import type { CommandOf, Outcomes, VerbName } from './commands.ts';
import { members, profiles } from './members/tables.ts';
import { keptCommand } from './orders/once.ts';
import { commandIn, type OrderRow, orders } from './orders/table.ts';
import { verbOf } from './verbs.ts';
import { withdrawals } from './withdrawals/tables.ts';

const PAGE = 500;

/** The snapshot of one platform, with the key. */
interface Reading {
  readonly snapshot: Transaction;
  readonly platformId: number;
  readonly sealer: Sealer;
}

/** What a check says of one order, with the rows that it asked for. */
interface Judge {
  readonly name: string;
  /** Which orders it is about, as an SQL condition. */
  readonly of: string;
  needs(want: World, order: OrderRow): void;
  judge(order: OrderRow, world: World, sealer: Sealer): Finding | null;
}

const JUDGES: readonly Judge[] = [
  {
    name: 'an order says in all its texts what was ordered',
    of: 'true',
    needs: () => undefined,
    judge: (order, _, sealer) => judgeTexts(order, sealer) ?? judgeOutcome(order),
  },
  {
    name: 'a member is the person, with the card, that his registration proved',
    of: "verb = 'REGISTER_PERSON' and state = 'DONE'",
    needs(want, { subjectNo }) {
      const member = want.row(members, subjectNo ?? '');
      if (!member) return;
      want.row(profiles, member.memberNo);
      want.rows(cards, 'byMember', member.memberNo);
    },
    judge: judgeMember,
  },
  {
    name: 'a withdrawal goes to the card, the bank and the name that were accepted, for the fee that was told',
    of: "verb = 'WITHDRAW' and outcome is not null",
    needs(want, { orderNo }) {
      const row = want.row(withdrawals, orderNo);
      if (row) want.row(profiles, row.holderNo);
    },
    judge: judgeWithdrawal,
  },
];

/** The checks, with the key that opens what they read. */
export function sealedChecks(sealer: Sealer): readonly ReadingCheck[] {
  return JUDGES.map((judge) => ({
    name: judge.name,
    find: (snapshot, platformId, mark) => findFirst({ snapshot, platformId, sealer }, judge, mark),
  }));
}

/** Page after page of the orders that a mark has not seen, until one does not hold. */
async function findFirst(reading: Reading, judge: Judge, mark: Mark): Promise<Finding | null> {
  const text = `select ${orders.columns.map(snake).join(', ')} from orders
    where platform_id = $1 and order_no > $2 and ${judge.of} order by order_no limit ${PAGE}`;
  const numbered = orders.columns.indexOf('orderNo');
  for (let last = mark.no; ; ) {
    const rows = await values(reading, text, [reading.platformId, last.toString()]);
    const found = (await judgePage(reading, judge, rows)) ?? null;
    if (found || rows.length < PAGE) return found;
    last = rows.at(-1)?.[numbered] as bigint;
  }
}

type Values = readonly (readonly unknown[])[];

async function values({ snapshot }: Reading, text: string, parameters: readonly (number | string)[]): Promise<Values> {
  return (await snapshot.unsafe(text, parameters).values()) as unknown as Values;
}

/** A page at once; when a value in it does not open, order by order, to say whose it is. */
async function judgePage(reading: Reading, judge: Judge, rows: Values): Promise<Finding | null> {
  try {
    return await judgeOrders(reading, judge, rows);
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    if (rows.length > 1) {
      for (const row of rows) {
        const found = await judgePage(reading, judge, [row]);
        if (found) return found;
      }
    }
    const place = `order ${rows[0]?.[orders.columns.indexOf('requestNo')]}`;
    return { place, expected: 'sealed values that open', found: error.message };
  }
}

async function judgeOrders(reading: Reading, judge: Judge, rows: Values): Promise<Finding | null> {
  const page = rows.map((row) => decodeRow(orders, row, reading.platformId, reading.sealer));
  const world = new World(reading.platformId, reading.sealer);
  const ask = (): boolean => {
    for (const order of page) judge.needs(world, order);
    return world.wants;
  };
  while (ask()) {
    for (const { statement, take } of world.takeWants()) {
      take((await values(reading, statement.text, statement.parameters)) as never);
    }
  }
  for (const order of page) {
    const found = judge.judge(order, world, reading.sealer);
    if (found) return found;
  }
  return null;
}

function judgeTexts(order: OrderRow, sealer: Sealer): Finding | null {
  const place = `order ${order.requestNo}`;
  const command = commandIn(order);
  if (command === null) return { place, expected: 'a command', found: 'none' };
  if (order.plainCommand !== null && order.command !== null) {
    return { place, expected: 'one command', found: 'two: in the open and sealed' };
  }
  if (command.verb !== order.verb) return { place, expected: order.verb, found: command.verb };
  const verb = verbOf(command);
  const subject = verb.subject(command);
  if (subject !== order.subjectNo) return { place, expected: `of ${subject}`, found: `of ${order.subjectNo}` };
  const { content } = keptCommand(command, verb.personal, sealer.fingerprint);
  return isTold(order, content) ? null : { place, expected: content, found: order.content };
}

/** Whether an order is compared by the words of its command. Before commands were kept whole, those lacked details. */
function isTold({ content, plainCommand }: OrderRow, words: string): boolean {
  if (content === words) return true;
  if (!plainCommand?.includes('"details":[]')) return false;
  const without = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), details: null });
  return without(content) === without(words);
}

/** What the outcome of a done order must repeat of its command; two verbs are judged with their rows instead. */
const REPEATED: { readonly [V in VerbName]: (told: Outcomes[V], command: CommandOf<V>) => boolean } = {
  REGISTER_PERSON: () => true,
  WITHDRAW: () => true,
  DEPOSIT: (told, { bank, payCompany }) =>
    told.bank === bank && (payCompany === null || told.payCompany === payCompany) && told.fee >= 0n,
  AUTHORIZE: (told, { kinds }) => told.kinds?.join() === kinds.join(),
  MODIFY_PROJECT: (told, { status }) => told.status !== undefined && (status === null || told.status === status),
  CREATE_PROJECT: isEmpty,
  HOLD: isEmpty,
  AUTO_HOLD: isEmpty,
  CANCEL_HOLD: isEmpty,
  CONFIRM_LOAN: isEmpty,
  CONFIRM_REPAYMENT: isEmpty,
};

function isEmpty(told: object): boolean {
  return Object.keys(told).length === 0;
}

/** An order that is under way or was refused tells nothing, save what was accepted and then came back. */
function judgeOutcome(order: OrderRow): Finding | null {
  const { verb, state, outcome, requestNo } = order;
  const place = `order ${requestNo}`;
  if (state === 'DONE' || state === 'ACCEPTED') {
    const repeats = REPEATED[verb as VerbName] as (told: unknown, command: unknown) => boolean;
    const told = outcome ?? {};
    if (typeof told === 'object' && repeats(told, commandIn(order))) return null;
    return { place, expected: 'an outcome that repeats its command', found: 'another' };
  }
  if (outcome === null || (verb === 'WITHDRAW' && state === 'REFUSED')) return null;
  return { place, expected: 'no outcome', found: `an outcome while ${state}` };
}

function outcomeOf<V extends VerbName>({ outcome }: OrderRow, _verb: V): Outcomes[V] {
  return (outcome ?? {}) as Outcomes[V];
}

function judgeMember(order: OrderRow, world: World, sealer: Sealer): Finding | null {
  const told = outcomeOf(order, 'REGISTER_PERSON');
  const member = world.get(members, order.subjectNo ?? '');
  const place = `member ${order.subjectNo}`;
  if (!member) return { place, expected: 'a member', found: 'none' };
  const profile = world.get(profiles, member.memberNo);
  const card = boundCard(world, member.memberNo);
  return compare(place, [
    ['number', told.userNo, member.userNo],
    ['role', told.role, member.role],
    ['real name', told.realName, profile?.realName],
    ['ID number', told.idNumber, profile?.idNumber],
    ['fingerprint of the ID number', profile && sealer.fingerprint(profile.idNumber), profile?.idFingerprint],
    ['mobile', told.mobile, profile?.mobile],
    ['card', told.cardNumber, card?.number],
    ['bank', told.bank, card?.bank],
    ['access', told.accessType, card?.accessType],
    ['time', order.finishedAt, card?.boundAt],
  ]);
}

function judgeWithdrawal(order: OrderRow, world: World): Finding | null {
  const told = outcomeOf(order, 'WITHDRAW');
  const row = world.get(withdrawals, order.orderNo);
  const place = `withdrawal ${order.orderNo}`;
  if (!row) return { place, expected: 'a withdrawal', found: 'none' };
  const name = world.get(profiles, row.holderNo)?.realName;
  return compare(place, [
    ['card', told.cardNumber, row.card],
    ['bank', told.bank, row.bank],
    ['name', name ?? row.accountName, row.accountName],
    ['time', told.acceptedAt, row.acceptedAt],
    ['fee', row.state === 'RETURNED' ? 0n : told.fee, row.fee],
  ]);
}

/** The first fact in which both sides differ; what it is, not what they say. */
function compare(place: string, facts: readonly (readonly [what: string, told: unknown, stands: unknown])[]) {
  const differs = facts.find(([, told, stands]) => told !== stands);
  return differs ? { place: `${place}, ${differs[0]}`, expected: 'as the order tells', found: 'otherwise' } : null;
}
