/** One platform's calls: how many it has, and that what it sends too much is its own affair. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { ok } from '../kernel/result.ts';
import { bodyOf, STRANGER_KEYS, type WireStage, wireStage } from '../testing/wire-stage.ts';
import { admissionLimits, createAdmission } from './admission.ts';
import type { Answered } from './answers.ts';

const CANCEL = { requestNo: 'C1', preTransactionNo: 'P1', amount: 1 };
const cancel = (stage: WireStage, options = {}) => stage.call('CANCEL_PRE_TRANSACTION', CANCEL, options);

/** Two platforms at one node. */
function neighbours(limits = admissionLimits()): readonly [WireStage, WireStage] {
  const admission = createAdmission(limits);
  const stages = [wireStage('lianyintong'), wireStage('lianyintong')] as const;
  for (const [index, stage] of stages.entries()) {
    Object.assign(stage.deps, { admission });
    stage.platform = { ...stage.platform, platformId: index + 1 };
  }
  return stages;
}

/** Counts what the custodian's key has to sign, and what signatures of others are looked at. */
async function counted(stage: WireStage) {
  const counts = { signed: 0, verified: 0 };
  const signer = await stage.deps.signerFor(null);
  const counting = {
    ...signer,
    sign: (bytes: Uint8Array) => {
      counts.signed += 1;
      return signer.sign(bytes);
    },
  };
  const { readSignature } = stage.dialect;
  const dialect = {
    ...stage.dialect,
    readSignature: (text: string) => {
      counts.verified += 1;
      return readSignature(text, stage.platform);
    },
  };
  Object.assign(stage.deps, { signerFor: async () => counting });
  Object.assign(stage, { dialect });
  return counts;
}

const statusOf = (answered: Answered) => (answered.kind === 'redirect' ? 303 : answered.busy ? 429 : 200);

test('beyond its calls a platform is refused before its signature is looked at, definitely and signed', async () => {
  const [greedy, modest] = neighbours({ ...admissionLimits(), calls: { perSecond: 0, burst: 3 } });
  const counts = await counted(greedy);
  for (let count = 0; count < 3; count += 1) assert.equal((await cancel(greedy)).body.code, '0');
  for (let count = 0; count < 50; count += 1) {
    const { answered, body } = await cancel(greedy);
    assert.deepEqual([statusOf(answered), body], [429, { code: '100008', description: '请求过于频繁，请稍后再试' }]);
  }
  assert.equal(counts.verified, 3);
  assert.equal(counts.signed, 4, 'the refusal is signed once');
  assert.equal(greedy.asked.length, 3);
  assert.equal((await cancel(modest)).body.code, '0');
  const page = await greedy.gateway('USER_PRE_TRANSACTION', CANCEL);
  assert.equal(statusOf(page.answered), 429);
  assert.ok(page.answered.kind === 'error-page' && page.answered.return === undefined, 'nothing is said of any order');
});

test('strangers who write its number use up nothing of a platform', async () => {
  const [stage] = neighbours({ ...admissionLimits(), calls: { perSecond: 0, burst: 3 } });
  for (let count = 0; count < 20; count += 1) {
    assert.equal((await cancel(stage, { privateKey: STRANGER_KEYS.privateKey })).body.code, '100003');
  }
  assert.equal((await cancel(stage)).body.code, '0');
});

test('a call with thousands of details counts as what it costs', async () => {
  const [stage] = neighbours({ ...admissionLimits(), calls: { perSecond: 0, burst: 50 } });
  const details = Array.from({ length: 5_000 }, (_, index) => ({ platformUserNo: `u${index}`, amount: 1, income: 1 }));
  const repayment = { requestNo: 'R1', preTransactionNo: 'P1', projectNo: 'X1', details };
  assert.equal((await stage.call('CONFIRM_REPAYMENT', repayment)).body.code, '0');
  assert.equal(statusOf((await cancel(stage)).answered), 429);
});

test('megabytes that wait or hang are bounded by platform, and count no longer when they are answered', async () => {
  const [greedy, modest] = neighbours();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  greedy.execute = async () => {
    await released;
    return ok({ outcome: { status: 'REPAYING' }, at: 0 });
  };
  const details = Array.from({ length: 9_000 }, (_, index) => {
    return { platformUserNo: `u${index}`, amount: 1, income: 1, note: 'x'.repeat(300) };
  });
  const raw = JSON.stringify({ requestNo: 'R1', preTransactionNo: 'P1', projectNo: 'X1', details });
  const body = bodyOf(greedy, 'CONFIRM_REPAYMENT', raw);
  const repay = (stage: WireStage) => stage.call('CONFIRM_REPAYMENT', {}, { body });
  const under = Array.from({ length: 12 }, () => repay(greedy));
  const refused = await Promise.race(under);
  assert.equal(statusOf(refused.answered), 429);
  assert.equal((await repay(modest)).body.code, '0');
  release();
  const codes = (await Promise.all(under)).map(({ body: told }) => told.code);
  assert.deepEqual([codes.filter((code) => code === '0').length, codes.filter((code) => code !== '0').length], [7, 5]);
  assert.equal((await repay(greedy)).body.code, '0');
});

test('what strangers are answered is signed once, whoever they say they are', async () => {
  const [stage] = neighbours();
  const counts = await counted(stage);
  for (let count = 0; count < 100; count += 1) {
    const platformNo = `x${count}`;
    await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { platformNo } });
    await cancel(stage, { privateKey: STRANGER_KEYS.privateKey });
    await stage.call('X', {}, { body: Buffer.from('a=b') });
  }
  assert.equal(counts.signed, 3);
});

test('hundreds of calls of one platform that hang hold up none of another, and are answered in the end', async () => {
  const { gate, ...limits } = admissionLimits();
  const [greedy, modest] = neighbours({ ...limits, gate: { ...gate, patience: 60_000, passed: () => 0 } });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  greedy.execute = async () => {
    await released;
    return ok({ outcome: { status: 'CANCELLED' }, at: 0 }) as never;
  };
  await cancel(modest);
  const crowd = Array.from({ length: 600 }, () => cancel(greedy));
  for (let count = 0; count < 20; count += 1) assert.equal((await cancel(modest)).body.code, '0');
  assert.ok(greedy.asked.length <= 8, `${greedy.asked.length} of the greedy one are under way`);
  release();
  assert.ok((await Promise.all(crowd)).every(({ body }) => body.code === '0'));
});
