/**
 * Thousands of malformed requests against the real program: each is answered by a signed, named refusal or the error
 * page, none by a 5xx, and the program neither falls nor grows. `MALFORMED=…` requests per protocol, `SEED=…` repeats.
 */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject, randomInt, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { AdminAddress } from '../src/http/admin.ts';
import { callAdmin } from '../src/main/cli/client.ts';
import type { Dialect } from '../src/wire/dialect.ts';
import { DIALECTS } from '../src/wire/dialects.ts';
import { badBankCalls, badCommands, badPages } from './malformed-pages.ts';
import { type Bad, badRequests, Craft, type Sender } from './malformed-requests.ts';
import { agent, post, type Reply } from './post.ts';
import { Program } from './program.ts';

const COUNT = Number(process.env.MALFORMED ?? 5_000);
const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
/** To each of the other kinds of addresses. */
const OTHERS = Math.ceil(COUNT / 5);
const AT_ONCE = 16;
const MEBIBYTE = 1024 * 1024;
/** What the process may have grown by between the first fifth and the last: the allocator settles late. */
const GROWTH = { heap: 24 * MEBIBYTE, resident: 160 * MEBIBYTE };

const program = await Program.prepare();
const senders: Sender[] = [];
/** The keys of both platforms, and the default one, which answers strangers. */
const custodianKeys: KeyObject[] = [];

before(async () => {
  // Collected often: between two collections of a large heap garbage would look like growth.
  await program.start({ NODE_OPTIONS: '--max-semi-space-size=1 --max-old-space-size=96' });
  for (const [i, dialect] of Object.values(DIALECTS).entries()) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const platformNo = `800000000${i}`;
    const args = { platformNo, name: '试验平台', dialect: dialect.name, publicKey };
    const made = await callAdmin(program.data, { command: 'platform.create', args });
    custodianKeys.push(createPublicKey((made as { readonly custodianPublicKey: string }).custodianPublicKey));
    senders.push({ dialect, platformNo, privateKey });
  }
  const shown = await callAdmin(program.data, {
    command: 'keys.show',
    args: { platformNo: 'default', keySerial: '1' },
  });
  custodianKeys.push(createPublicKey((shown as { readonly publicKey: string }).publicKey));
});

after(async () => {
  agent.destroy();
  await program[Symbol.asyncDispose]();
});

function isSigned(dialect: Dialect, bytes: Buffer, signature: string): boolean {
  const encoding = dialect.name === 'lianyintong' ? 'base64' : 'hex';
  return custodianKeys.some((key) => verify('sha1', bytes, key, Buffer.from(signature, encoding)));
}

/** What an answer has to be; throws with what it is. */
function judge(dialect: Dialect, bad: Bad, reply: Reply | null): void {
  if (bad.manner === 'CUT' && reply === null) return;
  assert.ok(reply, 'an answer');
  assert.ok(reply.status < 500, `status ${reply.status}`);
  const address = bad.path.split('?')[0] as string;
  // Other methods have no address here: there is no protocol in which to answer.
  if (bad.method === 'HEAD') assert.equal(reply.body.length, 0);
  else if (bad.method !== 'POST' && bad.method !== 'GET') assert.equal(reply.status, 404);
  else if (dialect.paths.service.includes(address)) judgeAnswer(dialect, bad, reply);
  else judgePage(dialect, bad, reply);
}

function judgeAnswer(dialect: Dialect, bad: Bad, reply: Reply): void {
  assert.equal(reply.status, 200);
  assert.equal(reply.headers['content-type'], 'application/json;charset=UTF-8');
  const signature = String(reply.headers[dialect.signatureHeader] ?? '');
  assert.ok(isSigned(dialect, reply.body, signature), 'signed by the custodian');
  judgeMessage(dialect, bad, JSON.parse(reply.body.toString('utf8')));
}

function judgeMessage(dialect: Dialect, bad: Bad, data: Readonly<Record<string, unknown>>): void {
  const code = String(data.code ?? data.respCode);
  const sentence = String(data.description ?? data.respMsg);
  assert.ok(dialect.codeTitles[code], `a known code: ${code}`);
  assert.ok(!/^0+$/.test(code), `a refusal: ${JSON.stringify(data)}`);
  assert.ok(!['00001', '100001', '100020'].includes(code), `named, not "something failed": ${code} ${sentence}`);
  assert.ok(sentence.length > 0 && [...sentence].length <= 50, sentence);
  if (bad.field) assert.ok(sentence.includes(bad.field), `names ${bad.field}: ${sentence}`);
}

/** The error page with its code, and where a return is owed, that one signed. */
function judgePage(dialect: Dialect, bad: Bad, reply: Reply): void {
  const html = reply.body.toString('utf8');
  assert.equal(reply.status, 400, html.slice(0, 200));
  assert.match(html, /data-status="FAIL"/);
  const codes = [...html.matchAll(/<dd[^>]*>\s*(\d{5,6})\s*</g)].map(([, code]) => code);
  assert.ok(
    codes.some((code) => dialect.codeTitles[code ?? '']),
    `a code among ${codes}`,
  );
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  const data = field('respData');
  if (data === undefined) return;
  const bytes = Buffer.from(unescaped(data));
  assert.ok(isSigned(dialect, bytes, unescaped(field(dialect.signatureHeader) ?? '')), 'a signed return');
  judgeMessage(dialect, bad, JSON.parse(bytes.toString('utf8')));
}

function unescaped(html: string): string {
  const names: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>' };
  return html.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
    if (name) return names[name] ?? all;
    return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

interface Size {
  readonly heap: number;
  readonly resident: number;
}

async function size(): Promise<Size> {
  const text = await (await fetch(`${program.at.custodian}/metrics`)).text();
  const figure = (name: string) => Number(new RegExp(`^cunguan_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return { heap: figure('nodejs_heap_size_used_bytes'), resident: figure('process_resident_memory_bytes') };
}

/** Runs them some at a time; answers the least sizes seen in the first and the last fifth: what no collection freed. */
async function run<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<readonly [Size, Size]> {
  const sizes: Size[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      await each(items[i] as T);
      if (i % 20 === 0) sizes.push(await size());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const fifth = Math.max(1, Math.floor(sizes.length / 5));
  const least = (part: readonly Size[]): Size => ({
    heap: Math.min(...part.map(({ heap }) => heap)),
    resident: Math.min(...part.map(({ resident }) => resident)),
  });
  return [least(sizes.slice(0, fifth)), least(sizes.slice(-fifth))];
}

function flat([before, now]: readonly [Size, Size]): string {
  const inMebibytes = ({ heap, resident }: Size) => [heap, resident].map((bytes) => Math.round(bytes / MEBIBYTE));
  const told = `heap, resident in MiB: ${inMebibytes(before)} -> ${inMebibytes(now)}`;
  assert.ok(now.heap - before.heap < GROWTH.heap && now.resident - before.resident < GROWTH.resident, told);
  return told;
}

/** Nobody fell, and nothing was logged as a fault. */
async function unharmed(): Promise<void> {
  assert.equal((await fetch(`${program.at.custodian}/healthz`)).status, 200);
  const log = await readFile(join(program.data, 'cunguan.log'), 'utf8');
  assert.deepEqual(
    log.split('\n').filter((line) => /"level":(?:50|60)/.test(line)),
    [],
    'no fault in the log',
  );
}

function told(bad: Bad, error: unknown): Error {
  const body = bad.body.subarray(0, 1_500).toString('latin1');
  return new Error(`${bad.kind}: ${bad.method} ${bad.path} (SEED=${SEED})\n${body}`, { cause: error });
}

for (const name of ['lianyintong', 'depository'] as const) {
  test(`G-1 G-2 G-7 ${name}: ${COUNT} malformed requests: signed, named refusals or the error page`, async (t) => {
    const sender = senders.find(({ dialect }) => dialect.name === name);
    assert.ok(sender);
    t.diagnostic(`SEED=${SEED}`);
    const all = fc.sample(badRequests(sender), { numRuns: COUNT, seed: SEED });
    const sizes = await run(all, async (bad) => {
      try {
        judge(sender.dialect, bad, await post(program.at.custodian, bad));
      } catch (error) {
        throw told(bad, error);
      }
    });
    t.diagnostic(flat(sizes));
    await unharmed();
  });
}

/** What every other address owes: no fault of ours, and no page that is kept or framed. */
function judgeOther(bad: Bad, reply: Reply | null): void {
  if (bad.manner === 'CUT' && reply === null) return;
  assert.ok(reply, 'an answer');
  assert.ok(reply.status < 500, `status ${reply.status}: ${reply.body.toString('utf8').slice(0, 300)}`);
}

async function throwAt(base: string, all: readonly Bad[], headers: Readonly<Record<string, string>> = {}) {
  return run(all, async (bad) => {
    try {
      judgeOther(bad, await post(base, bad, headers));
    } catch (error) {
      throw told(bad, error);
    }
  });
}

/** The tokens of two pages that wait for a person; a number opens one page only. */
let pages: Promise<readonly string[]> | null = null;
function openPages(): Promise<readonly string[]> {
  pages ??= Promise.all(
    senders.map(async (sender) => {
      const reply = await post(program.at.custodian, new Craft(sender).registration());
      assert.equal(reply?.status, 303, reply?.body.toString('utf8'));
      return String(reply.headers.location).replace('/pages/', '');
    }),
  );
  return pages;
}

test(`G-2 ${OTHERS} malformed requests each to pages, the bank's addresses and the command line's door`, async (t) => {
  const options = { numRuns: OTHERS, seed: SEED };
  t.diagnostic(`pages: ${flat(await throwAt(program.at.custodian, fc.sample(badPages(await openPages()), options)))}`);
  t.diagnostic(`bank: ${flat(await throwAt(program.at.custodian, fc.sample(badBankCalls, options)))}`);
  const { port, secret } = JSON.parse(await readFile(join(program.data, 'admin.json'), 'utf8')) as AdminAddress;
  const commands = fc.sample(badCommands, options);
  for (const authorization of ['', 'Bearer x', `Bearer ${secret}`]) {
    t.diagnostic(`door: ${flat(await throwAt(`http://127.0.0.1:${port}`, commands, { authorization }))}`);
  }
  await unharmed();
});

/** The first line of what is answered to a caller who shuts his sending side after the request. */
async function shutAfter(base: string, method: string, path: string): Promise<string> {
  const { hostname, port, host } = new URL(base);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.end(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`);
  return (await text(socket)).split('\r\n', 1)[0] ?? '';
}

test('G-2 callers who shut their sending side are answered: protocols, pages, bank, demo and door', async () => {
  const { custodian, bank, demo } = program.at;
  const [page] = await openPages();
  const { port } = JSON.parse(await readFile(join(program.data, 'admin.json'), 'utf8')) as AdminAddress;
  const own = ['/', '/healthz', '/readyz', '/metrics', `/pages/${page}`];
  const banks = ['/healthz', '/sandbox/payins', '/sandbox/sms?mobile=13812345678'];
  const paths = senders.map(({ dialect }) => dialect.paths);
  const asked = [
    ...paths.flatMap(({ service }) => service.map((path) => [custodian, 'POST', path, 200] as const)),
    ...paths.flatMap(({ gateway }) => gateway.map((path) => [custodian, 'POST', path, 400] as const)),
    ...own.map((path) => [custodian, 'GET', path, 200] as const),
    ...banks.map((path) => [bank, 'GET', path, 200] as const),
    [demo, 'GET', '/', 200] as const,
    [`http://127.0.0.1:${port}`, 'POST', '/admin/ledger.verify', 401] as const,
  ];
  for (const [base, method, path, status] of asked) {
    assert.match(await shutAfter(base, method, path), new RegExp(`^HTTP/1.1 ${status} `), `${method} ${base}${path}`);
  }
});
