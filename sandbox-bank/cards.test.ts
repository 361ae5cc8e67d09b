/** The card table, and the schedule of reports. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { HOUR, MINUTE } from '../src/kernel/time.ts';
import { checkCard, isCardNumber, payoutFate } from './cards.ts';
import { nextSending, REPORT_WAITS } from './reporter.ts';

test('a card number has 13 to 19 digits and a correct check digit', () => {
  for (const good of ['4111111111111111', '6222020000000000018', '378282246310005'])
    assert.ok(isCardNumber(good), good);
  for (const bad of ['4111111111111112', '0', '411111111111', '41111111111111111111', '411111111111111a', '']) {
    assert.equal(isCardNumber(bad), false, bad);
  }
});

test('L2.1-3 the last four digits say what a check answers', () => {
  const table = [
    ['6222020000000090001', 'FAILED', 'PASSED'],
    ['6222020000000080002', 'FAILED', 'FAILED'],
    ['6222020000000070003', 'SILENT', 'SILENT'],
    ['4111111111111111', 'PASSED', 'PASSED'],
    ['4111111111111112', 'FAILED', 'FAILED'],
  ] as const;
  for (const [card, four, three] of table)
    assert.deepEqual([checkCard(card, 4), checkCard(card, 3)], [four, three], card);
});

test('the last four digits say what becomes of a payout', () => {
  const fate = (card: string) => {
    const { state, after, held, tellings } = payoutFate(card);
    return [state, after, held, tellings];
  };
  assert.deepEqual(fate('6222020000000060004'), ['RETURNED', 0, false, 1]);
  assert.deepEqual(fate('6222020000000050005'), ['PAID', 10 * MINUTE, true, 1]);
  assert.deepEqual(fate('6222020000000040006'), ['PAID', 0, false, 2]);
  assert.deepEqual(fate('4111111111111111'), ['PAID', 0, false, 1]);
  assert.deepEqual(fate('no account'), ['CLOSED', 0, false, 1]);
});

test('a report is sent again after longer and longer waits, and then given up', () => {
  const waits = REPORT_WAITS.map((_, place) => nextSending(place + 1, 0));
  assert.deepEqual(waits, REPORT_WAITS);
  assert.deepEqual(
    [...REPORT_WAITS].sort((a, b) => a - b),
    REPORT_WAITS,
  );
  assert.equal(nextSending(REPORT_WAITS.length + 1, 0), null);
  assert.ok((REPORT_WAITS.at(-1) ?? 0) <= 6 * HOUR);
});
