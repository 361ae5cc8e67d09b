import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../kernel/time.ts';
import { runCommand } from '../testing/commands.ts';
import { createTestCustody } from '../testing/custody.ts';
import { enrol, enterprise } from '../testing/enterprises.ts';
import { FILES } from '../testing/papers.ts';
import { enterpriseCommands } from './enterprise-commands.ts';

const core = await createTestCustody();
const { lianyintong: l, operators } = core;
const { platformNo, platformId } = l.platform;
const commands = enterpriseCommands(core);
for (const [name, role] of [
  ['ann', 'operator'],
  ['rob', 'reviewer'],
  ['aud', 'auditor'],
] as const) {
  assert.ok((await operators.add(name, role)).ok);
}
const ask = (name: string, args = {}, reason: string | null = null) =>
  runCommand<Record<string, unknown>>(commands, `enterprise.${name}`, { platformNo, ...args }, reason);
const file = (name: string, content = FILES.PDF) => ({ name, content: content.toString('base64') });
const refused = (name: string, args: object, sentence: RegExp, reason: string | null = '资料核对') =>
  assert.rejects(ask(name, args, reason), sentence);

const COMMAND = enterprise('e1', { creditCode: 'C-1' });
await enrol(core, l, COMMAND, 'R1');

test('L2.2-2 papers are attached by whoever brings them, then an operator approves', async () => {
  await refused('approve', { userNo: 'e1', as: 'rob' }, /has no papers: nothing was looked at\.$/);
  await refused(
    'papers',
    { userNo: 'e1', files: [file('x.pdf', Buffer.from('text'))] },
    /x\.pdf is no PDF, JPEG or PNG/,
  );
  await refused('papers', { userNo: 'e1', files: [] }, /Say which files\.$/);
  await refused('papers', { userNo: 'e1', files: [file('x.pdf')], as: 'rob' }, /rob is a reviewer, who never works/);
  const shown = await ask('papers', { userNo: 'e1', files: [file('营业执照.pdf'), file('seal.png', FILES.PNG)] });
  const papers = shown.papers as { name: string; addedBy: string }[];
  assert.deepEqual(
    papers.map(({ name }) => name),
    ['营业执照.pdf', 'seal.png'],
  );
  assert.equal(shown.status, 'AUDIT');
  await refused('approve', { userNo: 'e1' }, /"as" is missing/);
  await refused('approve', { userNo: 'e1', as: 'aud' }, /aud is an auditor, who never decides/);
  await refused('approve', { userNo: 'e1', as: 'eve' }, /There is no operator eve/);
  await refused('approve', { userNo: 'nobody', as: 'rob' }, /There is no enterprise nobody of this platform/);
  await refused('approve', { userNo: 'e1', as: 'rob' }, /Say why/, null);
});

test('a reason is told to the platform: short, and without anybody’s number', async () => {
  await refused('back', { userNo: 'e1', as: 'rob' }, /names no ID, mobile or account number/, '手机 13900001234 有误');
  await refused('back', { userNo: 'e1', as: 'rob' }, /1 to 100 characters/, '长'.repeat(101));
});

test('L2.2-3 handed back it is shown with the reason, corrected in the words of its protocol, and passes', async () => {
  const back = await ask('back', { userNo: 'e1', as: 'ann' }, '营业执照照片不清晰');
  assert.equal(back.status, 'BACK');
  await refused('approve', { userNo: 'e1', as: 'rob' }, /e1 was handed back: it is to be submitted again first/);
  const wrong = (data: object, sentence: RegExp) => refused('resubmit', { userNo: 'e1', data }, sentence);
  await wrong({ userRole: 'GUARANTEECORP' }, /userRole is nothing that can be corrected/);
  await wrong({ platformUserNo: 'x' }, /platformUserNo is nothing that can be corrected/);
  await wrong({ nonsense: 'x' }, /nonsense is nothing that can be corrected; see ENTERPRISE_REGISTER/);
  await wrong({ bankcode: 'XXXX' }, /bankcode/);
  await wrong({ bankcode: 'CIBK' }, /These data cannot be submitted: 暂不支持此银行/);
  await wrong({ legalIdCardNo: '1' }, /These data cannot be submitted: 身份证号码不正确/);
  await wrong({ unifiedCode: '' }, /These data cannot be submitted: 须提供统一社会信用代码/);
  const data = {
    enterpriseName: '青禾（集团）有限公司',
    bankcode: 'PCBC',
    legalIdCardNo: '11010519491231002x',
    creditCode: '',
  };
  const again = await ask('resubmit', { userNo: 'e1', data, files: [file('front.jpg', FILES.JPEG)] });
  assert.deepEqual(
    [again.status, again.name, again.bank, again.legalIdNumber, again.creditCode],
    ['AUDIT', data.enterpriseName, 'CCB', '110***********002X', null],
  );
  assert.equal((again.papers as object[]).length, 3);
  const passed = await ask('approve', { userNo: 'e1', as: 'rob' }, '资料齐全');
  assert.deepEqual(
    (passed.history as { event: string; decidedBy: string | null; reason: string | null }[]).map(
      ({ event, decidedBy, reason }) => [event, decidedBy, reason],
    ),
    [
      ['submitted', null, null],
      ['handedBack', 'ann', '营业执照照片不清晰'],
      ['resubmitted', null, null],
      ['approved', 'rob', '资料齐全'],
    ],
  );
  for (const name of ['papers', 'resubmit']) {
    await refused(name, { userNo: 'e1', files: [file('late.pdf')] }, /The enterprise e1 has passed its audit\.$/);
  }
});

test('G-19 what is shown of an enterprise masks what is somebody’s own', async () => {
  const text = JSON.stringify(await ask('show', { userNo: 'e1' }));
  for (const value of [COMMAND.contact, COMMAND.mobile, COMMAND.accountNumber, COMMAND.legalIdNumber]) {
    assert.ok(!text.includes(value), value);
  }
  assert.ok(text.includes(COMMAND.legal) && text.includes(COMMAND.unifiedCode ?? ''));
});

test('L2.2-4 refused is for ever; enterprises are listed by how they stand, the longest waiting first', async () => {
  for (const userNo of ['e2', 'e3']) await enrol(core, l, enterprise(userNo), `R-${userNo}`);
  core.clock.advance(MINUTE);
  const done = await ask('refuse', { userNo: 'e2', as: 'rob' }, '已吊销');
  assert.equal(done.status, 'REFUSED');
  await refused('approve', { userNo: 'e2', as: 'rob' }, /e2 was refused, which is for ever/);
  const listed = async (args: object) => {
    const { enterprises } = (await ask('list', args)) as { enterprises: { user: string; status: string }[] };
    return enterprises.map(({ user, status }) => `${user} ${status}`);
  };
  assert.deepEqual(await listed({}), ['e1 PASSED', 'e3 AUDIT', 'e2 REFUSED']);
  assert.deepEqual(await listed({ state: 'audit' }), ['e3 AUDIT']);
  assert.deepEqual(await listed({ platformNo: core.depository.platform.platformNo }), []);
  assert.deepEqual(await listed({ platformNo: null, state: 'PASSED' }), ['e1 PASSED']);
  await refused('list', { state: 'GOOD' }, /An enterprise is AUDIT, BACK, PASSED or REFUSED, not GOOD/);
  await refused('show', { userNo: 'e9' }, /There is no enterprise e9/);
  await refused('show', { userNo: '11010519491231002X' }, /That is an ID number/);
});

test('papers attached in the same moment are one after another, and twenty at most', async () => {
  const files = Array.from({ length: 11 }, (_, i) => file(`${i}.pdf`));
  const both = await Promise.allSettled([1, 2].map(() => ask('papers', { userNo: 'e3', files })));
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const found = await core.enterprises.find(l.platform, 'e3');
  const papers = await core.papers.list(platformId, { kind: 'ENTERPRISE', number: found?.memberNo ?? 0n });
  assert.equal(papers.length, 11);
});
