import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { until } from '../src/db/embedded/postmaster.ts';
import { beijingTime } from './encode.ts';
import { LIANYINTONG } from './protocol.ts';
import { fakeCustodian, pemPair } from './testing/custodian.ts';
import type { FakeCustodian } from './testing/custodian.ts';

const ROOT = join(import.meta.dirname, '..');
/** What a consumer has of its own; taken from the checkout, since a test does not ask a registry. */
const NEIGHBOURS = ['express', 'fastify', '@types/node', '@types/express', '@types/express-serve-static-core'];
const PATIENCE = 30_000;

const platform = pemPair();
let folder: string;
let packed: { readonly name: string; readonly version: string; readonly files: readonly { readonly path: string }[] };
let custodian: FakeCustodian;
let bank: { readonly url: string; readonly close: () => void };

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cunguan-package-'));
  custodian = await fakeCustodian(LIANYINTONG, platform.publicKey, ({ service }) => ({
    data: { code: '0', description: '成功', ...(service === 'QUERY_PROJECT_INFORMATION' ? PROJECT : {}) },
  }));
  bank = await movedClock();
  packed = await install();
  await writeReadme();
});
after(async () => {
  bank.close();
  await custodian.close();
  await rm(folder, { recursive: true, force: true });
});

const PROJECT = { status: 'REPAYING', loanAmount: '8000.00' };

/** The tarball as `npm pack` makes it, installed into a folder outside the checkout by npm. */
async function install(): Promise<typeof packed> {
  const said = npm(['pack', join(ROOT, 'sdk'), '--json', '--pack-destination', folder]);
  const [made] = JSON.parse(said) as [typeof packed & { readonly filename: string }];
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  npm(['install', '--offline', '--no-audit', '--no-fund', `./${made.filename}`]);
  for (const name of NEIGHBOURS) {
    await mkdir(join(folder, 'node_modules', name, '..'), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'platform-private.pem'), platform.privateKey);
  await writeFile(join(folder, 'custodian.pem'), custodian.keys.publicKey);
  return made;
}

function npm(words: readonly string[]): string {
  const script = process.env.npm_execpath;
  const [program, ...first] = script ? [process.execPath, script] : ['npm'];
  const { status, stdout, stderr } = spawnSync(program as string, [...first, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `npm ${words.join(' ')}: ${stderr}`);
  return stdout;
}

/** A sandbox bank whose clock is a year ahead. */
async function movedClock(): Promise<typeof bank> {
  const now = new Date(Date.now() + 365 * 86_400_000).toISOString();
  const server = createServer((_request, response) => response.end(JSON.stringify({ now })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** The programs of README.md by name, as they stand there. */
function readmePrograms(): ReadonlyMap<string, string> {
  const readme = readFileSync(join(ROOT, 'sdk', 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  return new Map(
    blocks.map((code) => {
      const name = /^\/\/ ([\w-]+)\.ts\n/.exec(code)?.[1];
      assert.ok(name, `a program of README.md begins with its name: ${code}`);
      return [name, code];
    }),
  );
}

async function writeReadme(): Promise<void> {
  for (const [name, code] of readmePrograms()) await writeFile(join(folder, `${name}.ts`), code);
  const compilerOptions = {
    ...{ target: 'es2023', module: 'nodenext', types: ['node'], strict: true, outDir: 'built' },
    ...{ noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true },
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
}

function compile(...words: readonly string[]): { readonly status: number | null; readonly said: string } {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...words], { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout };
}

test('the package holds built JavaScript, types and the licence, and nothing else', async () => {
  const paths = packed.files.map(({ path }) => path).sort();
  for (const wanted of [
    'README.md',
    'package.json',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/LICENSE',
    'dist/NOTICE',
  ]) {
    assert.ok(paths.includes(wanted), wanted);
  }
  const strangers = paths.filter(
    (path) => !/^(?:README\.md|package\.json|dist\/(?:[\w-]+\/)?[\w-]+(?:\.d\.ts|\.js)?)$/.test(path),
  );
  assert.deepEqual([strangers, paths.filter((path) => /test/.test(path))], [[], []]);
  const root = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  assert.deepEqual([packed.name, packed.version], ['@cunguan/sdk', root.version]);
  const types = await readFile(join(folder, 'node_modules/@cunguan/sdk/dist/index.d.ts'), 'utf8');
  assert.doesNotMatch(types, /\.ts'/, 'declarations import what is in the package');
});

test('the programs of README.md compile strictly against the package’s types', () => {
  assert.deepEqual(compile('-p', '.', '--pretty', 'false'), { status: 0, said: '' });
});

test('G-3 what the catalogue does not know, and an amount as a number, do not compile', async () => {
  const wrong = (data: string): string => `import { custody } from './custody.js';\nvoid custody.call(${data});\n`;
  await mkdir(join(folder, 'wrong'));
  const options = { extends: '../tsconfig.json', compilerOptions: { noEmit: true }, include: ['*.ts'] };
  await writeFile(join(folder, 'wrong', 'tsconfig.json'), JSON.stringify(options));
  await writeFile(join(folder, 'wrong', 'custody.ts'), readmePrograms().get('custody') ?? '');
  await writeFile(
    join(folder, 'wrong', 'a.ts'),
    wrong("'CANCEL_PRE_TRANSACTION', { requestNo: 'C', preTransactionNo: 'T', amount: 1 }"),
  );
  await writeFile(join(folder, 'wrong', 'b.ts'), wrong("'QUERY_PROJECT_INFORMATION', { projectNumber: 'X' }"));
  await writeFile(join(folder, 'wrong', 'c.ts'), wrong("'SEND_GOLD', {}"));
  const { said } = compile('-p', 'wrong', '--pretty', 'false');
  assert.deepEqual(
    [...said.matchAll(/^wrong\/(\w)\.ts/gm)].map(([, name]) => name),
    ['a', 'b', 'c'],
  );
});

/**
 * Where Nodes are looked for: ours, those of the search path, and what SDK_NODES names besides. One that is nowhere is
 * skipped: bringing each along would make `npm ci` larger by 185 MB.
 */
function findNode(major: number): string | null {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((each) => join(each, 'node'));
  const named = (process.env.SDK_NODES ?? '').split(delimiter).filter((each) => each !== '');
  for (const path of [process.execPath, ...named, ...onPath]) {
    if (!existsSync(path)) continue;
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    if (stdout.startsWith(`v${major}.`)) return path;
  }
  return null;
}

function start(node: string, name: string, environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { PATH: process.env.PATH, CUSTODIAN: custodian.baseUrl, BANK: bank.url, ...environment };
  return spawn(node, [join('built', `${name}.js`)], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs one program of README.md to its end; answers what it printed. */
async function run(node: string, name: string): Promise<string> {
  const child = start(node, name);
  if (!child.stdout || !child.stderr) throw new Error('no pipes');
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  assert.deepEqual([code, err], [0, ''], name);
  return out;
}

async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a receiver of README.md, posts a signed notice to it, and answers status, body and what it printed. */
async function notify(node: string, name: string): Promise<readonly [number, string, string]> {
  const port = await freePort();
  const child = start(node, name, { PORT: String(port) });
  if (!child.stdout) throw new Error('no pipe');
  const out = text(child.stdout);
  const data = { requestNo: 'R1', code: '0', description: '成功', amount: '10000.00' };
  const head = { serviceName: 'RECHARGE', platformNo: '6000000001', responseType: 'NOTIFY', keySerial: '2' } as const;
  const body = new URLSearchParams(custodian.message(LIANYINTONG, { ...head, data }));
  const answers: Response[] = [];
  await until(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/notify`, { method: 'POST', body }).catch(() => null);
    if (response) answers.push(response);
    return response !== null || child.exitCode !== null;
  }, PATIENCE);
  const [answer] = answers;
  const said = (await answer?.text()) ?? 'it ended by itself';
  child.kill();
  return [answer?.status ?? 0, said, await out];
}

for (const major of [20, 22, 24]) {
  test(`the installed package does what its README says on Node ${major}`, async (t) => {
    const node = findNode(major);
    if (!node) return t.skip(`there is no Node ${major} here; SDK_NODES may name one`);
    assert.equal(await run(node, 'loan'), 'lent 0\n');
    assert.equal(await run(node, 'project'), 'project REPAYING 8000.00\n');
    assert.match(
      await run(node, 'deposit'),
      /<form id="handOver" method="post" action="http:\S+\/lanmaotech\/gateway"/,
    );
    assert.equal(await run(node, 'money'), '12.30 7n 0.30\n');
    const year = beijingTime(new Date(Date.now() + 365 * 86_400_000)).slice(0, 4);
    assert.match(await run(node, 'moved-clock'), new RegExp(`"timestamp":"${year}\\d{10}"`));
    for (const receiver of ['notices-http', 'notices-express', 'notices-fastify']) {
      assert.deepEqual((await notify(node, receiver)).slice(0, 2), [200, 'SUCCESS'], receiver);
    }
    assert.match((await notify(node, 'notices-http'))[2], /^RECHARGE R1 done\n$/);
  });
}

test('a program in plain JavaScript imports the package by its name', async () => {
  const code = "import { lianyintong } from '@cunguan/sdk';\nconsole.log(typeof lianyintong);\n";
  await mkdir(join(folder, 'built'), { recursive: true });
  await writeFile(join(folder, 'built', 'plain.js'), code);
  assert.equal(await run(process.execPath, 'plain'), 'function\n');
});
