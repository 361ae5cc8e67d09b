/** What the operator looks up: who there is, and what became of an order, a member, a hold. Nothing is changed. */
import type { OrderLookUp, Directory, LookUps } from '../custody/operator.ts';
import type { HoldInformation } from '../custody/api.ts';
import type { AdminArguments } from '../http/admin.ts';
import { formatYuan } from '../kernel/money.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { type Clock, formatIso, type Instant } from '../kernel/time.ts';
import type { NoticeOperations } from '../notices/operator.ts';
import type { RequestStore } from '../requests/requests.store.ts';
import { toldLine } from '../requests/told.ts';
import { sentenceOf } from '../wire/sentences.ts';
import type { Registry } from './audited.ts';
import { fileOf, memberNo, text } from './commands.ts';

/** One listing, and the postings of one order; an order of thousands of payees has more. */
const LIST_LIMIT = 1_000;
/** Requests that are told of one order. */
const REQUESTS = 20;
/** Items of a list that are shown; of a longer one their number. */
const ITEMS = 20;

export interface Desk {
  readonly lookUps: LookUps;
  readonly directory: Directory;
  readonly notices: NoticeOperations;
  readonly requests: RequestStore;
  readonly clock: Clock;
}

export function lookUpCommands(desk: Desk): Registry {
  const { lookUps, directory, clock } = desk;
  const platformOf = async (args: AdminArguments) => (await fileOf(directory, text(args, 'platformNo'))).platform;
  return {
    'platform.list': reading(async () => {
      const found = await lookUps.platforms(LIST_LIMIT + 1);
      const platforms = found.slice(0, LIST_LIMIT).map(readable);
      return { platforms, more: found.length > LIST_LIMIT };
    }),
    'platform.members': reading(async (args) => {
      const { platformId } = await platformOf(args);
      const found = await lookUps.members(platformId, memberNo(args, 'after'), LIST_LIMIT + 1);
      return { members: found.slice(0, LIST_LIMIT).map(readable), more: found.length > LIST_LIMIT };
    }),
    'order.show': reading(async (args) => showOrder(desk, await platformOf(args), text(args, 'requestNo'))),
    'member.show': reading(async (args) => {
      const { platformId, platformNo } = await platformOf(args);
      const userNo = memberNo(args, 'userNo') ?? text(args, 'userNo');
      const member = await lookUps.member(platformId, userNo, clock.now());
      if (!member) throw new OperatorError(`Platform ${platformNo} has no member ${userNo}.`);
      return { platformNo, ...readable(member), cards: member.cards.map(readable) };
    }),
    'hold.show': reading(async (args) => {
      const { platformId, platformNo } = await platformOf(args);
      const requestNo = text(args, 'requestNo');
      const hold = await lookUps.hold(platformId, requestNo);
      if (!hold) throw new OperatorError(`Platform ${platformNo} has no hold ${requestNo}.`);
      return { platformNo, requestNo, ...toldHold(hold) };
    }),
  };
}

function reading(run: (args: AdminArguments) => Promise<object>): Registry[string] {
  return { does: 'reads', run };
}

async function showOrder(
  { lookUps, notices, requests }: Desk,
  { platformId, platformNo }: { readonly platformId: number; readonly platformNo: string },
  requestNo: string,
): Promise<object> {
  const found = await lookUps.order(platformId, requestNo, LIST_LIMIT + 1);
  if (!found) throw new OperatorError(`Platform ${platformNo} has no order ${requestNo}.`);
  const { order, command, outcome, history, postings, hold, payout } = found;
  const filter = { platformId, requestNo, userNo: null, code: null, from: null, to: null };
  const [told, asked] = await Promise.all([
    notices.list({ platform: platformNo, orderNo: order.orderNo }),
    requests.list(filter, REQUESTS),
  ]);
  const { orderNo, service, verb, state, refusal, createdAt, finishedAt, expiresAt } = order;
  return {
    ...readable({ platformNo, requestNo, orderNo, service, verb, state, createdAt, finishedAt, expiresAt }),
    refusal: refusal && sentenceOf(refusal),
    command: command && readable(command),
    outcome: outcome && readable(outcome),
    ...(hold && { hold: toldHold(hold) }),
    ...(payout && { payout }),
    history: history.map(happening),
    postings: postings.slice(0, LIST_LIMIT).map(readable),
    morePostings: postings.length > LIST_LIMIT,
    notices: told.notices,
    sends: told.sends ?? [],
    requests: asked.map(toldLine),
  };
}

function happening({ event, at, refusal }: OrderLookUp['history'][number]): object {
  return { event, at: formatIso(at), refusal: refusal && sentenceOf(refusal) };
}

function toldHold({ holder, ...hold }: HoldInformation): object {
  const left = hold.amount - hold.confirmed - hold.cancelled;
  return { holder: holder.kind === 'member' ? holder.userNo : holder.account, ...readable({ ...hold, left }) };
}

/** Amounts in yuan, times ISO 8601 in Beijing, long lists by their length; the rest as it is. */
function readable(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readableValue(name, each)]));
}

function readableValue(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return name.endsWith('No') ? value.toString() : formatYuan(value);
  if (typeof value === 'number' && /(?:At|Until)$|^until$/.test(name)) return formatIso(value as Instant);
  if (Array.isArray(value))
    return value.length > ITEMS ? `${value.length} items` : value.map((each) => readableValue(name, each));
  return typeof value === 'object' && value !== null ? readable(value) : value;
}
