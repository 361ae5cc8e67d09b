/** What every bank's adapter has to do about orders that are paid at a terminal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../kernel/time.ts';
import { assertState, type Get, terminalOrder } from './conformance-bank.ts';

/** Declares the tests. */
export function terminals(bank: Get): void {
  test('L2.8 G-14 a barcode is found by a terminal, paid once, reported, and told the same by query', async () => {
    const { channel, payAtTerminal } = bank();
    const order = await terminalOrder(bank());
    assert.equal(await payAtTerminal(order.barcode), false, 'the bank was not told of it yet');
    const told = await Promise.all([channel.placeAtTerminals(order), channel.placeAtTerminals(order)]);
    assert.deepEqual(told, [true, true], 'safe to repeat');
    assertState(await channel.queryPayin(order.bankOrderNo), 'OPEN');
    assert.equal(await payAtTerminal(order.barcode), true);
    assert.equal(await payAtTerminal(order.barcode), false, 'it was paid');
    const [reported] = await bank().reports(order.bankOrderNo, 1);
    const outcome = channel.readReport(reported?.fields ?? {})?.outcome;
    assert.ok(outcome?.state === 'PAID');
    assert.equal(outcome.amount, order.amount);
    assert.deepEqual(await channel.queryPayin(order.bankOrderNo), outcome);
  });
  test('L2.8 a barcode whose time is over is closed and reported, and cannot be paid', async () => {
    const { channel, payAtTerminal, advance } = bank();
    const order = await terminalOrder(bank());
    assert.equal(await channel.placeAtTerminals(order), true);
    await advance(HOUR);
    assert.equal(await payAtTerminal(order.barcode), false);
    assertState(await channel.queryPayin(order.bankOrderNo), 'CLOSED');
    assert.equal((await bank().reports(order.bankOrderNo, 1)).length, 1);
  });
  test('a barcode is not taken for an order of other content', async () => {
    const { channel } = bank();
    const order = await terminalOrder(bank());
    assert.equal(await channel.placeAtTerminals(order), true);
    assert.equal(await channel.placeAtTerminals({ ...order, amount: order.amount + 1n }), false);
  });
}
