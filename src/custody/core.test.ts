/** A loan from registration to repayment through the core alone, per policy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyLedger } from './verify.ts';
import { createTestCustody, SEALER } from '../testing/custody.ts';

const core = await createTestCustody({ spoilt: true });

await core.depository.register('someone', 'INVESTOR');
await core.depository.deposit('someone', 100n);

test('a loan from registration to repayment', async () => {
  const p = core.depository;
  await p.register('inv', 'INVESTOR');
  await p.register('bor', 'BORROWER');
  await p.deposit('inv', 100_000n);
  await p.deposit('bor', 10_000n);
  const project = {
    projectNo: 'P1',
    borrowerNo: 'bor',
    amount: 50_000n,
    name: '标的',
    description: null,
    periodDays: 30,
    rate: '5',
    repaymentWay: 'ONE_TIME',
  } as const;
  assert.equal(await p.outcome('c1', { verb: 'CREATE_PROJECT', ...project }, false), 'DONE');
  await p.confirm('h1', {
    verb: 'HOLD',
    userNo: 'inv',
    kind: 'TENDER',
    amount: 50_000n,
    redPacket: 0n,
    projectNo: 'P1',
  });
  assert.equal(
    await p.outcome('l1', {
      verb: 'CONFIRM_LOAN',
      projectNo: 'P1',
      commission: 500n,
      details: [{ holdNo: 'h1', amount: 50_000n }],
    }),
    'DONE',
  );
  assert.equal(
    await p.outcome('m1', { verb: 'MODIFY_PROJECT', projectNo: 'P1', status: 'REPAYING', amount: null }, false),
    'DONE',
  );
  await p.confirm('h2', {
    verb: 'HOLD',
    userNo: 'bor',
    kind: 'REPAYMENT',
    amount: 51_000n,
    redPacket: 0n,
    projectNo: 'P1',
  });
  const details = [{ userNo: 'inv', principal: 50_000n, interest: 1_000n, commission: 100n, dividend: 0n }];
  assert.equal(
    await p.outcome('r1', { verb: 'CONFIRM_REPAYMENT', projectNo: 'P1', holdNo: 'h2', commission: 0n, details }),
    'DONE',
  );
  assert.equal(
    await p.outcome('m2', { verb: 'MODIFY_PROJECT', projectNo: 'P1', status: 'FINISH', amount: null }, false),
    'DONE',
  );
  const inv = await core.custody.queries.member(p.platform.platformId, 'inv');
  assert.equal(inv?.available, 100_900n);
  const accounts = await core.custody.queries.accounts(p.platform.platformId);
  assert.equal(accounts.FEE.available, 600n);
});

test('ledger verify finds nothing, and finds one changed fen', async () => {
  assert.deepEqual((await verifyLedger(core.database.sql, SEALER)).differences, []);
  await core.database.sql`update accounts set balance = balance + 1 where kind = 1`;
  const { differences } = await verifyLedger(core.database.sql, SEALER);
  assert.equal(differences[0]?.check, 'an account stands as its last posting left it');
});
