import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LookUps } from '../custody/operator.ts';
import { runCommand } from '../testing/commands.ts';
import { caseStage } from '../testing/cases.ts';
import { createTestCustody } from '../testing/custody.ts';
import { FILES } from '../testing/papers.ts';
import { caseCommands } from './case-commands.ts';
import { operatorCommands } from './operator-commands.ts';

const core = await createTestCustody();
const { lianyintong: l } = core;
const { platformNo } = l.platform;
const lookUps = new LookUps(core.database.sql, core.sealer);
const commands = { ...operatorCommands(core.operators), ...caseCommands({ ...core, lookUps }) };
type Shown = Record<string, unknown> & { readonly id: string; readonly history: readonly { event: string }[] };
const ask = (name: string, args = {}, reason: string | null = '核对银行流水') =>
  runCommand<Shown>(commands, name, args, reason);
const stage = caseStage(core, l);
await stage.people();
await core.operators.add('aud', 'auditor');
await l.register('u');

test('a receipt is credited from the command line: opened, proposed, approved, and shown', async () => {
  const receipt = `${platformNo}-${await stage.receipt(12_345n)}`;
  const opened = await ask('case.open', { kind: 'receipt', platformNo, receipt, credit: 'u', as: 'ann' });
  const { id } = opened;
  assert.match(id, new RegExp(`^${platformNo}-\\d+$`));
  assert.deepEqual([opened.state, opened.receipt, opened.openedBy], ['OPEN', receipt, 'ann']);
  const file = { name: 'proof.png', content: FILES.PNG.toString('base64') };
  const withPapers = await ask('case.papers', { id, files: [file] }, null);
  assert.equal((withPapers.papers as { addedBy: string }[])[0]?.addedBy, 'a test', 'whose account brought them');
  await ask('case.propose', { id, as: 'ann' }, null);
  const command = commands['case.approve'];
  assert.ok(command?.does === 'changes');
  const change = await command.run({ id, as: 'rob' }, { who: 'a test', reason: '核对' });
  const sides = [change.before, change.after] as { readonly state: string }[];
  assert.deepEqual(
    sides.map(({ state }) => state),
    ['PROPOSED', 'APPROVED'],
  );
  const shown = await ask('case.show', { id });
  assert.deepEqual(
    shown.history.map(({ event }) => event),
    ['opened', 'papersAdded', 'proposed', 'approved'],
  );
  const postings = shown.postings as { account: string; holder: string | null; amount: string }[];
  assert.deepEqual(
    postings.map(({ account, holder, amount }) => [account, holder, amount]),
    [
      ['UNALLOCATED_RECEIPTS', null, '-123.45'],
      ['AVAILABLE', 'u', '123.45'],
    ],
  );
});

test('cases are listed, of a platform, a kind, a state', async () => {
  await stage.fresh('UNLOCK');
  const list = async (args: object) => (await ask('case.list', args)).cases as { kind: string; state: string }[];
  const kinds = async (args: object) => (await list(args)).map(({ kind, state }) => `${kind} ${state}`);
  assert.deepEqual(await kinds({}), ['UNLOCK OPEN', 'RECEIPT APPROVED']);
  assert.deepEqual(await kinds({ kind: 'unlock' }), ['UNLOCK OPEN']);
  assert.deepEqual(await kinds({ state: 'approved', platformNo }), ['RECEIPT APPROVED']);
  assert.deepEqual(await kinds({ platformNo: core.depository.platform.platformNo }), []);
});

test('who may not, is told so and nothing is done: unknown, disabled, of another role, the same person', async () => {
  const receipt = `${await stage.receipt(5n)}`;
  const opening = { kind: 'CREDIT', platformNo, receipt, account: 'REPAYMENT' };
  const { id } = await ask('case.open', { ...opening, as: 'ann' });
  await core.operators.add('gone', 'operator');
  await core.operators.disable('gone');
  const cases: readonly (readonly [string, object, RegExp])[] = [
    ['case.open', { ...opening, as: 'rob' }, /rob is a reviewer, who never works on cases/],
    ['case.open', { ...opening, as: 'aud' }, /aud is an auditor, who never works/],
    ['case.open', opening, /"as" is missing/],
    ['case.propose', { id, as: 'rob' }, /rob is a reviewer/],
    ['case.propose', { id, as: 'gone' }, /gone is disabled/],
    ['case.approve', { id, as: 'aud' }, /aud is an auditor, who never decides/],
    ['case.approve', { id, as: 'eve' }, /no operator eve/],
    ['case.approve', { id, as: 'bob' }, /^OperatorError: Case \d+ is OPEN: it cannot be approved now\.$/],
    ['case.refuse', { id, as: 'gone' }, /gone is disabled/],
    ['case.papers', { id, files: [], as: 'gone' }, /gone is disabled/],
  ];
  for (const [name, args, told] of cases) await assert.rejects(ask(name, args), told);
  await ask('case.propose', { id, as: 'ann' });
  await assert.rejects(ask('case.approve', { id, as: 'ann' }), /ann proposed it: somebody else must approve it/);
  assert.equal((await ask('case.show', { id })).state, 'PROPOSED');
  assert.equal((await ask('case.back', { id, as: 'bob' })).state, 'BACK');
  assert.equal((await ask('case.refuse', { id, as: 'bob' })).state, 'REFUSED');
});

test('what is said wrongly is one sentence; reasons are asked for where something is decided', async () => {
  const receipt = `${platformNo}-${await stage.receipt(6n)}`;
  const { id } = await ask('case.open', { kind: 'RECEIPT', platformNo, receipt, as: 'ann' });
  const open = { platformNo, as: 'ann' };
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['case.open', { ...open, kind: 'DANCE' }, /There is no kind of case DANCE/],
    ['case.open', { ...open, kind: 'RECEIPT' }, /Say which receipt: --receipt ID/],
    [
      'case.open',
      { ...open, kind: 'RECEIPT', receipt: '6000000002-7' },
      /A receipt of this platform looks like 6000000001-1042/,
    ],
    [
      'case.open',
      { ...open, kind: 'CREDIT', expect: '100.00', account: 'FEE' },
      /only expected is credited by the bank’s statement/,
    ],
    [
      'case.open',
      { ...open, kind: 'CREDIT', receipt, account: 'POCKET' },
      /An account is FEE, COMPENSATION, REPAYMENT, MARKETING/,
    ],
    ['case.open', { ...open, kind: 'UNLOCK' }, /Say which member: --user USER/],
    ['case.open', { ...open, kind: 'UNLOCK', userNo: 'nobody' }, /The platform has no member nobody/],
    ['case.open', { ...open, kind: 'UNLOCK', userNo: 'u' }, /The trade password of member u is not locked/],
    ['case.open', { ...open, kind: 'RECEIPT', receipt }, /Case \d+ is about the same, and is not finished/],
    ['case.open', { ...open, platformNo: '77', kind: 'UNLOCK', userNo: 'u' }, /There is no platform 77/],
    ['case.propose', { id, as: 'ann' }, /Say what is to be done, --credit USER or --send-back/],
    ['case.propose', { id, as: 'ann', credit: 'u', sendBack: true }, /Money goes to a member or back/],
    ['case.propose', { id, as: 'ann', credit: 'nobody' }, /The platform has no member nobody/],
    ['case.propose', { id: `${platformNo}-1`, as: 'ann' }, /There is no case 1/],
    ['case.show', { id: `${platformNo}-1` }, /There is no case 6000000001-1/],
    ['case.show', { id: '7' }, /looks like 6000000001-1042/],
    ['case.list', { state: 'LOST' }, /A case is OPEN, PROPOSED, BACK, APPROVED, REFUSED, ENDED, not LOST/],
    ['case.papers', { id, files: [] }, /Say which files/],
  ];
  for (const [name, args, told] of wrong) await assert.rejects(ask(name, args), told, name);
  for (const name of ['case.approve', 'case.back', 'case.refuse']) {
    await assert.rejects(ask(name, { id, as: 'bob' }, null), /Say why: --reason TEXT/);
  }
  await assert.rejects(ask('case.open', { ...open, kind: 'RECEIPT', receipt }, null), /Say why/);
});
