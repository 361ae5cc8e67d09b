/** What a signed body can cost those who wait behind it: the attacks that blocked the process for seconds. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { bodyOf, type Heard, wireStage } from '../testing/wire-stage.ts';

const MEBIBYTE = 1024 * 1024;
const YIELD = { preTransactionNo: 'P1', projectNo: 'X1' };

/** Core-milliseconds that a call takes. */
async function costOf(call: () => Promise<Heard>): Promise<{ readonly told: Heard; readonly ms: number }> {
  const before = process.cpuUsage();
  const told = await call();
  const { user, system } = process.cpuUsage(before);
  return { told, ms: (user + system) / 1_000 };
}

/** How often others had their turn while a call was read. */
async function turnsDuring(call: () => Promise<Heard>): Promise<{ readonly told: Heard; readonly turns: number }> {
  let turns = 0;
  let done = false;
  const count = (): void => {
    turns += 1;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  const told = await call();
  done = true;
  return { told, turns };
}

const repeat = (text: string, bytes: number) => text.repeat(Math.floor(bytes / text.length));

test('LW-4 megabytes of small values are refused for a fraction of what reading them costs', async () => {
  const floods: readonly [string, string][] = [
    ['CONFIRM_REPAYMENT', `{"a":[${repeat('1,', 4 * MEBIBYTE)}1]}`],
    ['CONFIRM_REPAYMENT', `{"a":[${repeat('[],', 4 * MEBIBYTE)}1]}`],
    ['CONFIRM_REPAYMENT', `{a:'${repeat('\\n', 4 * MEBIBYTE)}'}`],
    ['CONFIRM_REPAYMENT', JSON.stringify({ requestNo: 'R', ...YIELD, details: `[${repeat('1,', 4 * MEBIBYTE)}1]` })],
    ['CONFIRM_REPAYMENT', `{"a":[${repeat('1,', 7.8 * MEBIBYTE)}1]}`],
    ['QUERY_PROJECT_INFORMATION', `{"a":[${repeat('1,', 200 * 1024)}1]}`],
    ['QUERY_PROJECT_INFORMATION', `{"a":"${'x'.repeat(300 * 1024)}"}`],
  ];
  const stage = wireStage('lianyintong');
  for (const [service, raw] of floods) {
    const body = bodyOf(stage, service, raw);
    const { told, ms } = await costOf(() => stage.call(service, {}, { body }));
    assert.equal(told.body.code, '100002', raw.slice(0, 20));
    assert.match(String(told.body.description), /超过|过多|details（还款明细）/, raw.slice(0, 20));
    assert.ok(ms < 500, `${raw.slice(0, 20)} took ${ms} ms of a core`);
  }
  assert.equal(stage.asked.length, 0);
});

test('the longest confirmation passes, and others have their turn while it is read', async () => {
  for (const asText of [false, true]) {
    const stage = wireStage('lianyintong');
    const line = (index: number) => ({
      platformUserNo: `investor_${index}`,
      amount: 100.25,
      income: '1.25',
      note: '备注',
    });
    const details = Array.from({ length: 10_000 }, (_, index) => line(index));
    const data = { requestNo: 'R', ...YIELD, details: asText ? JSON.stringify(details) : details };
    const body = bodyOf(stage, 'CONFIRM_REPAYMENT', JSON.stringify(data));
    const { told, turns } = await turnsDuring(() => stage.call('CONFIRM_REPAYMENT', {}, { body }));
    assert.equal(told.body.code, '0', JSON.stringify(told.body));
    const command = stage.asked[0]?.command;
    assert.ok(command?.verb === 'CONFIRM_REPAYMENT' && command.details.length === 10_000);
    assert.equal(command.details[9_999]?.principal, 10_025n);
    assert.ok(turns > 20, `others had ${turns} turns`);
  }
});

test('a reqData longer than its service takes is refused before its signature is verified', async () => {
  const stage = wireStage('depository');
  const raw = `{"a":"${'x'.repeat(300 * 1024)}"}`;
  const { body } = await stage.call('USER_QUERY', {}, { raw, envelope: { signature: '00' } });
  assert.deepEqual([body.respCode, body.respMsg], ['00003', 'reqData 超过 256KB 上限']);
});

test('LW-4 of a service that is none no more is read than of the smallest', async () => {
  const stage = wireStage('lianyintong');
  const { body } = await stage.call('NO_SUCH', {}, { raw: `{"a":"${'x'.repeat(300 * 1024)}"}` });
  assert.equal(body.code, '100002');
});
