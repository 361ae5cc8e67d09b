/**
 * The sandbox bank for tests: the real one, in this process, on a free port and a test's database, with a custodian in
 * front of it that only writes down what it is told, a payer who presses buttons, and a line that can be disturbed.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type BankOptions, type RunningBank, startBank } from '../../sandbox-bank/bank.ts';
import type { Fault, Reported } from '../channels/conformance-bank.ts';
import { createSandboxChannel, type SandboxChannel, type SandboxChannelOptions } from '../channels/sandbox/channel.ts';
import type { BrowserForm } from '../custody/ports.ts';
import type { Instant } from '../kernel/time.ts';

export interface TestBank extends SandboxChannel {
  readonly bank: RunningBank;
  readonly url: string;
  /** Reports about an order, once there are `count` of them. */
  reports(bankOrderNo: string, count: number): Promise<readonly Reported[]>;
  /** Until told otherwise the custodian acknowledges (true) or fails (false). */
  acknowledge(willing: boolean): void;
  /** Disturbs every call from now on; null: no more. */
  disturb(fault: Fault | null): void;
  /** Moves the bank's clock and waits for what became due. */
  advance(milliseconds: number): Promise<void>;
  now(): Promise<Instant>;
  /** Stops the bank and starts it again on the same database and address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Seals the tables of test banks. */
export const BANK_KEY = Buffer.alloc(32, 0x5b);

/** Starts bank and custodian; `timeoutMs` is the adapter's. */
export async function startTestBank(
  databaseUrl: string,
  options: Partial<BankOptions> & { readonly timeoutMs?: number } = {},
): Promise<TestBank> {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const custodian = await startReceiver();
  const start = (port: number): Promise<RunningBank> =>
    startBank({
      databaseUrl,
      sealingKey: BANK_KEY,
      host: '127.0.0.1',
      port,
      custodianUrl: custodian.url,
      custodianPublicKey: keys.publicKey,
      log: pino({ level: 'silent' }),
      ...options,
    });
  let bank = await start(0);
  const line = disturbedLine();
  const channelOptions: SandboxChannelOptions = {
    bankUrl: bank.url,
    bankPublicKey: bank.publicKey,
    privateKey: keys.privateKey,
    timeoutMs: options.timeoutMs ?? 2_000,
    fetch: line.fetch,
  };
  const sandbox = createSandboxChannel(channelOptions);
  const read = async () => {
    const clock = await sandbox.clock.read();
    assert.ok(clock, 'the bank tells its clock');
    return clock.now;
  };
  return {
    ...sandbox,
    bank,
    url: bank.url,
    reports: custodian.reports,
    acknowledge: custodian.acknowledge,
    disturb: line.disturb,
    now: read,
    advance: async (milliseconds) => {
      assert.ok(await sandbox.clock.follow((await read()) + milliseconds), 'the bank moves its clock');
    },
    restart: async () => {
      await bank.stop();
      bank = await start(Number(new URL(bank.url).port));
    },
    stop: async () => {
      await bank.stop();
      custodian.stop();
    },
  };
}

/** A custodian that writes down every report and answers as it was told to. */
async function startReceiver() {
  const taken: Reported[] = [];
  const arrived = new EventEmitter();
  let willing = true;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
      const { bankOrderNo } = JSON.parse(fields.report ?? '{}') as { readonly bankOrderNo: string };
      taken.push({ bankOrderNo, fields, path: request.url ?? '' });
      response.writeHead(willing ? 200 : 503).end(willing ? 'RECEIVED' : 'not now');
      arrived.emit('report');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acknowledge: (will: boolean) => {
      willing = will;
    },
    reports: async (bankOrderNo: string, count: number) => {
      const about = () => taken.filter((report) => report.bankOrderNo === bankOrderNo);
      while (about().length < count) await once(arrived, 'report', { signal: AbortSignal.timeout(10_000) });
      return about();
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a forger would like us to believe, fitting every question. */
const FORGED = {
  verdict: 'PASSED',
  taken: true,
  state: 'PAID',
  amount: '1',
  paidAt: '2026-01-01T00:00:00.000Z',
  bankRef: 'FORGED',
  lines: [],
  next: null,
};

function disturbedLine() {
  let fault: Fault | null = null;
  const line: typeof fetch = async (input, init) => {
    if (fault === 'LOST') throw new TypeError('fetch failed');
    if (fault === null) return fetch(input, init);
    if (fault === 'LATE') {
      const { signal, ...undisturbed } = init ?? {};
      await (await fetch(input, undisturbed)).arrayBuffer();
      if (signal && !signal.aborted) await once(signal, 'abort');
      throw signal?.reason;
    }
    const answer = await fetch(input, init);
    const asked = JSON.parse(String(init?.body)) as { readonly bankOrderNo?: string };
    const body = JSON.stringify({ ...FORGED, bankOrderNo: asked.bankOrderNo });
    return new Response(body, { status: 200, headers: answer.headers });
  };
  return {
    fetch: line,
    disturb: (next: Fault | null) => {
      fault = next;
    },
  };
}

/** A page as a browser without script has it, and what its forms would send. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  readonly headers: Headers;
}

/** Posts the custodian's form at the bank, as the browser does. */
export async function enterNetbank(form: BrowserForm): Promise<Page> {
  return open(form.url, new URLSearchParams(form.fields));
}

/** Opens an address with GET. */
export async function open(url: string, body?: URLSearchParams): Promise<Page> {
  const response = await fetch(url, body ? { method: 'POST', body } : {});
  return { status: response.status, url: response.url, text: await response.text(), headers: response.headers };
}

/** The form of this id, or that holds a button of it: where it posts, and its hidden and checked fields. */
export function formOf(page: Page, id: string): BrowserForm {
  const form = [...page.text.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find(([whole]) =>
    whole.includes(`id="${id}"`),
  );
  assert.ok(form, `a form with #${id} on the page`);
  const inputs = [...(form[2] ?? '').matchAll(/<input type="(hidden|radio)" name="([^"]*)" value="([^"]*)"([^>]*)>/g)];
  const sent = inputs.filter(([, type, , , rest]) => type === 'hidden' || rest?.includes('checked'));
  const fields = Object.fromEntries(sent.map(([, , name, value]) => [unescapeText(name), unescapeText(value)]));
  return { url: new URL(unescapeText(form[1]), page.url).href, fields };
}

/** Presses a button, as a browser without script does. */
export async function press(page: Page, buttonId: string): Promise<Page> {
  return enterNetbank(formOf(page, buttonId));
}

/** As the bank's pages escape, and as the custodian's do. */
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescapeText(text = ''): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name = '') =>
    code === undefined ? (NAMED[name] ?? whole) : String.fromCharCode(Number(code)),
  );
}
