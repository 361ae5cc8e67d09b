/**
 * The core on a test database: two platforms, one per protocol's policy, a clock that stands still, a bank on paper;
 * and the short ways to members, money and projects that tests begin with. Every one of them goes through the real
 * core.
 */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { Custody, DirectAnswer, Presentation } from '../custody/api.ts';
import type { DirectCommand, PageCommand } from '../custody/commands.ts';
import { hashPassword } from '../custody/credentials/passwords.ts';
import { createCustody, type CustodyParts } from '../custody/custody.ts';
import { MOVED } from '../custody/page-orders/pages.ts';
import type { PlatformRecord } from '../custody/platforms/record.ts';
import type { Refusal } from '../custody/refusals.ts';
import { verifyLedger } from '../custody/verify.ts';
import type { Holder } from '../custody/vocabulary.ts';
import { closePool, openPool, type Sql } from '../db/pool.ts';
import { LANE_SETTINGS } from '../executor/lane.ts';
import { createSealer, type Sealer } from '../kernel/seal.ts';
import { depositoryPolicy as depository } from '../wire/depository/policy.ts';
import { lianyintongPolicy as lianyintong } from '../wire/lianyintong/policy.ts';
import { type ManualClock, manualClock } from './clock.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type FakeBank, fakeBank, fakeReport } from './fake-bank.ts';
import { keyOfNobody } from './keys.ts';
import { cardNumber, idNumber } from './people.ts';

export const PASSWORD = '274916';
/** Another one that is as good. */
export const OTHER_PASSWORD = '294758';
/** The key of every test's core. */
export const SEALER = createSealer(Buffer.alloc(32, 7));

export interface TestCustody extends CustodyParts {
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly bank: FakeBank;
  readonly sealer: Sealer;
  /** The platforms of which a report could not be processed, each time it was told. */
  readonly reportsFailed: readonly number[];
  readonly lianyintong: TestPlatform;
  readonly depository: TestPlatform;
}

/** A platform with the short ways of tests. */
export interface TestPlatform {
  readonly platform: PlatformRecord;
  /** Opens a page order; answers its token, or the refusal. */
  open(requestNo: string, command: PageCommand, idempotent?: boolean): Promise<string | Refusal>;
  execute(requestNo: string, command: DirectCommand, idempotent?: boolean): Promise<DirectAnswer>;
  /** Opens a page order and confirms it with the right password; fails when either is refused. */
  confirm(requestNo: string, command: PageCommand, password?: string): Promise<string>;
  register(userNo: string, role?: 'ORDINARY' | 'INVESTOR' | 'BORROWER' | 'GUARANTOR'): Promise<void>;
  /** Binds a new card of a member who has none; answers its number. */
  bind(requestNo: string, userNo: string): Promise<string>;
  deposit(holder: string | Holder, amount: bigint, requestNo?: string): Promise<void>;
  /** A refusal's name, or DONE. */
  outcome(requestNo: string, command: DirectCommand, idempotent?: boolean): Promise<string>;
}

export const SHOW: Presentation = {
  callbackUrl: 'https://platform.example/back',
  device: 'PC',
  remark: null,
  hideBalance: false,
};

let people = 5_000;

function mobileOf(number: number): string {
  return `1381234${number.toString().padStart(4, '0')}`;
}

export function person(userNo: string, role: 'ORDINARY' | 'INVESTOR' | 'BORROWER' | 'GUARANTOR'): PageCommand {
  people += 1;
  // Each his own mobile, for each may be sent ten messages a day.
  const card = { cardNumber: cardNumber('621768'), mobile: mobileOf(people) };
  return { verb: 'REGISTER_PERSON', userNo, role, realName: '张三', idNumber: idNumber(), ...card };
}

export interface TestCustodyOptions {
  /** The books are left broken on purpose. */
  readonly spoilt?: boolean;
  /** Other keys of page tokens. */
  readonly tokenKeys?: () => readonly Buffer[];
  /** Another sealer than the one of a fixed key. */
  readonly sealer?: Sealer;
  /** A pool of the lanes' own, given the database's address; it is closed after the tests. */
  readonly lanes?: (url: string) => Promise<Sql>;
}

/**
 * The core on a database of its own; after the tests of the file the books are verified, unless they were spoilt on
 * purpose.
 */
export async function createTestCustody(options: TestCustodyOptions = {}): Promise<TestCustody> {
  // Hooks run in the order they were made, and one that fails keeps the later ones from running: so this one also ends.
  let atEnd = () => Promise.resolve();
  after(() => atEnd());
  const database = await createTestDatabase();
  const late: string[] = [];
  const reportsFailed: number[] = [];
  const lanes = options.lanes ? await options.lanes(database.url) : lanePool(database.url);
  atEnd = async () => {
    const { differences } = options.spoilt
      ? { differences: [] }
      : await verifyLedger(database.sql, options.sealer ?? SEALER);
    await closePool(lanes);
    await database.end();
    assert.deepEqual(differences, []);
    assert.deepEqual(late, [], 'rows that a decision looked at and its needs had not asked for');
  };
  const clock = manualClock();
  const bank = fakeBank();
  const sealer = createSealer(Buffer.alloc(32, 7));
  const parts = createCustody({
    sql: database.sql,
    lanes,
    // In a batch of its own a command finds all that its `needs` asked for: what it misses, it forgot to ask for.
    onLateWave: (tasks, what) => void (tasks > 1 || late.push(what)),
    sealer: options.sealer ?? SEALER,
    onReportFailed: (platformId) => reportsFailed.push(platformId),
    clock,
    tokenKeys: options.tokenKeys ?? (() => [Buffer.alloc(32, 8)]),
    channel: bank,
    sms: bank,
    policies: { lianyintong, depository },
    publicUrl: 'http://127.0.0.1:8080',
  });
  const passwordHash = await hashPassword(0, PASSWORD);
  const add = async (platformNo: string, dialect: string) => {
    await parts.directory.create({
      platformNo,
      dialect,
      name: `平台${platformNo}`,
      notifyUrl: null,
      custodyBank: null,
      settlementAccount: '6217680000000009990',
      settlementBank: 'CITIC',
      publicKeyPem: keyOfNobody(),
      keySerial: '1',
      passwordHash,
      settings: {},
    });
    const file = await parts.directory.byNo(platformNo);
    assert.ok(file);
    return testPlatform(parts.custody, bank, clock, file.platform);
  };
  return {
    ...parts,
    ...{ database, clock, bank, sealer, reportsFailed },
    lianyintong: await add('6000000001', 'lianyintong'),
    depository: await add('6000000002', 'depository'),
  };
}

/** A pool of the lanes' own, as the program has it. */
function lanePool(url: string): Sql {
  return openPool({ url, max: 8, applicationName: 'cunguan-test-lanes', settings: LANE_SETTINGS });
}

/** A registration form on which everything was passed. */
export const TYPED = {
  ...{ realName: '', idNumber: '', cardNumber: '', mobile: '', agreed: true },
  ...{ password: PASSWORD, passwordAgain: PASSWORD },
};

let serial = 0;

function testPlatform(custody: Custody, bank: FakeBank, clock: ManualClock, platform: PlatformRecord): TestPlatform {
  const next = (what: string) => {
    serial += 1;
    return `${what}_${serial}`;
  };
  const request = (requestNo: string, idempotent: boolean) => ({ requestNo, service: 'TEST', idempotent });
  const ways: TestPlatform = {
    platform,
    async open(requestNo, command, idempotent = true) {
      const answer = await custody.open(platform, request(requestNo, idempotent), command, SHOW, null);
      return answer.ok ? answer.value : answer.error;
    },
    execute: (requestNo, command, idempotent = true) =>
      custody.execute(platform, request(requestNo, idempotent), command),
    async confirm(requestNo, command, password = PASSWORD) {
      const token = await ways.open(requestNo, command);
      assert.equal(
        typeof token,
        'string',
        JSON.stringify(token, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v)),
      );
      const step = await custody.pages.confirm(token as string, password);
      assert.deepEqual(step, MOVED);
      return token as string;
    },
    async register(userNo, role = 'ORDINARY') {
      const token = (await ways.open(next('reg'), person(userNo, role), false)) as string;
      clock.advance(61_000);
      assert.deepEqual(await custody.pages.sendSms(token, ''), MOVED);
      const smsCode = /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
      assert.deepEqual(await custody.pages.register(token, { ...TYPED, smsCode }), MOVED);
    },
    bind: (requestNo, userNo) => bindNew(custody, bank, clock, ways, requestNo, userNo),
    async deposit(of, amount, requestNo = next('dep')) {
      const holder: Holder = typeof of === 'string' ? { kind: 'member', userNo: of } : of;
      const way = holder.kind === 'member' ? 'NETBANK_B2C' : 'NETBANK_B2B';
      const token = await ways.open(requestNo, {
        verb: 'DEPOSIT',
        holder,
        amount,
        way,
        bank: 'ICBC',
        payCompany: null,
      });
      const handed = await custody.pages.handOver(token as string);
      assert.ok(handed?.ok && handed.value !== 'MOVED', JSON.stringify(token));
      const bankOrderNo = handed.value.fields.bankOrderNo as string;
      const outcome = { state: 'PAID', amount, paidAt: clock.now(), bankRef: requestNo } as const;
      assert.equal(await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome })), true);
    },
    async outcome(requestNo, command, idempotent = true) {
      const answer = await ways.execute(requestNo, command, idempotent);
      return answer.ok ? 'DONE' : answer.error.name;
    },
  };
  return ways;
}

async function bindNew(
  { pages }: Custody,
  bank: FakeBank,
  clock: ManualClock,
  ways: TestPlatform,
  requestNo: string,
  userNo: string,
): Promise<string> {
  people += 1;
  const given = { cardNumber: cardNumber('622202'), mobile: mobileOf(people) };
  const token = (await ways.open(requestNo, { verb: 'BIND_CARD', userNo, ...given }, false)) as string;
  clock.advance(61_000);
  assert.deepEqual(await pages.sendSms(token, ''), MOVED);
  const smsCode = /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
  const form = { cardNumber: '', mobile: '', password: PASSWORD, smsCode };
  assert.deepEqual(await pages.bindCard(token, form), MOVED);
  return given.cardNumber;
}
