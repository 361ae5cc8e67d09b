import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Arrived } from '../sdk/testing/custodian.ts';
import { PLATFORM_NOS } from './platforms.ts';
import { Store } from './state.ts';
import { demoDouble } from './testing/double.ts';
import type { DemoDouble } from './testing/double.ts';

const open: DemoDouble[] = [];
after(async () => {
  for (const double of open) await double.close();
});

async function start(dialect: 'lianyintong' | 'depository', bankUrl?: string): Promise<DemoDouble> {
  const double = await demoDouble(dialect, bankUrl);
  open.push(double);
  return double;
}

const PAGES = new Set(['register-investor', 'register-borrower', 'deposit', 'tender', 'authorize', 'deposit-borrower']);
for (const page of ['hold-repayment', 'withdraw']) PAGES.add(page);

function detailsOf(arrived: Arrived | undefined): readonly Readonly<Record<string, string>>[] {
  return (arrived?.data.details ?? []) as readonly Readonly<Record<string, string>>[];
}

async function walk(double: DemoDouble, steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    if (PAGES.has(step)) await double.visit(step);
    else assert.equal((await double.press(step)).statusCode, 303, step);
    const { body } = await double.get(`/${double.dialect}`);
    assert.match(body, new RegExp(`id="step-${step}" data-state="done"`), step);
  }
}

const TO_LOAN = ['register-investor', 'register-borrower', 'deposit', 'create-project', 'tender'];
const FROM_LOAN = ['confirm-loan', 'start-repaying', 'deposit-borrower', 'hold-repayment', 'confirm-repayment'];
const END = ['finish-project', 'withdraw'];

test('the whole life of a loan in lianyintong, step by step', async () => {
  const double = await start('lianyintong');
  await walk(double, [...TO_LOAN, ...FROM_LOAN, ...END]);
  const { body } = await double.get('/lianyintong');
  assert.match(body, /id="walk-done"/);
  const calls = double.custodian.arrived.filter(({ service }) => !service.startsWith('QUERY'));
  assert.ok(double.custodian.arrived.every(({ signed }) => signed));
  assert.deepEqual(
    calls.map(({ service }) => service),
    ['ESTABLISH_PROJECT', 'CONFIRM_LOAN', 'MODIFY_PROJECT', 'CONFIRM_REPAYMENT', 'MODIFY_PROJECT'],
  );
  assert.deepEqual(calls[1]?.data.commission, '80.00');
  const [payee] = detailsOf(calls[3]);
  assert.deepEqual([payee?.amount, payee?.income], ['8000.00', '44.71']);
});

test('L5.1 in lianyintong a tender by authorisation stands beside the road, and is lent with the other', async () => {
  const double = await start('lianyintong');
  await walk(double, TO_LOAN.slice(0, 4));
  await double.visit('tender', { amount: '5000.00' });
  assert.doesNotMatch((await double.get('/lianyintong/operator')).body, /id="form-auto-tender"/);
  const visit = await double.visit('authorize', {}, '/lianyintong/investor');
  assert.deepEqual(
    [visit.service, visit.data.authList, visit.data.amount],
    ['USER_AUTHORIZATION', 'TENDER', '5000.00'],
  );
  await double.press('auto-tender', {}, '/lianyintong/operator');
  const auto = double.custodian.arrived.at(-1);
  assert.deepEqual([auto?.service, auto?.data.amount], ['AUTHORIZE_PRETRANSATION', '1000.00']);
  assert.ok(auto && !('callbackUrl' in auto.data));
  await double.press('confirm-loan');
  const loan = double.custodian.arrived.findLast(({ service }) => service === 'CONFIRM_LOAN');
  assert.deepEqual(
    detailsOf(loan).map(({ amount }) => amount),
    ['5000.00', '1000.00'],
  );
});

test('the whole life of a loan in depository, with authorisation and auto-tender', async () => {
  const double = await start('depository');
  await walk(double, [...TO_LOAN, 'authorize', 'auto-tender', ...FROM_LOAN, ...END]);
  const calls = double.custodian.arrived.filter(({ service }) => !service.endsWith('QUERY'));
  assert.deepEqual(
    calls.map(({ service }) => service),
    [
      'CREATE_PROJECT',
      'USER_AUTO_PRE_TRANSACTION',
      'CONFIRM_LOAN',
      'MODIFY_PROJECT',
      'CONFIRM_REPAYMENT',
      'MODIFY_PROJECT',
    ],
  );
  assert.deepEqual(
    detailsOf(calls[2]).map(({ amount }) => amount),
    ['5000.00', '3000.00'],
  );
});

test('LW-9 DW-5 a notice is acknowledged in the words of its protocol, and repeated without effect', async () => {
  for (const [dialect, word] of [
    ['lianyintong', 'SUCCESS'],
    ['depository', 'OK'],
  ] as const) {
    const double = await start(dialect);
    const visit = await double.leave('register-investor');
    for (let time = 0; time < 2; time += 1) {
      const answer = await double.post(`/notify/${dialect}`, double.message(visit, 'NOTIFY'));
      assert.deepEqual([answer.statusCode, answer.body], [200, word]);
    }
    assert.equal(double.stateOf(visit.requestNo), 'DONE');
  }
});

test('G-2 a notice or return that is not signed moves nothing and is not acknowledged', async () => {
  const double = await start('lianyintong');
  const visit = await double.leave('register-investor');
  const forged = double.message(visit, 'NOTIFY', { change: { sign: 'AAAA' } });
  assert.equal((await double.post('/notify/lianyintong', forged)).statusCode, 400);
  assert.equal((await double.post('/return/lianyintong', forged)).statusCode, 400);
  assert.equal((await double.post('/notify/lianyintong', '')).statusCode, 400);
  assert.equal(double.stateOf(visit.requestNo), 'SENT');
  const { body } = await double.get('/lianyintong/wire');
  assert.match(body, /BAD_SIGNATURE/);
});

test('G-2 a signed message under another service name, or for another platform, moves nothing', async () => {
  const double = await start('lianyintong');
  const visit = await double.leave('register-investor');
  await double.post('/notify/lianyintong', double.message({ ...visit, service: 'RECHARGE' }, 'NOTIFY'));
  const other = double.message(visit, 'NOTIFY', { platformNo: PLATFORM_NOS.depository });
  assert.equal((await double.post('/notify/lianyintong', other)).statusCode, 400);
  assert.equal(double.stateOf(visit.requestNo), 'SENT');
});

test('G-13 the browser coming back does not end an order; its notice does', async () => {
  const double = await start('depository');
  const visit = await double.leave('register-investor');
  const back = await double.post('/return/depository', double.message(visit, 'CALLBACK'));
  assert.deepEqual([back.statusCode, back.headers.location], [303, '/depository#step-register-investor']);
  assert.equal(double.stateOf(visit.requestNo), 'SENT');
  assert.match((await double.get('/depository')).body, /http-equiv="refresh" content="2; url=\/depository"/);
  await double.post('/notify/depository', double.message(visit, 'NOTIFY'));
  assert.equal(double.stateOf(visit.requestNo), 'DONE');
});

test('G-13 a failing return of a call refused before its page ends the order, for which no notice comes', async () => {
  const double = await start('lianyintong');
  const visit = await double.leave('register-investor');
  const data = { code: '100008', description: '用户已注册' };
  await double.post('/return/lianyintong', double.message(visit, 'CALLBACK', { data }));
  assert.equal(double.stateOf(visit.requestNo), 'REFUSED');
  const { body } = await double.get('/lianyintong');
  assert.match(body, /用户已注册/);
  assert.notEqual((await double.leave('register-investor')).requestNo, visit.requestNo);
});

test('G-12 the way to an open page can be taken again with the same number and content', async () => {
  const double = await start('lianyintong');
  const visit = await double.leave('register-investor');
  const again = await double.handedOver(`/lianyintong/go/${visit.requestNo}`);
  assert.deepEqual(again, visit);
});

test('a withdrawal is accepted, then paid; an acceptance that arrives late changes nothing', async () => {
  const double = await start('depository');
  await walk(double, [...TO_LOAN, 'authorize', 'auto-tender', ...FROM_LOAN, 'finish-project']);
  const visit = await double.leave('withdraw');
  const accepted = double.message(visit, 'NOTIFY', { data: { status: 'ACCEPT' } });
  await double.post('/notify/depository', accepted);
  assert.equal(double.stateOf(visit.requestNo), 'ACCEPTED');
  await double.post('/notify/depository', double.message(visit, 'NOTIFY'));
  await double.post('/notify/depository', accepted);
  assert.equal(double.stateOf(visit.requestNo), 'DONE');
});

test('a lianyintong withdrawal that the bank sends back is taken back by a second notice', async () => {
  const double = await start('lianyintong');
  await walk(double, [...TO_LOAN, ...FROM_LOAN, ...END]);
  const withdrawal = double.store.walk('lianyintong').orders.at(-1);
  assert.equal(withdrawal?.state, 'DONE');
  const { requestNo = '', service = '' } = withdrawal ?? {};
  const data = { code: '100008', description: '银行退回' };
  await double.post('/notify/lianyintong', double.message({ requestNo, service, data: {} }, 'NOTIFY', { data }));
  assert.equal(double.stateOf(requestNo), 'REFUSED');
});

test('G-9 a call whose result is unknown keeps its number: asked for, or sent again', async () => {
  const double = await start('lianyintong');
  await walk(double, TO_LOAN);
  double.replies.set('CONFIRM_LOAN', { data: { code: '100001', description: '系统错误' } });
  await double.press('confirm-loan');
  const order = double.store.walk('lianyintong').orders.at(-1);
  assert.deepEqual([order?.state, order?.repeatable], ['UNKNOWN', true]);
  double.replies.delete('CONFIRM_LOAN');
  await double.post(`/lianyintong/order/${order?.requestNo}/repeat`);
  assert.equal(order?.state, 'DONE');
  const sent = double.custodian.arrived.filter(({ service }) => service === 'CONFIRM_LOAN');
  assert.equal(new Set(sent.map(({ data }) => data.requestNo)).size, 1);
});

test('G-11 an order that is not idempotent and unknown is asked for, not sent again', async () => {
  const double = await start('lianyintong');
  await walk(double, ['register-investor', 'register-borrower', 'deposit']);
  double.replies.set('ESTABLISH_PROJECT', 'drop');
  await double.press('create-project');
  const order = double.store.walk('lianyintong').orders.at(-1);
  assert.deepEqual([order?.state, order?.repeatable], ['UNKNOWN', false]);
  double.replies.set('QUERY_TRANSACTION', { data: { code: '100007', description: '查询对象不存在' } });
  await double.post(`/lianyintong/order/${order?.requestNo}/inquire`);
  assert.equal(order?.state, 'REFUSED');
});

test('a hold that stands is INIT, a deposit under way is not done', async () => {
  const double = await start('lianyintong');
  await walk(double, ['register-investor', 'register-borrower']);
  const deposit = await double.leave('deposit');
  const inquire = (requestNo: string) => double.post(`/lianyintong/order/${requestNo}/inquire`);
  double.replies.set('QUERY_TRANSACTION', { data: { ...double.success, status: 'PROCESSING' } });
  await inquire(deposit.requestNo);
  assert.equal(double.stateOf(deposit.requestNo), 'SENT');
  assert.match((await double.get('/lianyintong')).body, /存管方还没有最终结果/);
  double.replies.set('QUERY_TRANSACTION', { data: { ...double.success, status: 'SUCCESS' } });
  await inquire(deposit.requestNo);
  assert.equal(double.stateOf(deposit.requestNo), 'DONE');
  await walk(double, ['create-project']);
  const tender = await double.leave('tender');
  double.replies.set('QUERY_TRANSACTION', { data: { ...double.success, status: 'INIT' } });
  await inquire(tender.requestNo);
  assert.equal(double.stateOf(tender.requestNo), 'DONE');
});

test('a cancelled tender is tendered again', async () => {
  const double = await start('lianyintong');
  await walk(double, TO_LOAN);
  const first = double.store.walk('lianyintong').orders.at(-1);
  await double.press('cancel-tender', {}, '/lianyintong/investor');
  const cancel = double.custodian.arrived.at(-1);
  assert.deepEqual(
    [cancel?.service, cancel?.data.preTransactionNo, cancel?.data.amount],
    ['CANCEL_PRE_TRANSACTION', first?.requestNo, '8000.00'],
  );
  await walk(double, ['tender', 'confirm-loan']);
});

test('a red packet counts into what is lent and repaid', async () => {
  const double = await start('depository');
  await walk(double, TO_LOAN.slice(0, 4));
  await double.visit('tender', { redPacket: '50.00' });
  await walk(double, ['authorize', 'auto-tender', ...FROM_LOAN]);
  const [detail] = detailsOf(double.custodian.arrived.findLast(({ service }) => service === 'CONFIRM_REPAYMENT'));
  assert.equal(detail?.amount, '8050.00');
});

test('a later start goes on where the last one stopped', async () => {
  const double = await start('lianyintong');
  await walk(double, ['register-investor']);
  const again = new Store(double.file).walk('lianyintong');
  assert.deepEqual(again, double.store.walk('lianyintong'));
});
