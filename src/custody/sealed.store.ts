/**
 * Checks of what the database cannot read: sealed commands, outcomes, personal data and cards. Each reads page by page,
 * in the order of the orders, and opens every value as the lane does; one that does not open is a finding. What is
 * personal is compared and never told.
 */
import { isConnectionLost, isDatabaseError } from '../db/breach.ts';
import type { Transaction } from '../db/pool.ts';
import { decodeRow, snake } from '../executor/statements.ts';
import { World } from '../executor/world.ts';
import type { Sealer } from '../kernel/seal.ts';
import { type Finding, type Mark, ofPlatform, type ReadingCheck } from '../ledger/verify.store.ts';
import type { CommandOf, Outcomes, VerbName } from './commands.ts';
import { keptCommand } from './orders/once.ts';
import { commandIn, type OrderRow, orders } from './orders/table.ts';
import { type Evidence, type Judge, ROW_JUDGES } from './sealed-judges.store.ts';
import { BY_ORDER } from './since.store.ts';
import { VERIFIED_TABLES } from './tables.ts';
import { verbOf } from './verbs.ts';

/** Few: an order may have ten thousand details. */
const PAGE = 100;

const JUDGES: readonly Judge[] = [
  {
    name: 'an order says in all its texts what was ordered',
    of: 'true',
    judge: (order, evidence) => judgeTexts(order, evidence) ?? judgeOutcome(order),
  },
  ...ROW_JUDGES,
];

/** The checks, with the key that opens what they read. */
export function sealedChecks(sealer: Sealer): readonly ReadingCheck[] {
  return JUDGES.map((judge) => ({
    name: judge.name,
    find: (snapshot, platformId, mark) => findFirst(new Reading(snapshot, platformId, sealer), judge, mark),
  }));
}

type Values = readonly (readonly unknown[])[];

/** The snapshot of one platform, with the key. */
class Reading {
  private readonly snapshot: Transaction;
  readonly platformId: number;
  readonly sealer: Sealer;

  constructor(snapshot: Transaction, platformId: number, sealer: Sealer) {
    this.snapshot = snapshot;
    this.platformId = platformId;
    this.sealer = sealer;
  }

  /** Rows of a statement, whose first parameter is the platform. */
  async values(text: string, ...more: readonly (number | string)[]): Promise<Values> {
    return (await this.snapshot.unsafe(text, [this.platformId, ...more]).values()) as unknown as Values;
  }

  /** Orders as the lane reads them, with the rows that belong to them. */
  async evidence(page: readonly OrderRow[], judge: Judge, untoldNo: bigint): Promise<Evidence> {
    const world = new World(this.platformId, this.sealer);
    const ask = (): boolean => {
      for (const order of page) judge.needs?.(world, order);
      return world.wants;
    };
    while (ask()) {
      for (const { statement, take } of world.takeWants()) {
        take((await this.snapshot.unsafe(statement.text, statement.parameters).values()) as never);
      }
    }
    const fees = judge.asksForFees ? await this.values(FEES, `{${page.map(({ orderNo }) => orderNo).join()}}`) : [];
    return { world, sealer: this.sealer, untoldNo, fees: new Map(fees as never) };
  }
}

const FEES = `select e.order_no, sum(p.amount)::bigint from entries e join postings p
    on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.account_id = 14
  where e.platform_id = $1 and e.order_no = any($2::bigint[]) group by 1`;

const NO = orders.columns.indexOf('orderNo');
const NAME = orders.columns.indexOf('requestNo');

/** Page after page of the orders that are new since a mark, until one does not hold. */
async function findFirst(reading: Reading, judge: Judge, mark: Mark): Promise<Finding | null> {
  const page = ofPlatform(
    `select ${orders.columns.map(snake).join(', ')} from orders
      where order_no > $2 and ${judge.of} order by order_no limit ${PAGE}`,
    VERIFIED_TABLES,
    { orders: BY_ORDER },
    mark,
  );
  const [lane] = await reading.values('select untold_no from lanes where platform_id = $1');
  const untoldNo = (lane?.[0] ?? 0n) as bigint;
  for (let last = 0n; ; ) {
    const rows = await reading.values(`${page} order by order_no`, last.toString());
    const found = await judgePage(reading, judge, rows, untoldNo);
    if (found || rows.length < PAGE) return found;
    last = rows.at(-1)?.[NO] as bigint;
  }
}

/** A page at once; when it cannot be judged (a value that does not open, say), order by order, to say whose it is. */
async function judgePage(reading: Reading, judge: Judge, rows: Values, untoldNo: bigint): Promise<Finding | null> {
  try {
    const page = rows.map((row) => decodeRow(orders, row, reading.platformId, reading.sealer));
    const evidence = await reading.evidence(page, judge, untoldNo);
    for (const order of page) {
      const found = judge.judge(order, evidence);
      if (found) return found;
    }
    return null;
  } catch (error) {
    // The transaction cannot be read any further.
    if (isConnectionLost(error) || isDatabaseError(error)) throw error;
    for (const row of rows.length > 1 ? rows : []) {
      const found = await judgePage(reading, judge, [row], untoldNo);
      if (found) return found;
    }
    return { place: `order ${rows[0]?.[NAME]}`, expected: 'values that can be judged', found: String(error) };
  }
}

function judgeTexts(order: OrderRow, { sealer, untoldNo }: Evidence): Finding | null {
  const place = `order ${order.requestNo}`;
  const command = commandIn(order);
  if (command === null) return { place, expected: 'a command', found: 'none' };
  if (order.plainCommand !== null && order.command !== null) {
    return { place, expected: 'one command', found: 'two: in the open and sealed' };
  }
  if (command.verb !== order.verb) return { place, expected: order.verb, found: command.verb };
  const verb = verbOf(command);
  const number = verb.numberOf?.(command) ?? order.requestNo;
  if (number !== order.requestNo) return { place, expected: `under ${number}`, found: `under ${order.requestNo}` };
  const subject = verb.subject(command);
  if (subject !== order.subjectNo) return { place, expected: `of ${subject}`, found: `of ${order.subjectNo}` };
  const { content } = keptCommand(command, verb.personal, sealer.fingerprint);
  return fits(order, content, untoldNo) ? null : { place, expected: content, found: order.content };
}

/** Whether an order is compared by the words of its command; of an untold confirmation, but for the details. */
function fits({ orderNo, content }: OrderRow, words: string, untoldNo: bigint): boolean {
  if (content === words) return true;
  if (orderNo > untoldNo) return false;
  const without = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), details: null });
  return without(content) === without(words);
}

/** What the outcome of a done order must repeat of its command; verbs that say true are judged with their rows. */
const REPEATED: { readonly [V in VerbName]: (told: Outcomes[V], command: CommandOf<V>) => boolean } = {
  REGISTER_PERSON: () => true,
  REGISTER_ENTERPRISE: () => true,
  BIND_CARD: () => true,
  RESET_PASSWORD: ({ by }) => by === 'PASSWORD' || by === 'CARD',
  UNBIND_CARD: () => true,
  WITHDRAW: () => true,
  DEPOSIT: (told, { bank, payCompany }) =>
    told.bank === bank && (payCompany === null || told.payCompany === payCompany) && told.fee >= 0n,
  POS_DEPOSIT: (told, { amount }) => amount !== null && told.fee >= 0n,
  AUTHORIZE: (told, { kinds }) => told.kinds?.join() === kinds.join(),
  CANCEL_AUTHORIZATION: isEmpty,
  MODIFY_PROJECT: (told, { status }) => told.status !== undefined && (status === null || told.status === status),
  CREATE_PROJECT: isEmpty,
  HOLD: isEmpty,
  AUTO_HOLD: isEmpty,
  PLATFORM_HOLD: isEmpty,
  CANCEL_HOLD: isEmpty,
  CONFIRM_LOAN: isEmpty,
  CONFIRM_REPAYMENT: isEmpty,
  CONFIRM_TRANSFER: isEmpty,
  CONFIRM_COMPENSATION: isEmpty,
  PAY_MARKETING: isEmpty,
  FREEZE: isEmpty,
  UNFREEZE: isEmpty,
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
  // What was accepted and then refused keeps what it told.
  const kept = ['WITHDRAW', 'REGISTER_ENTERPRISE'].includes(verb) && state === 'REFUSED';
  if (outcome === null || kept) return null;
  return { place, expected: 'no outcome', found: `an outcome while ${state}` };
}
