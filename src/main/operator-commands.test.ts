import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../testing/commands.ts';
import { createTestCustody } from '../testing/custody.ts';
import { attach, fileOf } from '../testing/papers.ts';
import { operatorCommands } from './operator-commands.ts';
import { filesOf, numberedOf, paperCommands, paperLine } from './paper-commands.ts';

const core = await createTestCustody();
const { platform } = core.lianyintong;
const commands = { ...operatorCommands(core.operators), ...paperCommands(core) };
const ask = (name: string, args = {}) => runCommand<Record<string, unknown>>(commands, name, args);

test('operators are added, listed and disabled; each change tells both sides', async () => {
  const added = await ask('operator.add', { name: 'ann', role: 'operator' });
  assert.deepEqual([added.name, added.role, added.disabledAt], ['ann', 'operator', null]);
  await ask('operator.add', { name: 'rob', role: 'reviewer' });
  const { command, args } = { command: commands['operator.disable'], args: { name: 'rob' } };
  assert.ok(command?.does === 'changes');
  const change = await command.run(args, { who: 'a test', reason: null });
  const sides = [change.before, change.after] as { readonly disabledAt: unknown }[];
  assert.deepEqual(
    sides.map(({ disabledAt }) => disabledAt),
    [null, core.clock.now()],
  );
  const { operators } = (await ask('operator.list')) as { operators: { name: string; disabledAt: string | null }[] };
  assert.deepEqual(
    operators.map(({ name, disabledAt }) => [name, disabledAt === null]),
    [
      ['ann', true],
      ['rob', false],
    ],
  );
});

test('what is wrong is one sentence', async () => {
  for (const [name, args, sentence] of [
    ['operator.add', { name: 'a b', role: 'operator' }, /^OperatorError: An operator has a name of 1 to 50/],
    ['operator.add', { name: 'x', role: 'admin' }, /: A role is operator, reviewer, auditor, not admin\.$/],
    ['operator.add', { name: 'ANN', role: 'auditor' }, /: The name ANN is, or was, an operator's/],
    ['operator.disable', { name: 'rob' }, /: The operator rob is disabled\.$/],
    ['operator.disable', { name: 'eve' }, /: There is no operator eve; "operator list"/],
    ['operator.add', { role: 'operator' }, /"name" is missing/],
  ] as const) {
    await assert.rejects(ask(name, args), sentence);
  }
});

test('G-19 a paper is read by whoever may, under his name, and by nobody else', async () => {
  await core.lianyintong.register('u');
  await ask('operator.add', { name: 'aud', role: 'auditor' });
  const [row] = await core.database.sql`select member_no from members where platform_id = ${platform.platformId}`;
  const subject = { kind: 'ENTERPRISE', number: row?.member_no as bigint } as const;
  const file = fileOf('PDF', '营业执照.pdf');
  const taken = await attach(core, platform.platformId, subject, [file], 'ann');
  assert.ok(taken.ok);
  const id = `${platform.platformNo}-${taken.value[0]?.paperNo}`;
  const read = await ask('paper.read', { id, as: 'aud' });
  assert.deepEqual([read.id, read.name, read.type, read.addedBy], [id, '营业执照.pdf', 'PDF', 'ann']);
  assert.ok(Buffer.from(read.content as string, 'base64').equals(file.content));
  for (const [args, sentence] of [
    [{ id }, /"as" is missing/],
    [{ id, as: 'rob' }, /rob is disabled/],
    [{ id, as: 'eve' }, /no operator eve/],
    [{ id: `${platform.platformNo}-1`, as: 'aud' }, /: There is no paper 1\.$/],
    [{ id: `${core.depository.platform.platformNo}-${taken.value[0]?.paperNo}`, as: 'aud' }, /There is no paper/],
    [{ id: '77-1', as: 'aud' }, /There is no platform 77/],
    [{ id: '7', as: 'aud' }, /A number looks like 6000000001-1042, not like 7/],
  ] as const) {
    await assert.rejects(ask('paper.read', args), sentence);
  }
});

test('a number that names its platform leads to what it is of; a paper is listed without what it holds', async () => {
  const { platformNo, platformId } = platform;
  assert.deepEqual(await numberedOf(core.directory, `${platformNo}-42`), { platformId, platformNo, number: 42n });
  const [row] = await core.database.sql`select subject_no from papers`;
  const papers = await core.papers.list(platformId, { kind: 'ENTERPRISE', number: row?.subject_no as bigint });
  const [listed] = papers.map((paper) => paperLine(platformNo, paper));
  assert.deepEqual(Object.keys(listed ?? {}), ['id', 'name', 'type', 'size', 'sha256', 'addedBy', 'addedAt']);
});

test('files of a command are a name and a content each', () => {
  assert.deepEqual(filesOf({ files: [{ name: 'a', content: 'YQ==' }] }), [{ name: 'a', content: Buffer.from('a') }]);
  assert.deepEqual(filesOf({}), []);
  for (const file of [null, 7, {}, { name: 'a' }, { content: 'YQ==' }]) {
    assert.throws(() => filesOf({ files: [file] }), /A file has a name and content/);
  }
});
