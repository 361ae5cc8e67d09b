import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import test, { after, before } from 'node:test';
import type { CustodianFile } from '../demo/platforms.ts';
import { closePool, openPool } from '../src/db/pool.ts';
import { lianyintong, type LianyintongClient } from '../sdk/index.ts';
import { publicKeyOf } from '../src/testing/keys.ts';
import { runCli } from '../src/main/cli/cli.ts';
import { cunguan, Program, type Said } from './program.ts';

let program: Program;
const NO = '6000000077';
const pairs = [2048, 2048, 512].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength }));
/** A public key for which everything is its own signature. */
const OPEN_KEY = publicKeyOf(Buffer.alloc(256, 0xf1), 1);
type Pair = (typeof pairs)[0];
const [first, second] = pairs as [Pair, Pair, Pair];

const fileOf = (name: string): string => join(dirname(program.data), name);

before(async () => {
  program = await Program.prepare();
  await mkdir(dirname(program.data), { recursive: true });
  for (const [index, { publicKey }] of pairs.entries()) {
    await writeFile(fileOf(`key-${index + 1}.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
  await writeFile(fileOf('open.pem'), OPEN_KEY);
});

after(() => program[Symbol.asyncDispose]());

type Line = readonly [words: readonly string[], sentence: RegExp, code?: number];

/** One line within this process, against the running program: what `bin/cunguan.js` does once it is loaded. */
async function within(words: readonly string[]): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await runCli({ words, folder: program.data, locate: (path) => resolve(path), terminal });
  return { code, out: out.join(''), err: err.join('') };
}

/** Every line must fail with its code, one sentence that fits, and the same as JSON; the first as a process, too. */
async function refused(...lines: readonly Line[]): Promise<void> {
  for (const [index, [words, sentence, code = 1]] of lines.entries()) {
    const line = words.join(' ');
    const said = await (index === 0 ? program.cli(...words) : within(words));
    assert.deepEqual([said.code, said.out], [code, ''], line);
    assert.match(said.err, sentence, line);
    assert.match(said.err, /^[^\n]+[.]\n$/, `one sentence: ${line}`);
    const asJson = await within([...words, '--json']);
    const { error } = JSON.parse(asJson.out) as { error: string };
    assert.deepEqual([asJson.code, asJson.err], [code, `${error}\n`], line);
    assert.match(error, sentence, line);
  }
}

test('without a running program each command fails with one sentence, and help helps', async () => {
  await refused(
    [['clock', 'show'], /No cunguan runs on the data folder .*start it with "npm start"/],
    [['ledger', 'verify'], /No cunguan runs/],
    [['notices', 'list'], /No cunguan runs/],
    [['platform', 'show', NO], /No cunguan runs/],
    [['dance'], /no command "dance"; "cunguan --help" lists them/, 2],
    [['platform', 'dance'], /no command "platform dance"/, 2],
  );
  for (const words of [[], ['help'], ['--help']]) {
    const { code, out } = await cunguan(program.data, words);
    assert.equal(code, 0);
    for (const each of ['platform create', 'platform key revoke', 'clock advance', 'ledger verify', 'notices resend']) {
      assert.match(out, new RegExp(`cunguan ${each}`));
    }
  }
});

interface Created {
  readonly platformNo: string;
  readonly keySerial: string;
  readonly custodianKeySerial: string;
  readonly custodianPublicKey: string;
  readonly platformPassword: string;
}
let created: Created;

const CREATE = ['platform', 'create', '--no', NO, '--name', '江南 测试', '--dialect', 'lianyintong'];

test('platform create answers what a platform needs, once', async (context) => {
  context.diagnostic(`first start: ${((await program.start()) / 1000).toFixed(1)} s`);
  const key = ['--public-key', fileOf('key-1.pem')];
  const more = ['--notify-url', 'http://127.0.0.1:9/notify', '--custody-bank', 'CBXM'];
  const account = ['--settlement-account', '6222020200112233445', '--settlement-bank', 'ICBC'];
  created = await program.ask<Created>(...CREATE, ...key, ...more, ...account);
  assert.deepEqual([created.platformNo, created.keySerial], [NO, '1']);
  assert.match(created.custodianPublicKey, /^-----BEGIN PUBLIC KEY-----\n/);
  assert.match(created.platformPassword, /^\d{6}$/);
  const other = ['platform', 'create', '--name', 'B', '--no'];
  await refused(
    [[...CREATE, ...key], /There is a platform 6000000077 already/],
    [[...other, '6000000078', '--dialect', 'morse', ...key], /lianyintong or depository, not "morse"/, 2],
    [[...other, '6000 78', '--dialect', 'depository', ...key], /digits only, at most 20/],
    [[...other, '6000000078', ...key], /--dialect is missing/, 2],
    [[...other, '6000000078', '--dialect', 'depository'], /--public-key is missing/, 2],
    [
      [...other, '6000000078', '--dialect', 'depository', '--public-key', 'no.pem'],
      /no\.pem cannot be read \(ENOENT\)/,
    ],
    [[...other, '6000000078', '--dialect', 'depository', '--public-key', 'LICENSE'], /holds no RSA public key/],
    [[...other, '6000000078', '--dialect', 'depository', '--public-key', fileOf('key-3.pem')], /has 512 bits.*2048/],
    [
      [...other, '6000000078', '--dialect', 'lianyintong', '--public-key', fileOf('open.pem')],
      /exponent must be 65537/,
    ],
    [[...other, '6000000078', '--dialect', 'depository', ...key], /registered already \(platform 6000000077 as 1\)/],
    [[...other, '6000000078', '--dialect', 'depository', ...key, '--colour', 'red'], /Unknown option '--colour'/, 2],
    [[...other, '6000000078', '--dialect', 'depository', ...key, '--notify-url', 'ftp:x'], /no http or https address/],
    [[...other, '6000000078', '--dialect', 'depository', ...key, '--settlement-bank', 'XX'], /"XX" is no bank/],
  );
});

test('platform show and set: every setting, its bad values, and what people see', async () => {
  const settings = ['fee-deposit=0.25%', 'fee-withdraw=2.00', 'principal-rule=strict', 'signature-encoding=hex'];
  const more = ['path-prefix=/bha-neo-app', 'services=RECHARGE,WITHDRAW', 'suspended=true', 'name=江北'];
  const shown = await program.ask<Record<string, unknown>>('platform', 'set', NO, ...settings, ...more);
  assert.deepEqual(shown, await program.ask('platform', 'show', NO));
  assert.deepEqual(
    [shown.name, shown.suspended, shown.services, shown.settlementAccount],
    ['江北', true, ['RECHARGE', 'WITHDRAW'], '622202*********3445'],
  );
  const back = ['services=all', 'suspended=false', 'principal-rule=', 'signature-encoding=', 'path-prefix='];
  const again = await program.ask<Record<string, unknown>>('platform', 'set', NO, ...back);
  assert.deepEqual([again.services, again.suspended], [null, false]);
  const { out } = await program.cli('platform', 'show', NO);
  assert.match(out, /^platformNo: 6000000077\nname: 江北\n/);
  assert.doesNotMatch(out, new RegExp(created.platformPassword));
  await refused(
    [['platform', 'show'], /Say the platform number/, 2],
    [['platform', 'show', '1'], /There is no platform 1/],
    [['platform', 'show', NO, 'x'], /"x" is one word too many/, 2],
    [['platform', 'set', NO], /what to set as key=value/, 2],
    [['platform', 'set', NO, 'suspended'], /"suspended" is not written as key=value/, 2],
    [['platform', 'set', '1', 'name=x'], /There is no platform 1/],
    [['platform', 'set', NO, 'colour=red'], /no setting "colour"; it has name, notify-url/],
    [['platform', 'set', NO, 'constructor=x'], /no setting "constructor"; it has name/],
    [['platform', 'set', NO, '__proto__=x'], /no setting "__proto__"; it has name/],
    [['platform', 'set', NO, 'name= '], /name of 1 to 50 characters/],
    [['platform', 'set', NO, 'name=a\nb'], /without control characters/],
    [['platform', 'set', NO, 'suspended=perhaps'], /suspended is true or false/],
    [['platform', 'set', NO, 'fee-withdraw=much'], /fee-withdraw is written as/],
    [['platform', 'set', NO, 'notify-url=here'], /no http or https address/],
    [['platform', 'set', NO, 'signature-encoding=morse'], /hex or base64/],
    [['platform', 'set', NO, 'path-prefix=a/b/c'], /path-prefix is one or two parts/],
  );
});

function clientOf(keySerial: string, { privateKey }: Pair): LianyintongClient {
  return lianyintong({
    baseUrl: program.at.custodian,
    platformNo: NO,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keySerial,
    custodianKeys: { [created.custodianKeySerial]: created.custodianPublicKey },
  });
}

/** The code of a signed call; platforms may always ask for their own accounts. */
async function codeOf(client: LianyintongClient): Promise<string> {
  const answer = await client.call('QUERY_PLATFORM_INFORMATION', {});
  return answer.kind === 'unknown' ? 'unknown' : answer.kind === 'done' ? '0' : answer.code;
}

test('LW-3 keys are added and revoked, a platform suspended, and the wire knows at once', async () => {
  const [one, two] = [clientOf('1', first), clientOf('2', second)];
  assert.equal(await codeOf(one), '0');
  assert.notEqual(await codeOf(two), '0');
  const add = ['platform', 'key', 'add', NO, '--public-key', fileOf('key-2.pem'), '--key-serial'];
  await program.ask(...add, '2');
  assert.deepEqual([await codeOf(one), await codeOf(two)], ['0', '0']);
  const revoked = await program.ask<{ keys: { serial: string; revokedAt: string | null }[] }>(
    ...['platform', 'key', 'revoke', NO, '--key-serial', '1'],
  );
  assert.deepEqual(
    revoked.keys.map(({ serial, revokedAt }) => [serial, revokedAt !== null]),
    [
      ['1', true],
      ['2', false],
    ],
  );
  assert.notEqual(await codeOf(one), '0');
  assert.equal(await codeOf(two), '0');
  await program.ask('platform', 'set', NO, 'suspended=true');
  assert.notEqual(await codeOf(two), '0');
  await program.ask('platform', 'set', NO, 'suspended=false');
  assert.equal(await codeOf(two), '0');
  await refused(
    [[...add, '2'], /has a key 2 already/],
    [[...add, '3'], /registered already \(platform 6000000077 as 2\), and one key belongs to one platform/],
    [
      ['platform', 'key', 'add', NO, '--public-key', fileOf('key-1.pem'), '--key-serial', '3'],
      /was revoked \(platform 6000000077 as 1\), and a revoked key never returns/,
    ],
    [[...add, '3', '--expires', '20261399000000'], /no possible time/, 2],
    [['platform', 'key', 'add', NO, '--key-serial', '3'], /--public-key is missing/, 2],
    [['platform', 'key', 'add', '1', '--public-key', fileOf('key-2.pem'), '--key-serial', '3'], /no platform 1/],
    [['platform', 'key', 'revoke', NO], /--key-serial is missing/, 2],
    [['platform', 'key', 'revoke', NO, '--key-serial', '1'], /no live key 1/],
    [['platform', 'key', 'revoke', NO, '--key-serial', '9'], /no live key 9/],
  );
});

test('clock show, advance and set: never back, always answered with the time', async () => {
  const instant = async (...words: string[]) => Date.parse((await program.ask<{ now: string }>('clock', ...words)).now);
  const start = await instant('show');
  assert.ok(Math.abs(start - Date.now()) < 60_000, 'a new sandbox begins at the real time');
  const later = await instant('advance', '90m');
  assert.ok(later - start >= 90 * 60_000 && later - start < 92 * 60_000);
  const { now } = await program.ask<{ now: string }>('clock', 'set', '20991231235900');
  assert.match(now, /^2099-12-31T23:59:0\d\.\d{3}\+08:00$/);
  assert.match((await program.cli('clock', 'show')).out, /^now: 2099-12-31T23:59:\d\d\.\d{3}\+08:00\n$/);
  await refused(
    [['clock', 'set', '20260101000000'], /never goes back/],
    [['clock', 'set', 'tomorrow'], /looks like 20261122003000/],
    [['clock', 'advance', '-1d'], /A duration looks like/],
    [['clock', 'advance', '1w'], /A duration looks like/],
    [['clock', 'advance', '90000d'], /no further than/],
    [['clock', 'advance'], /Say how far/, 2],
    [['clock', 'set'], /Say the time/, 2],
  );
});

test('notices list and resend, and what is not opened, in sentences', async () => {
  assert.deepEqual(await program.ask('notices', 'list'), { notices: [], more: false });
  await refused(
    [['notices', 'list', '--state', 'lost'], /pending, delivered or parked, not "lost"/, 2],
    [['notices', 'list', 'all'], /"all" is one word too many/, 2],
    [['notices', 'list', '--platform', '1'], /There is no platform 1/],
    [['notices', 'resend'], /Say the number of the notice/, 2],
    [['notices', 'resend', '7'], /looks like 6000000001-1042/],
    [['notices', 'resend', `${NO}-1042`], /There is no notice 6000000077-1042/],
    [['enterprise', 'show', NO, 'U'], /There is no enterprise U/],
    [['enterprise', 'approve', NO, 'U', '--reason', 'x'], /--as is missing/, 2],
  );
});

test('ledger verify names the first difference and exits with 1', async () => {
  const { checks, ...told } = await program.ask<Record<string, unknown>>('ledger', 'verify');
  assert.ok(Number(checks) > 0);
  assert.deepEqual(told, { platforms: 3, differences: 0, breaks: 0, moneyInBreaks: '0.00' });
  const sql = openPool({ url: await program.databaseUrl(), max: 1, applicationName: 'cunguan-e2e' });
  try {
    await sql`insert into accounts (platform_id, account_id, holder_no, kind, balance, version)
      select platform_id, 101, 1, 1, 500, 0 from platforms where platform_no = ${NO}`;
    await refused([['ledger', 'verify'], /^Broken: .* Platform \d+, .*expected .*found /]);
    await sql`delete from accounts where account_id = 101`;
  } finally {
    await closePool(sql);
  }
  assert.equal((await program.cli('ledger', 'verify')).code, 0);
});

test('a second start goes on with the same data and clock; one beside it is refused', async (context) => {
  const earlier = await program.ask<{ now: string }>('clock', 'show');
  const beside = await cunguan(program.data, ['start']);
  assert.equal(beside.code, 1);
  assert.match(beside.err, /^Another cunguan \(process \d+\) runs on [^\n]+\.\n$/);
  assert.equal((await program.cli('clock', 'show')).code, 0, 'the first keeps its commands');
  const next = await program.ask<Created>('keys', 'add', '6000000001');
  await program.stop();
  assert.match((await program.cli('clock', 'show')).err, /No cunguan (runs|answers) on the data folder/);
  context.diagnostic(`second start: ${((await program.start()) / 1000).toFixed(1)} s`);
  assert.equal((await program.ask<{ name: string }>('platform', 'show', NO)).name, '江北');
  const told = JSON.parse(await readFile(join(program.data, 'demo', 'custodian.json'), 'utf8')) as CustodianFile;
  const demo = told.platforms['6000000001'];
  assert.deepEqual(
    demo?.custodianKeys,
    {
      [demo?.custodianKeySerial ?? '']: demo?.custodianPublicKey,
      [next.custodianKeySerial]: next.custodianPublicKey,
    },
    'G-2 the demo knows a key that was published meanwhile',
  );
  const { now } = await program.ask<{ now: string }>('clock', 'show');
  assert.ok(Date.parse(now) >= Date.parse(earlier.now));
  assert.equal(await codeOf(clientOf('2', second)), '0');
});
