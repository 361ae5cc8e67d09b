import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { type AdminArguments, type AdminCaller, startAdmin } from '../../http/admin.ts';
import { OperatorError } from '../../kernel/operator-error.ts';
import { runCli } from './cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'cunguan-cli-'));
await writeFile(join(folder, 'key.pem'), 'PEM');
const asked: [string, AdminArguments][] = [];
let asker: AdminCaller | null = null;
let answer: unknown = null;
const names = ['platform.create', 'platform.show', 'platform.set', 'platform.key.add', 'platform.key.revoke'];
const others = [
  'clock.show',
  'clock.advance',
  'clock.set',
  'ledger.verify',
  'notices.list',
  ...['notices.resend', 'notices.resendParked'],
  'recon.breaks',
  'recon.show',
  ...['list', 'members'].map((verb) => `platform.${verb}`),
  ...['order', 'member', 'hold'].map((noun) => `${noun}.show`),
  ...['sandbox.people', 'request.list', 'request.show'],
  ...['list', 'show', 'verify'].map((verb) => `audit.${verb}`),
  ...['list', 'show', 'add', 'rotate', 'retire'].map((verb) => `keys.${verb}`),
];
const take = (name: string) => async (args: AdminArguments, by: AdminCaller) => {
  asker = by;
  asked.push([name, args]);
  if (answer instanceof Error) throw answer;
  return answer;
};
const commands = Object.fromEntries([...names, ...others].map((name) => [name, take(name)]));
const admin = await startAdmin(folder, commands, pino({ level: 'silent' }));
after(async () => {
  await admin.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a line; answers exit code, output and errors. */
async function run(line: string, answers: unknown = null, data = folder): Promise<[number, string, string]> {
  answer = answers;
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
  };
  const locate = (path: string): string => join(folder, path);
  const code = await runCli({ words: line.split(' ').filter(Boolean), folder: data, locate, terminal });
  return [code, said.out, said.err];
}

type Case = readonly [line: string, name: string, args: object];

/** Each line must ask for its command with its arguments. */
async function asks(cases: readonly Case[]): Promise<void> {
  for (const [line, name, args] of cases) {
    const [code, , err] = await run(line);
    assert.deepEqual([code, err, asked.at(-1)], [0, '', [name, args]], line);
  }
}

test('each command asks the running custodian with its arguments read', async () => {
  const platform = { platformNo: '6000000001' };
  const account = { settlementAccount: null, settlementBank: null };
  const empty = { notifyUrl: null, custodyBank: null, ...account, custodianKey: null };
  const cases: Case[] = [
    [
      'platform create --no 6000000001 --name 榆树 --dialect depository --public-key key.pem',
      'platform.create',
      { ...platform, name: '榆树', dialect: 'depository', publicKey: 'PEM', keySerial: '1', ...empty },
    ],
    [
      'platform create --no 6000000001 --name 榆树 --dialect depository --public-key key.pem --custodian-key new',
      'platform.create',
      {
        ...platform,
        name: '榆树',
        dialect: 'depository',
        publicKey: 'PEM',
        keySerial: '1',
        ...empty,
        custodianKey: 'new',
      },
    ],
    ['platform show 6000000001', 'platform.show', platform],
    [
      'platform set 6000000001 suspended=true notify-url=http://x/?a=b fee-deposit=',
      'platform.set',
      { ...platform, changes: { suspended: 'true', 'notify-url': 'http://x/?a=b', 'fee-deposit': '' } },
    ],
    [
      'platform key add 6000000001 --public-key key.pem --key-serial 2 --expires 20270101000000',
      'platform.key.add',
      { ...platform, publicKey: 'PEM', keySerial: '2', expiresAt: Date.UTC(2026, 11, 31, 16) },
    ],
    [
      'platform key revoke 6000000001 --key-serial 2',
      'platform.key.revoke',
      { ...platform, keySerial: '2', force: false },
    ],
    [
      'platform key revoke 6 --key-serial 2 --force',
      'platform.key.revoke',
      { platformNo: '6', keySerial: '2', force: true },
    ],
    ['clock show', 'clock.show', {}],
    ['clock advance 90m', 'clock.advance', { duration: '90m' }],
    ['clock set 20261122003000', 'clock.set', { time: '20261122003000' }],
    ['ledger verify', 'ledger.verify', {}],
    ['ledger verify --since last', 'ledger.verify', { since: 'last' }],
    ['notices list', 'notices.list', { platformNo: null, state: null }],
    ['notices list --platform 6 --state parked', 'notices.list', { platformNo: '6', state: 'parked' }],
    ['notices resend 6-1', 'notices.resend', { id: '6-1' }],
    ['notices resend --platform 6 --state parked', 'notices.resendParked', { platformNo: '6' }],
    ['recon breaks', 'recon.breaks', { platformNo: null, kind: null }],
    ['recon breaks --platform 6 --kind PAID_AGAIN', 'recon.breaks', { platformNo: '6', kind: 'PAID_AGAIN' }],
    ['recon show 6-1', 'recon.show', { id: '6-1' }],
  ];
  await asks(cases);
});

test('the look-ups', async () => {
  await asks([
    ['platform list', 'platform.list', {}],
    ['sandbox people', 'sandbox.people', {}],
    ['platform members 6 --after u1', 'platform.members', { platformNo: '6', after: 'u1' }],
    ['order show 6 R1', 'order.show', { platformNo: '6', requestNo: 'R1' }],
    ['member show 6 u1', 'member.show', { platformNo: '6', userNo: 'u1' }],
    ['hold show 6 R1', 'hold.show', { platformNo: '6', requestNo: 'R1' }],
    ['request show ab-1', 'request.show', { requestId: 'ab-1' }],
    [
      'request list --platform 6 --request-no R1 --member u1 --code 100003 --from 20270101000000',
      'request.list',
      {
        ...{ platformNo: '6', requestNo: 'R1', userNo: 'u1', code: '100003' },
        ...{ from: Date.UTC(2026, 11, 31, 16), to: null },
      },
    ],
  ]);
});

test('G-2 the commands about signing keys', async () => {
  const platform = { platformNo: '6000000001' };
  const cases: Case[] = [
    ['keys list', 'keys.list', { platformNo: null }],
    ['keys list --platform default', 'keys.list', { platformNo: 'default' }],
    ['keys show 6000000001 --key-serial 2', 'keys.show', { ...platform, keySerial: '2' }],
    ['keys add 6000000001', 'keys.add', { ...platform, custodianKey: null, keySerial: null }],
    [
      'keys add default --private-key key.pem --key-serial B',
      'keys.add',
      { platformNo: 'default', custodianKey: 'PEM', keySerial: 'B' },
    ],
    ['keys rotate 6000000001 --key-serial 2', 'keys.rotate', { ...platform, keySerial: '2', at: null }],
    [
      'keys rotate 6000000001 --key-serial 2 --at 20270101000000',
      'keys.rotate',
      { ...platform, keySerial: '2', at: Date.UTC(2026, 11, 31, 16) },
    ],
    ['keys retire 6000000001 --key-serial 2', 'keys.retire', { ...platform, keySerial: '2' }],
  ];
  await asks(cases);
});

test('a line that cannot be read is one sentence and a failing exit, and asks nothing', async () => {
  const before = asked.length;
  const cases: [string, RegExp][] = [
    ['platform', /^There is no command "platform"; "cunguan platform --help" lists them\.\n$/],
    ['platform destroy 6', /^There is no command "platform destroy"; "cunguan platform --help"/],
    ['dance', /^There is no command "dance"; "cunguan --help" lists them\.\n$/],
    ['platform create --no 6', /^--dialect is missing\.\n$/],
    ['platform create --no 6 --name a b --dialect depository --public-key key.pem', /^"b" is one word too many/],
    ['platform create --no 6 --name a --dialect other --public-key key.pem', /not "other"\.\n$/],
    ['platform create --no 6 --name a --dialect depository --public-key no.pem', /cannot be read \(ENOENT\)\.\n$/],
    ['platform create --nonsense 6', /^The command line cannot be read: Unknown option '--nonsense'/],
    ['platform set 6 suspended', /^"suspended" is not written as key=value\.\n$/],
    ['platform set 6', /as key=value\.\n$/],
    ['platform key add 6 --public-key key.pem --key-serial 2 --expires 20271301000000', /no possible time/],
    ['keys rotate 6 --at 20270101000000', /^--key-serial is missing\.\n$/],
    ['keys add', /^Say the platform number, or default\.\n$/],
    ['keys list all', /^"all" is one word too many/],
    ['notices list --state lost', /not "lost"\.\n$/],
    ['notices resend', /^Say the number of the notice\.\n$/],
    ['notices resend --state parked', /^--platform is missing\.\n$/],
    ['notices resend --platform 6', /--state parked only\.\n$/],
    ['order show 6', /^Say the platform number, and which one of it\.\n$/],
    ['dance --help', /^There is no command "dance"/],
    ['recon breaks all', /^"all" is one word too many/],
    ['recon show', /^Say the number of the break\.\n$/],
    ['audit show', /^Say the number of the entry\.\n$/],
    ['audit verify all', /^"all" is one word too many/],
    ['clock show --reason', /^--reason needs a text\.\n$/],
    ['clock show --reason --x', /^--reason needs a text\.\n$/],
    ['clock show --reason=', /^--reason needs a text\.\n$/],
    ['clock show --reason a\nb', /^A reason has at most 500 characters, and no control characters\.\n$/],
    ['enterprise list AUDIT', /^"AUDIT" is one word too many\.\n$/],
  ];
  for (const [line, told] of cases) {
    const [code, out, err] = await run(line);
    // What is not opened, or no file, is refused; everything else is wrong use.
    assert.equal(code, /not opened|cannot be read \(/.test(err) ? 1 : 2, line);
    assert.match(err, told, line);
    assert.equal(out, '');
  }
  assert.equal(asked.length, before);
});

test('the commands about the audit trail', () =>
  asks([
    ['audit list', 'audit.list', { platformNo: null, command: null, since: null, before: null }],
    [
      'audit list --platform 6 --command platform.set --since 20270101000000 --before 90 --limit 7',
      'audit.list',
      { platformNo: '6', command: 'platform.set', since: Date.UTC(2026, 11, 31, 16), before: '90', limit: 7 },
    ],
    ['audit show 12', 'audit.show', { id: '12' }],
    ['audit verify', 'audit.verify', { head: null, gap: null }],
    ['audit verify --head 7:x --gap 5:y', 'audit.verify', { head: '7:x', gap: '5:y' }],
  ]));

test('every line says who runs it and where, and why when it is told', async () => {
  const who = `${userInfo().username} on ${hostname()}`;
  await run('clock show');
  assert.deepEqual(asker, { who, reason: null });
  for (const line of ['clock advance 90m --reason 结息', '--reason=结息 clock advance 90m']) {
    assert.deepEqual((await run(line))[0], 0, line);
    assert.deepEqual([asked.at(-1), asker], [['clock.advance', { duration: '90m' }], { who, reason: '结息' }]);
  }
});

test('--json prints one JSON document, for an answer and for a failure', async () => {
  assert.deepEqual(await run('--json clock show', { now: 'x' }), [0, '{"now":"x"}\n', '']);
  assert.deepEqual(await run('clock show --json', new OperatorError('No.')), [1, '{"error":"No."}\n', 'No.\n']);
});

test('answers are lines of facts or a table; Chinese keeps its columns', async () => {
  assert.deepEqual(await run('platform show 6', { name: '榆树', url: null }), [0, 'name: 榆树\nurl: -\n', '']);
  const rows = [
    { id: '1', name: '榆树' },
    { id: '22', name: 'elm' },
  ];
  assert.equal((await run('notices list', rows))[1], 'id  name\n1   榆树\n22  elm\n');
  assert.equal((await run('notices list', []))[1], 'none\n');
});

test('no text of anybody steers the terminal, begins a line of its own or turns the rest around', async () => {
  const text = 'a\u001b[2J\noutcome: done\u009b1m\u202eb\u2028';
  const shown = 'a\\u001b[2J\\u000aoutcome: done\\u009b1m\\u202eb\\u2028';
  assert.deepEqual(await run('audit show 7', { told: text }), [0, `told: ${shown}\n`, '']);
  assert.equal((await run('audit list', [{ told: text }]))[1], `told\n${shown}\n`);
  assert.equal((await run('clock show', text))[1], `${shown}\n`);
  const [, out] = await run('audit show 7 --json', { told: text });
  assert.ok(!/\p{Cc}(?!$)|\u202e/u.test(out));
  assert.deepEqual(JSON.parse(out), { told: text });
});

test('a check that found a difference exits with 1 and names the first', async () => {
  const [code, , err] = await run('ledger verify', { ok: false, differences: ['account 1: 2 is not 3', 'more'] });
  assert.deepEqual([code, err], [1, 'account 1: 2 is not 3\n']);
});

test('where nothing runs the sentence says how to start it', async () => {
  const empty = await mkdtemp(join(folder, 'empty-'));
  const [code, , err] = await run('clock show', null, empty);
  assert.equal(code, 1);
  assert.match(err, /^No cunguan runs on the data folder .*: start it with "npm start", or set CUNGUAN_DATA\.\n$/);
  await writeFile(join(empty, 'admin.json'), '{"port":1,"secret":"x"}');
  assert.match((await run('clock show', null, empty))[2], /^No cunguan answers on the data folder/);
});

test('help lists roles and commands', async () => {
  const [code, out] = await run('help');
  assert.equal(code, 0);
  for (const word of ['cunguan start', 'cunguan serve', 'platform create', 'ledger verify'])
    assert.ok(out.includes(word));
});

test('help of a group tells its commands, --version the version; both exit with 0', async () => {
  for (const line of ['platform --help', 'help platform']) {
    const [code, out] = await run(line);
    assert.equal(code, 0);
    assert.match(out, /cunguan platform create/);
    assert.doesNotMatch(out, /cunguan clock/);
  }
  assert.match((await run('keys --help'))[1], /cunguan keys make\n[\s\S]*cunguan keys rotate/);
  assert.match((await run('platform key --help'))[1], /key add[\s\S]*key revoke/);
  const [code, out] = await run('--version');
  assert.equal(code, 0);
  assert.match(out, /^\d+\.\d+\.\d+\n$/);
});
