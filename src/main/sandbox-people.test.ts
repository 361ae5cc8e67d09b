/** The made-up people are taken, and the sandbox bank deals with each card as the list says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCard, payoutFate } from '../../sandbox-bank/cards.ts';
import { BANK_NAMES } from '../custody/banks.ts';
import { admitCard } from '../custody/cards/admit-card.ts';
import { checkIdNumber, isMobile, isOfAge } from '../custody/members/identity.ts';
import { enterpriseName as enterpriseNameOf, personName } from '../kernel/person-name.ts';
import { runCommand } from '../testing/commands.ts';
import { SANDBOX_ENTERPRISE, SANDBOX_PEOPLE, sandboxCommands } from './sandbox-people.ts';

/** By the last four digits: four elements, three elements, payout, how often it is told. */
const FATES = {
  '8888': ['PASSED', 'PASSED', 'PAID', 1, false],
  '0001': ['FAILED', 'PASSED', 'PAID', 1, false],
  '0002': ['FAILED', 'FAILED', 'PAID', 1, false],
  '0003': ['SILENT', 'SILENT', 'PAID', 1, false],
  '0004': ['PASSED', 'PASSED', 'RETURNED', 1, false],
  '0005': ['PASSED', 'PASSED', 'PAID', 1, true],
  '0006': ['PASSED', 'PASSED', 'PAID', 2, false],
};

test('G-18 L2.1-3 one of each fate, and everybody can be registered', () => {
  const found = SANDBOX_PEOPLE.map(({ cardNumber, idNumber, mobile }) => {
    assert.ok(admitCard(cardNumber, Object.keys(BANK_NAMES)).ok, cardNumber);
    assert.ok(checkIdNumber(idNumber) && isMobile(mobile) && isOfAge(idNumber, Date.UTC(2026, 0)), idNumber);
    const { state, tellings, held } = payoutFate(cardNumber);
    return [cardNumber.slice(-4), [checkCard(cardNumber, 4), checkCard(cardNumber, 3), state, tellings, held]];
  });
  assert.deepEqual(Object.fromEntries(found), FATES);
  for (const field of ['idNumber', 'mobile', 'cardNumber'] as const)
    assert.equal(new Set(SANDBOX_PEOPLE.map((person) => person[field])).size, SANDBOX_PEOPLE.length);
});

test('L2.2 the enterprise can be registered, and its account is paid to', () => {
  const { enterpriseName, legal, contact, legalIdCardNo, contactPhone, bankcardNo } = SANDBOX_ENTERPRISE;
  assert.equal(enterpriseNameOf(enterpriseName), enterpriseName);
  assert.deepEqual([legal, contact].map(personName), [legal, contact]);
  assert.ok(checkIdNumber(legalIdCardNo) && isMobile(contactPhone));
  assert.equal(payoutFate(bankcardNo).state, 'PAID');
});

test('in production there are none', async () => {
  const ask = (mode: 'sandbox' | 'production') => runCommand(sandboxCommands(mode), 'sandbox.people', {});
  assert.deepEqual(await ask('sandbox'), [...SANDBOX_PEOPLE, SANDBOX_ENTERPRISE]);
  await assert.rejects(ask('production'), /in a sandbox only/);
});
