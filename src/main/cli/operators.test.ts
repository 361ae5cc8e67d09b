import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { type AdminArguments, startAdmin } from '../../http/admin.ts';
import { runCli } from './cli.ts';
import { readFiles } from './operators.ts';

const folder = await mkdtemp(join(tmpdir(), 'cunguan-operators-'));
const locate = (path: string): string => join(folder, path);
const asked: [string, AdminArguments][] = [];
let answer: unknown = null;
const names = [
  ...['add', 'list', 'disable'].map((verb) => `operator.${verb}`),
  'paper.read',
  ...['list', 'show', 'open', 'papers', 'propose', 'approve', 'back', 'refuse'].map((verb) => `case.${verb}`),
];
const take = (name: string) => async (args: AdminArguments) => {
  asked.push([name, args]);
  return answer;
};
const commands = Object.fromEntries(names.map((name) => [name, take(name)]));
const admin = await startAdmin(folder, commands, pino({ level: 'silent' }));
after(async () => {
  await admin.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a line; answers exit code, output and errors. */
async function run(line: string, answers: unknown = null): Promise<[number, string, string]> {
  answer = answers;
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await runCli({ words: line.split(' '), folder, locate, terminal });
  return [code, out.join(''), err.join('')];
}

test('operators are added, listed and disabled', async () => {
  for (const [line, name, args] of [
    ['operator add ann --role operator', 'operator.add', { name: 'ann', role: 'operator' }],
    ['operator list', 'operator.list', {}],
    ['operator disable ann', 'operator.disable', { name: 'ann' }],
  ] as const) {
    const [code, , err] = await run(line);
    assert.deepEqual([code, err, asked.at(-1)], [0, '', [name, args]], line);
  }
});

test('what is written wrongly exits with 2, tells it in a sentence, and asks nothing', async () => {
  const before = asked.length;
  for (const [line, told] of [
    ['operator add ann', '--role is missing.\n'],
    ['operator add ann --role admin', '--role is operator, reviewer or auditor, not "admin".\n'],
    ['operator add --role auditor', 'Say the name of the operator.\n'],
    ['operator add ann bob --role auditor', '"bob" is one word too many.\n'],
    ['operator disable', 'Say the name of the operator.\n'],
    ['paper read 6-7 --as ann', '--to is missing.\n'],
    ['paper read 6-7 --to x', '--as is missing.\n'],
    ['paper read --as ann --to x', 'Say the number of the paper.\n'],
  ] as const) {
    assert.deepEqual(await run(line), [2, '', told], line);
  }
  assert.equal(asked.length, before);
});

test('paper read writes the paper into a file of its owner’s, never over another, and prints the rest', async () => {
  const paper = { id: '6-7', name: '执照.pdf', content: Buffer.from('%PDF-1.7').toString('base64') };
  const [code, out, err] = await run('paper read 6-7 --as ann --to read.pdf', paper);
  const path = join(folder, 'read.pdf');
  assert.deepEqual([code, err, asked.at(-1)], [0, '', ['paper.read', { id: '6-7', as: 'ann' }]]);
  assert.equal(out, `id: 6-7\nname: 执照.pdf\nfile: ${path}\n`);
  assert.equal(await readFile(path, 'utf8'), '%PDF-1.7');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  const again = await run('paper read 6-7 --as ann --to read.pdf', paper);
  assert.deepEqual(again, [1, '', `The file ${path} cannot be written (EEXIST).\n`]);
});

test('cases are asked for word by word', async () => {
  await writeFile(locate('b.pdf'), '%PDF');
  const platform = { platformNo: '6', as: 'ann' };
  const cases: readonly (readonly [string, string, object])[] = [
    ['case list', 'case.list', { platformNo: null, kind: null, state: null }],
    [
      'case list --platform 6 --kind RECEIPT --state OPEN',
      'case.list',
      { platformNo: '6', kind: 'RECEIPT', state: 'OPEN' },
    ],
    ['case show 6-7', 'case.show', { id: '6-7' }],
    [
      'case open RECEIPT --platform 6 --receipt 6-8 --credit u --as ann --reason x',
      'case.open',
      { ...platform, kind: 'RECEIPT', receipt: '6-8', credit: 'u' },
    ],
    [
      'case open CREDIT --platform 6 --account REPAYMENT --expect 100.00 --as ann --reason x',
      'case.open',
      { ...platform, kind: 'CREDIT', account: 'REPAYMENT', expect: '100.00' },
    ],
    ['case open BREAK --platform 6 --break 9 --as ann', 'case.open', { ...platform, kind: 'BREAK', break: '9' }],
    ['case open UNLOCK --platform 6 --user u --as ann', 'case.open', { ...platform, kind: 'UNLOCK', userNo: 'u' }],
    [
      'case papers 6-7 b.pdf --as ann',
      'case.papers',
      { id: '6-7', as: 'ann', files: [{ name: 'b.pdf', content: 'JVBERg==' }] },
    ],
    ['case propose 6-7 --send-back --as ann', 'case.propose', { id: '6-7', as: 'ann', sendBack: true }],
    [
      'case open RECEIPT --platform 6 --receipt 8 --send-back --as ann --reason x',
      'case.open',
      { ...platform, kind: 'RECEIPT', receipt: '8', sendBack: true },
    ],
    ['case propose 6-7 --credit u --as ann', 'case.propose', { id: '6-7', as: 'ann', credit: 'u' }],
    ['case approve 6-7 --as bob --reason x', 'case.approve', { id: '6-7', as: 'bob' }],
    ['case back 6-7 --as bob --reason x', 'case.back', { id: '6-7', as: 'bob' }],
    ['case refuse 6-7 --as bob --reason x', 'case.refuse', { id: '6-7', as: 'bob' }],
  ];
  for (const [line, name, args] of cases) {
    const [code, , err] = await run(line);
    assert.deepEqual([code, err, asked.at(-1)], [0, '', [name, args]], line);
  }
  const before = asked.length;
  for (const [line, told] of [
    ['case open --platform 6 --as ann', 'Say the kind of case.\n'],
    ['case open UNLOCK --as ann', '--platform is missing.\n'],
    ['case open UNLOCK --platform 6', '--as is missing.\n'],
    ['case papers 6-7', 'Say the number of the case, and which files.\n'],
    ['case approve 6-7', '--as is missing.\n'],
    ['case propose 6-7 --as', "The command line cannot be read: Option '--as <value>' argument missing.\n"],
  ] as const) {
    assert.deepEqual(await run(line), [2, '', told], line);
  }
  assert.equal(asked.length, before);
});

test('files are read as the custodian takes them; one that is not there is told', async () => {
  await writeFile(locate('a.pdf'), '%PDF-1.7');
  const content = Buffer.from('%PDF-1.7').toString('base64');
  assert.deepEqual(await readFiles(['a.pdf'], locate), [{ name: 'a.pdf', content }]);
  await assert.rejects(
    readFiles(['a.pdf', 'none.pdf'], locate),
    /^OperatorError: The file .*none\.pdf cannot be read \(ENOENT\)/,
  );
});
