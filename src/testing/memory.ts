/**
 * The core's decisions without a database: a world in which what was never made is absent, and the real tasks run over
 * it. Thousands of commands take a second, so tests can throw random ones at it and look at every row after each.
 */
import type { DirectAnswer, Policy } from '../custody/api.ts';
import type { Command, DirectCommand, PageCommand } from '../custody/commands.ts';
import { handOverTask } from '../custody/deposits/deposit.ts';
import { payinSaidTask } from '../custody/deposits/payin.ts';
import { amountTask } from '../custody/deposits/pos-deposit.ts';
import type { Task } from '../executor/lane.ts';
import type { Row, Table } from '../executor/table.ts';
import { PLATFORM_PASSWORD } from '../custody/credentials/tables.ts';
import { members } from '../custody/members/tables.ts';
import { directTask } from '../custody/orders/direct.ts';
import { keptCommand } from '../custody/orders/once.ts';
import { completeTask, expireTask, type Opened, openTask } from '../custody/orders/paged.ts';
import { enterTask, placeTask } from '../custody/orders/placed.ts';
import { type OrderRow, orders } from '../custody/orders/table.ts';
import type { PlatformRecord } from '../custody/platforms/record.ts';
import type { BankOutcome } from '../custody/ports.ts';
import type { Proof } from '../custody/verb.ts';
import { pageVerbOf, verbOf } from '../custody/verbs.ts';
import type { Holder } from '../custody/vocabulary.ts';
import { payoutSaidTask, sendTask } from '../custody/withdrawals/payout.ts';
import { withdrawals } from '../custody/withdrawals/tables.ts';
import { createSealer } from '../kernel/seal.ts';
import { WatchedWorld } from './watched-world.ts';

const SEALER = createSealer(Buffer.alloc(32, 7));
const PLATFORM: PlatformRecord = {
  platformId: 1,
  platformNo: '1',
  name: '平台',
  dialect: 'any',
  suspended: false,
  services: null,
  notifyUrl: null,
  custodyBank: null,
  settings: {},
  settlementAccount: '6217680000000009990',
  settlementBank: 'CITIC',
  channel: 'memory',
};
const SAID = { bankOrderNo: 'memory', messageId: null } as const;
const SHOW = { callbackUrl: 'https://platform.example/back', device: 'PC', remark: null, hideBalance: false } as const;

export class MemoryCore {
  readonly world = new WatchedWorld(PLATFORM.platformId, SEALER);
  readonly platform: PlatformRecord;
  private readonly policy: Policy;
  private commands = 0;

  constructor(policy: Policy, at: number, settings: PlatformRecord['settings'] = {}) {
    this.policy = policy;
    this.platform = { ...PLATFORM, settings };
    this.world.at = at;
    this.world.lane = { lastEntryNo: 0n, lastNo: 1_000n, lastAt: at };
  }

  /** Runs a task as the lane would, with an empty database behind it; it may look at what its `needs` name, only. */
  run<A>(task: Task<A>): A {
    return this.world.carry(task);
  }

  direct(requestNo: string, command: DirectCommand, idempotent = true): DirectAnswer {
    return this.run(directTask(this.context(requestNo, command, idempotent, false), verbOf(command), command));
  }

  /** Opens a page order; its row, which may be refused already. */
  open(requestNo: string, command: PageCommand): OrderRow {
    this.offer(requestNo, command);
    return this.order(requestNo);
  }

  /** What the platform is answered that opens a page order. */
  offer(requestNo: string, command: PageCommand, idempotent = true): Opened {
    const verb = pageVerbOf(command);
    const context = this.context(requestNo, command, idempotent, true);
    return this.run(openTask({ context, verb, command, presentation: SHOW, expired: null }));
  }

  /** The same; no row when it was refused for form alone (G-11). */
  private tryOpen(requestNo: string, command: PageCommand): OrderRow | undefined {
    this.offer(requestNo, command);
    return this.world.get(orders, requestNo);
  }

  /** Opens a page order and completes it with a proof; without one, with its holder's right password. */
  page(requestNo: string, command: PageCommand, given?: Proof): OrderRow | undefined {
    const opened = this.tryOpen(requestNo, command);
    return opened?.state === 'OPEN' ? this.confirm(requestNo, command, given) : opened;
  }

  /** Completes an order whose page is open. */
  confirm(requestNo: string, command: PageCommand, given?: Proof): OrderRow {
    const { orderNo } = this.order(requestNo);
    const { platform, policy } = this;
    const verb = pageVerbOf(command);
    const proof = given ?? this.passwordFor(command);
    this.run(completeTask({ platform, policy, orderNo, verb, proof, commandId: this.commandId() }));
    return this.order(requestNo);
  }

  private passwordFor(command: PageCommand): Proof {
    const holder = pageVerbOf(command).page.holder(command);
    if (!holder) return {};
    if (holder.kind === 'account') return { passwordOf: PLATFORM_PASSWORD };
    const member = this.world.get(members, holder.userNo);
    return member ? { passwordOf: member.memberNo } : {};
  }

  /** The bank says something, asked or not, about a number of ours. */
  bankSays(kind: 'PAYIN' | 'PAYOUT', orderNo: bigint, outcome: BankOutcome): void {
    const said = { ...SAID, orderNo, kind, outcome, askedAt: this.world.at } as const;
    this.run(kind === 'PAYIN' ? payinSaidTask(this.platform, said) : payoutSaidTask(this.policy, said));
  }

  /** Opens a deposit, hands it over and lets the bank say what became of it. */
  deposit(requestNo: string, command: PageCommand, outcome: BankOutcome): OrderRow | undefined {
    const opened = this.tryOpen(requestNo, command);
    if (opened?.state === 'OPEN') {
      this.handOver(opened.orderNo);
      this.bankSays('PAYIN', opened.orderNo, outcome);
    }
    return opened;
  }

  /** What the sweep does with a page whose time is over. */
  expire(requestNo: string): void {
    this.run(expireTask(this.order(requestNo).orderNo));
  }

  /** Sends the person to the bank's page. */
  handOver(orderNo: bigint): void {
    this.run(handOverTask(orderNo, 'memory'));
  }

  /** Tells the bank of a withdrawal. */
  send(orderNo: bigint): void {
    this.run(sendTask(orderNo));
  }

  /** Places a POS deposit without an amount, enters it, shows its barcode and lets the bank say what became of it. */
  terminal(requestNo: string, holder: Holder, amount: bigint, outcome: BankOutcome): OrderRow {
    const command = { verb: 'POS_DEPOSIT', holder, amount: null } as const;
    const verb = pageVerbOf(command);
    this.run(placeTask(this.context(requestNo, command, false, false), verb, command));
    const context = this.context(requestNo, command, false, true);
    this.run(enterTask({ context, verb, command, presentation: SHOW, expired: null }));
    const { orderNo } = this.order(requestNo);
    this.run(amountTask(orderNo, amount));
    this.run(handOverTask(orderNo, 'memory', '0'.repeat(18)));
    this.bankSays('PAYIN', orderNo, outcome);
    return this.order(requestNo);
  }

  /** Tells the bank, at its time, and lets it say what became of it. */
  payout(orderNo: bigint, outcome: BankOutcome): void {
    this.world.at = Math.max(this.world.at, this.world.get(withdrawals, orderNo)?.dueAt ?? 0);
    this.send(orderNo);
    this.bankSays('PAYOUT', orderNo, outcome);
  }

  order(requestNo: string): OrderRow {
    const order = this.world.get(orders, requestNo);
    if (!order) throw new Error(`no order ${requestNo}`);
    return order;
  }

  /** All rows of a table. */
  rows<R extends Row>(table: Table<R>): R[] {
    // The world shows no whole tables to decisions; a test may look.
    const shelves = Reflect.get(this.world, 'shelves') as ReadonlyMap<
      string,
      { readonly rows: ReadonlyMap<string, Row | null> }
    >;
    const rows = shelves.get(table.name)?.rows.values() ?? [];
    return [...rows].filter((row) => row !== null) as R[];
  }

  private commandId(): string {
    this.commands += 1;
    return `c${this.commands}`;
  }

  private context(given: string, command: Command, idempotent: boolean, page: boolean) {
    const { verb } = command;
    const { personal, numberOf } = verbOf(command);
    const asked = keptCommand(command, personal, SEALER.fingerprint);
    const requestNo = numberOf?.(command) ?? given;
    const ticket = { requestNo, service: 'TEST', idempotent, verb, page, ...asked, commandId: this.commandId() };
    return { platform: this.platform, policy: this.policy, ticket };
  }
}
