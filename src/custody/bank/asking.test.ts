import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../../kernel/time.ts';
import { withdrawal } from '../../testing/loans.ts';
import { peopled } from '../../testing/memory-people.ts';
import { lianyintongPolicy } from '../../wire/lianyintong/policy.ts';
import type { Deposit } from '../deposits/commands.ts';
import { deposits } from '../deposits/tables.ts';
import { sendTask } from '../withdrawals/payout.ts';
import { withdrawals } from '../withdrawals/tables.ts';

const MINUTES = [1, 2, 4, 8, 16, 32, 60, 60, 60];
const DEPOSIT: Deposit = {
  ...{ verb: 'DEPOSIT', holder: { kind: 'member', userNo: 'i1' }, amount: 1_000n },
  ...{ way: 'NETBANK_B2C', bank: 'ICBC', payCompany: null },
};

test('G-14 while the bank has not decided about a deposit it is asked ever less often, at least every hour', () => {
  const core = peopled(lianyintongPolicy);
  const unknown = { state: 'UNKNOWN' } as const;
  const opened = core.deposit('d', DEPOSIT, unknown);
  assert.ok(opened);
  const waits = MINUTES.map((_, time) => {
    if (time > 0) core.bankSays('PAYIN', opened.orderNo, unknown);
    const wait = ((core.rows(deposits)[0]?.dueAt ?? 0) - core.world.at) / MINUTE;
    core.world.at += wait * MINUTE;
    return wait;
  });
  assert.deepEqual(waits, MINUTES);
});

test('L2.9 a payout of which the bank has not told is looked at ever less often, at least every hour', () => {
  const core = peopled(lianyintongPolicy);
  core.deposit('d', DEPOSIT, { state: 'PAID', amount: 1_000n, paidAt: 0, bankRef: 'R' });
  const accepted = core.page('w', withdrawal('i1', 10n, { urgency: 'URGENT' }));
  assert.ok(accepted);
  const due = () => core.rows(withdrawals)[0]?.dueAt ?? 0;
  assert.equal(due(), core.world.at);
  const waits = MINUTES.map(() => {
    core.world.at = due() - 1;
    assert.equal(core.run(sendTask(accepted.orderNo)), null, 'not before its time');
    core.world.at += 1;
    assert.ok(core.run(sendTask(accepted.orderNo)));
    return (due() - core.world.at) / MINUTE;
  });
  assert.deepEqual(waits, MINUTES);
});
