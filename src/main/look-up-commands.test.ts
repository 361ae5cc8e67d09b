/** Look-ups: the whole of an order, a member and a hold, of one platform alone and masked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LookUps } from '../custody/operator.ts';
import { createNoticeOperations } from '../notices/operator.ts';
import { createRequestLog } from '../requests/request-log.ts';
import { RequestStore } from '../requests/requests.store.ts';
import { runCommand } from '../testing/commands.ts';
import { createTestCustody } from '../testing/custody.ts';
import { bodyOf, STRANGER_KEYS, wireStage } from '../testing/wire-stage.ts';
import { lookUpCommands } from './look-up-commands.ts';
import { requestCommands } from './requests.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, sealer, clock, directory, custody } = core;
const { sql } = core.database;
const { platformNo } = d.platform;
const requests = new RequestStore(sql, sealer);
const notices = createNoticeOperations({ sql, clock, wake: () => undefined });
const commands = {
  ...lookUpCommands({ lookUps: new LookUps(sql, sealer), directory, notices, requests, clock }),
  ...requestCommands(requests, directory, custody.queries),
};
const ask = (name: string, args = {}) => runCommand<Record<string, unknown>>(commands, name, args);

await d.register('inv', 'INVESTOR');
await d.register('bor', 'BORROWER');
await d.deposit('inv', 100_000n, 'DEP');
const project = { projectNo: 'P1', borrowerNo: 'bor', amount: 50_000n, name: '标的', description: null };
const terms = { periodDays: 30, rate: '5', repaymentWay: 'ONE_TIME' } as const;
await d.execute('PRJ', { verb: 'CREATE_PROJECT', ...project, ...terms });
const tender = { kind: 'TENDER', userNo: 'inv', projectNo: 'P1' } as const;
await d.confirm('TEN', { verb: 'HOLD', ...tender, amount: 30_000n, redPacket: 0n });

test('G-19 order show tells history, postings, notices and what is held, masked', async () => {
  const shown = await ask('order.show', { platformNo, requestNo: 'TEN' });
  const history = shown.history as { event: string }[];
  assert.deepEqual(
    history.map(({ event }) => event),
    ['opened', 'completed'],
  );
  const postings = shown.postings as { account: string; holder: string; amount: string; balanceAfter: string }[];
  assert.deepEqual(
    postings.map(({ account, holder, amount, balanceAfter }) => [account, holder, amount, balanceAfter]),
    [
      ['AVAILABLE', 'inv', '-300.00', '700.00'],
      ['FROZEN', 'inv', '300.00', '300.00'],
    ],
  );
  assert.equal((shown.notices as object[]).length, 1);
  assert.deepEqual(shown.sends, [], 'none was sent');
  assert.deepEqual([shown.verb, shown.state], ['HOLD', 'DONE']);
  assert.deepEqual((shown.hold as { left: string }).left, '300.00');
  const [register] = await sql`select request_no from orders where verb = 'REGISTER_PERSON' and platform_id =
    ${d.platform.platformId} limit 1`;
  const text = JSON.stringify(await ask('order.show', { platformNo, requestNo: register?.request_no }));
  assert.match(text, /"realName":"张\*"/);
  assert.doesNotMatch(text, /张三|1381234\d{4}|\d{17}[\dX]/);
});

test('G-16 G-19 member show and hold show tell of this platform alone, masked', async () => {
  const member = await ask('member.show', { platformNo, userNo: 'inv' });
  const { name, available, frozen, failures } = member;
  assert.deepEqual([name, available, frozen, failures], ['张*', '700.00', '300.00', 0]);
  assert.match(String(member.cardNumber), /^621768\*+\d{4}$/);
  assert.match(String(member.mobile), /^138\*{4}\d{4}$/);
  const [card, ...more] = member.cards as Record<string, unknown>[];
  assert.match(String(card?.number), /^621768\*+\d{4}$/);
  assert.deepEqual([card?.bank, card?.accessType, card?.unboundAt, more.length], ['CITIC', 'FULL', null, 0]);
  const hold = await ask('hold.show', { platformNo, requestNo: 'TEN' });
  assert.deepEqual([hold.holder, hold.amount, hold.left], ['inv', '300.00', '300.00']);
  const other = { platformNo: l.platform.platformNo };
  await assert.rejects(ask('member.show', { ...other, userNo: 'inv' }), /has no member inv/);
  await assert.rejects(ask('hold.show', { ...other, requestNo: 'TEN' }), /has no hold TEN/);
  await assert.rejects(ask('order.show', { ...other, requestNo: 'TEN' }), /has no order TEN/);
  await assert.rejects(ask('order.show', { platformNo: '4711', requestNo: 'TEN' }), /no platform 4711/);
});

test('G-19 an ID number in the place of a member number is asked of no database', async () => {
  const userNo = '110101199003074477';
  await assert.rejects(ask('member.show', { platformNo, userNo }), /That is an ID number/);
  await assert.rejects(ask('request.list', { platformNo, userNo }), /That is an ID number/);
  await assert.rejects(ask('platform.members', { platformNo, after: userNo }), /That is an ID number/);
});

test('platform list and platform members', async () => {
  const { platforms, more } = await ask('platform.list');
  assert.deepEqual(
    [(platforms as { platformNo: string }[]).map((each) => each.platformNo).sort(), more],
    [[l.platform.platformNo, platformNo].sort(), false],
  );
  const members = async (after?: string) =>
    ((await ask('platform.members', { platformNo, after })).members as { userNo: string }[]).map(
      ({ userNo }) => userNo,
    );
  assert.deepEqual([await members(), await members('bor')], [['bor', 'inv'], ['inv']]);
});

const RAW = '{"userNo":"inv"}';

test('LW-1 request show reads a multipart form as the custodian read it', async () => {
  const stage = wireStage('depository', { custody, clock, platform: d.platform });
  const sent = new URLSearchParams(bodyOf(stage, 'USER_QUERY', RAW).toString());
  const parts = [...sent].map(
    ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}`,
  );
  const body = Buffer.from(`${parts.join('\r\n')}\r\n--b--\r\n`);
  await stage.call('', {}, { body, contentType: 'multipart/form-data; boundary=b' });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const kept = createRequestLog({ sql, sealer, log, days: 30, explain: null });
  for (const each of stage.kept) kept.keep(each);
  await kept.stop();
  const shown = await ask('request.show', { requestId: stage.kept[0]?.call.requestId });
  assert.deepEqual([shown.verified, shown.input], [true, { userNo: 'inv' }]);
});

test('G-1 G-19 request list finds it; request show tells it masked, with order and wrong signature', async () => {
  const stage = wireStage('depository', { custody, clock, platform: d.platform });
  const person = { realName: '欧阳娜', idNumber: '110101199003074477', mobile: '13812349999' };
  await stage.gateway('PERSONAL_REGISTER', { requestNo: 'REG', userNo: 'new', userRole: 'INVESTOR', ...person });
  await stage.call('MODIFY_PROJECT', { projectNo: 'P1' }, { privateKey: STRANGER_KEYS.privateKey });
  const fault = { size: 3, digest: 'ab', tried: [], causes: ['GBK_SIGNED'] as const, verifiedBy: '1' };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const kept = createRequestLog({ sql, sealer, log, days: 30, explain: async () => fault });
  for (const each of stage.kept) kept.keep(each);
  await kept.stop();
  const { requests: found } = await ask('request.list', { platformNo, requestNo: 'REG', userNo: 'new', from: 0 });
  const [line] = found as { requestId: string }[];
  const shown = await ask('request.show', { requestId: line?.requestId });
  const { realName, mobile } = shown.input as Record<string, string>;
  assert.deepEqual([realName, mobile], ['欧**', '138****9999']);
  assert.doesNotMatch(JSON.stringify(shown), /欧阳|13812349999|110101199003074477/);
  assert.deepEqual(shown.order, { verb: 'REGISTER_PERSON', state: 'OPEN' });
  const { requests: wrong } = await ask('request.list', { code: 'SIGNATURE_WRONG' });
  const told = await ask('request.show', { requestId: (wrong as { requestId: string }[])[0]?.requestId });
  assert.match(JSON.stringify(told.signature), /GBK/);
  assert.deepEqual(await ask('request.list', { platformNo: 'none' }), { requests: [], more: false });
  await assert.rejects(ask('request.show', { requestId: 'r-none' }), /no request r-none in the log/);
});
