/**
 * The whole road of a loan in one protocol, as a scenario: walked in a browser through the demo's, the custodian's and
 * the bank's pages, settled by moving the clock, and told as a text that must equal
 * `scenarios/road-<protocol>.golden.txt`; `UPDATE_GOLDEN=1` writes that file instead.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Names, readBooks } from './books.store.ts';
import { type Program, ROOT } from './program.ts';
import { type Dialect, type Message, Walk } from './walk.ts';

interface Stop {
  readonly step: string;
  /** Typed over what the form offers. */
  readonly values?: Readonly<Record<string, string>>;
}

const TO_TENDER = ['register-investor', 'register-borrower', 'deposit', 'create-project', 'tender'];
const FROM_LOAN = [
  'confirm-loan',
  'start-repaying',
  'deposit-borrower',
  'hold-repayment',
  'confirm-repayment',
  'finish-project',
];

const stops = (...steps: readonly string[]): readonly Stop[] => steps.map((step) => ({ step }));

/** lianyintong's withdrawal is T+1; depository knows no other than the one that leaves at once. */
const ROADS: Readonly<Record<Dialect, readonly Stop[]>> = {
  lianyintong: [...stops(...TO_TENDER, ...FROM_LOAN), { step: 'withdraw', values: { urgency: 'NORMAL' } }],
  depository: stops(...TO_TENDER, 'authorize', 'auto-tender', ...FROM_LOAN, 'withdraw'),
};

const PLATFORM_NOS: Readonly<Record<Dialect, string>> = { lianyintong: '6000000001', depository: '6000000002' };

export interface Journey {
  readonly program: Program;
  readonly browser: Browser;
  readonly dialect: Dialect;
  readonly script: boolean;
  readonly look?: (page: Page, name: string) => Promise<void>;
}

/** Walks the road and answers its story; asserts what must hold at the end of every road. */
export async function walkRoad({ program, browser, dialect, script, look }: Journey): Promise<string> {
  await startMorning(program);
  await using walk = await Walk.open({ browser, at: program.at, dialect, script, ...(look ? { look } : {}) });
  for (const { step, values } of ROADS[dialect]) await walk.step(step, values);
  // What leaves for the bank at once may or may not be back already: only what waits for the next day stands still.
  const waiting = dialect === 'lianyintong' ? await books(program, dialect) : null;
  await program.ask('clock', 'advance', '1d');
  const settled = await books(program, dialect);
  const standing = await walk.standing();
  const wire = await walk.wire();
  assert.deepEqual(walk.complaints, [], 'the browser has nothing to complain about');
  assert.equal((await program.cli('ledger', 'verify')).code, 0);
  const words = ['notices', 'list', '--platform', PLATFORM_NOS[dialect]];
  const { notices } = await program.ask<{ notices: readonly { state: string }[] }>(...words);
  assert.deepEqual([...new Set(notices.map(({ state }) => state))], ['delivered']);
  return story(dialect, standing, wireLines(wire, await namesOf(program, dialect)), waiting, settled);
}

/** Ten in the morning of the next day: a T+1 withdrawal is then due within one day, whenever the test runs. */
async function startMorning(program: Program): Promise<void> {
  const { now } = await program.ask<{ now: string }>('clock', 'show');
  const tomorrow = new Date(Date.parse(`${now.slice(0, 10)}T10:00:00Z`) + 86_400_000);
  await program.ask('clock', 'set', tomorrow.toISOString().slice(0, 19).replace(/[-T:]/g, ''));
}

const KINDS = ['page', 'call', 'return', 'notice'];

/** One line per order; notice and return race each other, so their order is not told. */
function wireLines(wire: readonly Message[], names: Names): string {
  const orders = new Map<string, Message[]>();
  for (const message of wire) orders.set(message.requestNo, [...(orders.get(message.requestNo) ?? []), message]);
  const lines = [...orders].map(([requestNo, messages]) => {
    const kinds = messages.map(({ kind }) => kind).sort((a, b) => KINDS.indexOf(a) - KINDS.indexOf(b));
    return `  ${(names.get(requestNo) ?? '').padEnd(18)}${messages[0]?.service.padEnd(27)}${kinds.join(', ')}\n`;
  });
  return lines.join('');
}

function story(
  dialect: Dialect,
  standing: Readonly<Record<string, string>>,
  wire: string,
  waiting: string | null,
  settled: string,
): string {
  const facts = Object.entries(standing).map(([name, value]) => `  ${name.padEnd(18)}  ${value}\n`);
  const before = waiting === null ? '' : `== The custodian's books when the investor has withdrawn\n\n${waiting}\n`;
  return `The whole road of a loan in ${dialect}, walked in a browser (e2e/road.ts).

As the platform sees it at the end

${facts.join('')}
On the wire, queries left out

${wire}
${before}== The custodian's books a day later

${settled}`;
}

async function books(program: Program, dialect: Dialect): Promise<string> {
  return readBooks(await program.databaseUrl(), PLATFORM_NOS[dialect], await namesOf(program, dialect));
}

/** What the demo calls its orders, people and project: its own state file knows. */
async function namesOf(program: Program, dialect: Dialect): Promise<Names> {
  const state = JSON.parse(await readFile(join(program.data, 'demo', 'state.json'), 'utf8')) as DemoState;
  const walk = state.walks.findLast((each) => each.dialect === dialect);
  assert.ok(walk, 'the demo remembers the walk');
  return new Map([
    [walk.investor.userNo, 'INVESTOR'],
    [walk.borrower.userNo, 'BORROWER'],
    [walk.projectNo, 'PROJECT'],
    ...walk.orders.map(({ requestNo, step }) => [requestNo, step] as const),
  ]);
}

interface DemoState {
  readonly walks: readonly {
    readonly dialect: Dialect;
    readonly projectNo: string;
    readonly investor: { readonly userNo: string };
    readonly borrower: { readonly userNo: string };
    readonly orders: readonly { readonly requestNo: string; readonly step: string }[];
  }[];
}

/** Compares a story with the committed one, or writes it when UPDATE_GOLDEN is set. */
export async function compareGolden(dialect: Dialect, told: string): Promise<void> {
  const path = join(ROOT, 'scenarios', `road-${dialect}.golden.txt`);
  if (process.env.UPDATE_GOLDEN) await writeFile(path, told);
  assert.equal(told, await readFile(path, 'utf8'), `${path} tells another story; UPDATE_GOLDEN=1 writes it anew`);
}
