import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import { type Duty, isOperatorName, isRole, ROLE_DUTIES } from './words.ts';

const { operators, clock } = await createTestCustody();

const DUTIES: readonly Duty[] = ['WORK', 'DECIDE', 'READ'];

for (const role of ['operator', 'reviewer', 'auditor'] as const) {
  test(`${role}: what the role may, and nothing else`, async () => {
    await operators.add(`one-${role}`, role);
    for (const duty of DUTIES) {
      const acting = await operators.acting(`one-${role}`, duty);
      const may = (ROLE_DUTIES[role] as readonly Duty[]).includes(duty);
      if (may) assert.deepEqual(acting.ok && acting.value.name, `one-${role}`);
      else
        assert.deepEqual(!acting.ok && acting.error, {
          name: 'ROLE_MAY_NOT',
          facts: { name: `one-${role}`, role, duty },
        });
    }
  });
}

test('a reviewer decides and never works, an auditor only reads', () => {
  assert.deepEqual(ROLE_DUTIES, {
    operator: ['WORK', 'DECIDE', 'READ'],
    reviewer: ['DECIDE', 'READ'],
    auditor: ['READ'],
  });
});

test('a name is one person’s for ever, however it is spelt and though it is disabled', async () => {
  const added = await operators.add('ann', 'operator');
  assert.ok(added.ok);
  assert.deepEqual([added.value.before, added.value.after?.addedAt], [null, clock.now()]);
  for (const name of ['ann', 'Ann', 'ANN']) {
    const again = await operators.add(name, 'reviewer');
    assert.deepEqual(!again.ok && again.error, { name: 'OPERATOR_NAME_TAKEN', facts: { name } });
  }
  await operators.disable('ann');
  assert.equal((await operators.add('Ann', 'operator')).ok, false);
});

test('who is disabled acts no more, and is listed as such; once', async () => {
  await operators.add('bob', 'operator');
  clock.advance(1_000);
  const change = await operators.disable('bob');
  assert.ok(change.ok);
  assert.deepEqual([change.value.before?.disabledAt, change.value.after?.disabledAt], [null, clock.now()]);
  for (const duty of DUTIES) {
    const acting = await operators.acting('bob', duty);
    assert.equal(!acting.ok && acting.error.name, 'OPERATOR_DISABLED');
  }
  const again = await operators.disable('bob');
  assert.equal(!again.ok && again.error.name, 'OPERATOR_DISABLED');
  const listed = (await operators.list()).find(({ name }) => name === 'bob');
  assert.equal(listed?.disabledAt, clock.now());
});

test('who is not there neither acts nor is disabled', async () => {
  for (const answer of [await operators.acting('nobody', 'READ'), await operators.disable('nobody')]) {
    assert.deepEqual(!answer.ok && answer.error, { name: 'OPERATOR_UNKNOWN', facts: { name: 'nobody' } });
  }
});

test('a name can be read in a list of names; a role is one of three', () => {
  for (const name of ['ann', 'A.b-c_d', '张三', 'x@bank', '7']) assert.ok(isOperatorName(name), name);
  for (const name of ['', ' ', 'a b', '-a', 'a\u202e', 'a\nb', 'x'.repeat(51), 'e\u0301']) {
    assert.ok(!isOperatorName(name), JSON.stringify(name));
  }
  for (const word of ['admin', '', 'toString']) assert.ok(!isRole(word));
});
