/**
 * The core, put together: what `api.ts` promises, on a database, a bank channel and a clock. Whoever builds it gets
 * the face for the rooms above, the sweeps for `jobs`, the directory for the operator's commands.
 */
import type { Sql } from '../db/pool.ts';
import { LaneFull } from '../executor/lane.ts';
import { createLanes, type LanesLoad } from '../executor/lanes.ts';
import type { World } from '../executor/world.ts';
import { type Failure, ok } from '../kernel/result.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Verification } from '../ledger/verify.store.ts';
import type { Sweep } from '../kernel/sweep.ts';
import type { Clock } from '../kernel/time.ts';
import type { Custody, DirectAnswer, PageAnswer, Queries, Request, TransactionInformation } from './api.ts';
import { BankReportStore } from './bank/bank-reports.store.ts';
import { type Reports, takeMessage } from './bank/intake.ts';
import { readBankOrderNo } from './bank/order-no.ts';
import { StrayReportStore } from './bank/stray-reports.store.ts';
import { Cases } from './cases/cases.ts';
import type { Command, DirectCommand, PageCommand } from './commands.ts';
import { Operators } from './operators/operators.ts';
import { Papers } from './papers/papers.ts';
import { type Core, newCommandId, policyOf } from './core.ts';
import { Turns } from './credentials/turns.ts';
import type { LaneLimits } from '../executor/lane.ts';
import { directTask, type OrderContext } from './orders/direct.ts';
import { type Enterprises, enterprisesOf } from './enterprises/enterprises.ts';
import { keptCommand } from './orders/once.ts';
import { openTask } from './orders/paged.ts';
import { enterTask, placeTask } from './orders/placed.ts';
import { notices } from './orders/table.ts';
import { createTokens } from './orders/tokens.ts';
import { AllowanceStore } from './page-orders/allowances.store.ts';
import { enterAmount, showBarcode } from './page-orders/barcode.ts';
import { bindPage } from './page-orders/card-binding.ts';
import { confirmPage } from './page-orders/confirmation.ts';
import { cancelPage, handOver } from './page-orders/hand-over.ts';
import { addressNow, addressOf } from './page-orders/page-order.ts';
import type { Pages } from './page-orders/pages.ts';
import { resetPage } from './page-orders/password-reset.ts';
import { registerPage } from './page-orders/registration.ts';
import { sendSmsCode } from './page-orders/sms-sending.ts';
import { viewPage } from './page-orders/view.ts';
import { Directory } from './platforms/directory.ts';
import type { Platform } from './platforms/platform.ts';
import { PlatformStore } from './platforms/platforms.store.ts';
import type { Policy } from './policy.ts';
import type { BankChannel, SmsSender } from './ports.ts';
import { createReads, type Reads } from './reads.ts';
import { type Refusal, refuse } from './refusals.ts';
import { resealAll, type SealedTable } from './resealing.store.ts';
import { DueStore } from './sweeps.store.ts';
import { createSweeps } from './sweeps.ts';
import { pageVerbOf, verbOf } from './verbs.ts';
import { verifyLedger } from './verify.ts';
import { CORE_TABLES } from './tables.ts';
import { sendBacks } from './receipts/send-backs.ts';
import { withdrawals } from './withdrawals/tables.ts';

export interface CustodyOptions {
  readonly sql: Sql;
  /** The lanes' own pool (LANE_SETTINGS); `sql` when absent. */
  readonly lanes?: Sql;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Secrets of 32 bytes, as they are at the time: the first makes page tokens, all of them open theirs. */
  readonly tokenKeys: () => readonly Buffer[];
  readonly channel: BankChannel;
  readonly sms: SmsSender;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly publicUrl: string;
  /** After a commit that owes notices to a platform. */
  readonly onNotices?: (platformId: number) => void;
  /** After a commit that made work which may be due at once. */
  readonly onDueWork?: () => void;
  /** How many connections the lanes' pool has. */
  readonly laneConnections?: number;
  /** Other limits than the lanes' own. */
  readonly laneLimits?: Partial<LaneLimits>;
  /** A decision looked at rows that its verb had not asked for; with the size of its batch and the tables. */
  readonly onLateWave?: (tasks: number, what: string) => void;
  /** Our processing of a bank report failed; it is kept and tried again. */
  readonly onReportFailed?: (platformId: number, error: unknown) => void;
  /** A platform's numbers were found behind the highest one used, and put right. */
  readonly onHealed?: (platformId: number) => void;
}

export interface CustodyParts {
  readonly custody: Custody;
  readonly sweeps: readonly Sweep[];
  readonly directory: Directory;
  readonly operators: Operators;
  readonly papers: Papers;
  readonly cases: Cases;
  /** `ledger verify`: everything, or what came since each platform was found right last. */
  verify(since: 'last' | null): Promise<Verification>;
  /**
   * Seals everything anew under the key that seals now, page by page, and tables of others besides; each page tells its
   * rows. Fails at the end when something did not open.
   */
  reseal(besides: readonly SealedTable[]): AsyncGenerator<number>;
  /** What the operator decides of enterprises, and what their platforms' staff submit again. */
  readonly enterprises: Enterprises;
  /** What the lanes have in hand. */
  load(): LanesLoad;
  /** Settles when every lane is idle: before a shutdown. */
  idle(): Promise<void>;
}

export function createCustody(options: CustodyOptions): CustodyParts {
  const { sql, sealer, clock, channel } = options;
  const lanes = createLanes({
    sql: options.lanes ?? sql,
    sealer,
    clock,
    numbered: CORE_TABLES,
    onCommit: (world) => committed(options, world),
    ...(options.laneConnections !== undefined && { connections: options.laneConnections }),
    ...(options.laneLimits && { limits: options.laneLimits }),
    ...(options.onLateWave && { onLateWave: options.onLateWave }),
    ...(options.onHealed && { onHealed: options.onHealed }),
  });
  const platforms = new PlatformStore(sql, sealer, channel.name);
  const directory = new Directory(platforms, clock);
  const core: Core = {
    lanes,
    directory,
    sealer,
    clock,
    channel,
    sms: options.sms,
    reads: createReads({ sql, sealer }),
    tokens: createTokens(options.tokenKeys),
    allowances: new AllowanceStore(sql, sealer),
    passwordTurns: new Turns(),
    pageTurns: new Turns(),
    policies: options.policies,
    publicUrl: options.publicUrl,
    onReportFailed: options.onReportFailed ?? (() => undefined),
  };
  const reports: Reports = { kept: new BankReportStore(sql), strays: new StrayReportStore(sql, sealer) };
  const custody: Custody = {
    execute: (platform, request, command) => execute(core, platform, request, command) as never,
    open: (platform, request, command, show, expired) => open(core, platform, request, command, { show, expired }),
    pages: createPages(core, reports),
    queries: createQueries(core),
    async bankReport(fields) {
      const message = channel.readReport(fields);
      if (message) await takeMessage(core, reports, message);
      return message !== null;
    },
  };
  const sweeps = createSweeps(core, new DueStore(sql), reports.kept);
  const verify: CustodyParts['verify'] = (since) => verifyLedger(sql, sealer, since);
  const reseal: CustodyParts['reseal'] = (besides) => resealAll(sql, sealer, besides);
  const papers = new Papers({ sql, sealer, lanes, clock });
  const desk = { operators: new Operators(sql, clock), papers, cases: new Cases(sql, core, papers) };
  return {
    ...{ custody, sweeps, directory, ...desk, verify, reseal },
    ...{ enterprises: enterprisesOf(core, papers), load: () => lanes.load(), idle: () => lanes.idle() },
  };
}

function committed(options: CustodyOptions, world: World): void {
  if (world.made(notices)) options.onNotices?.(world.platformId);
  if (world.made(withdrawals) || world.made(sendBacks)) options.onDueWork?.();
}

async function contextOf(
  core: Core,
  given: Platform,
  request: Request,
  command: Command,
  page: boolean,
): Promise<OrderContext> {
  const platform = (await core.directory.byNo(given.platformNo))?.platform;
  if (!platform) throw new Error(`platform ${given.platformNo} is gone`);
  const { verb } = command;
  const { personal, numberOf } = verbOf(command);
  const asked = keptCommand(command, personal, core.sealer.fingerprint);
  const requestNo = numberOf?.(command) ?? request.requestNo;
  return {
    platform,
    policy: policyOf(core, platform),
    ticket: { ...request, requestNo, ...asked, verb, page, commandId: newCommandId() },
  };
}

async function execute(
  core: Core,
  platform: Platform,
  request: Request,
  command: DirectCommand,
): Promise<DirectAnswer> {
  const context = await contextOf(core, platform, request, command, false);
  const task =
    command.verb === 'POS_DEPOSIT'
      ? placeTask(context, pageVerbOf(command), command)
      : directTask(context, verbOf(command), command);
  return await orBusy(core.lanes.submit(platform.platformId, task));
}

/** A full lane has begun nothing: that is a refusal, and the request may be repeated. */
async function orBusy<T>(work: Promise<T>): Promise<T | Failure<Refusal>> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LaneFull) return refuse('SYSTEM_BUSY', {});
    throw error;
  }
}

interface Page {
  readonly show: Parameters<Custody['open']>[3];
  readonly expired: number | null;
}

async function open(
  core: Core,
  platform: Platform,
  asked: Request,
  command: PageCommand,
  page: Page,
): Promise<PageAnswer> {
  const context = await contextOf(core, platform, asked, command, true);
  const { show: presentation, expired } = page;
  const verb = pageVerbOf(command);
  const request = { context, verb, command, presentation, expired };
  const task = verb.placed ? enterTask(request) : openTask(request);
  const opened = await orBusy(core.lanes.submit(platform.platformId, task));
  if (!opened.ok) return { owesReturn: true, ...opened };
  return ok(addressOf(core, platform.platformId, opened.value));
}

function createPages(core: Core, reports: Reports): Pages {
  return {
    view: (token) => viewPage(core, token),
    sendSms: (token, mobile) => orBusy(sendSmsCode(core, token, mobile)),
    register: (token, form) => orBusy(registerPage(core, token, form)),
    bindCard: (token, form) => orBusy(bindPage(core, token, form)),
    resetPassword: (token, form) => orBusy(resetPage(core, token, form)),
    confirm: (token, password) => orBusy(confirmPage(core, token, password)),
    handOver: (token, language) => orBusy(handOver(core, token, language)),
    enterAmount: (token, amount) => orBusy(enterAmount(core, token, amount)),
    showBarcode: (token) => orBusy(showBarcode(core, token)),
    cancel: (token) => orBusy(cancelPage(core, token)),
    async returned(fields) {
      const message = core.channel.readReport(fields);
      if (!message) return null;
      await takeMessage(core, reports, message);
      const order = message.outcome && readBankOrderNo(message.bankOrderNo);
      return order?.kind === 'D' ? await addressNow(core, order.platformId, order.orderNo) : null;
    },
  };
}

function createQueries(core: Core): Queries {
  const { reads, directory, clock } = core;
  return {
    platformByNo: (platformNo) => directory.byNo(platformNo),
    member: (platformId, userNo) => reads.member(platformId, userNo, clock.now()),
    accounts: (platformId) => reads.accounts(platformId),
    transaction: (platformId, requestNo) => transaction(reads, platformId, requestNo),
    project: (platformId, projectNo) => reads.project(platformId, projectNo),
    order: (platformId, requestNo) => reads.order(platformId, requestNo),
    orderAsOf: reads.orderAsOf,
    orderHistory: reads.orderHistory,
  };
}

async function transaction(
  reads: Reads,
  platformId: number,
  requestNo: string,
): Promise<TransactionInformation | null> {
  const order = await reads.order(platformId, requestNo);
  if (!order) return null;
  const leaves = order.command && verbOf(order.command).leaves;
  const hold = leaves === 'HOLD' ? await reads.hold(platformId, requestNo) : null;
  const freeze = leaves === 'FREEZE' ? await reads.freeze(platformId, requestNo) : null;
  const payout = leaves === 'PAYOUT' ? await reads.payoutState(platformId, order.orderNo) : null;
  return { order, hold, freeze, payout };
}
