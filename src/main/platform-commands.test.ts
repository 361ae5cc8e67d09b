/** What the operator may not set of a platform, each told in a sentence. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressPolicy } from '../notices/addresses.ts';
import { runCommand } from '../testing/commands.ts';
import { createKeyStage } from '../testing/key-stage.ts';
import { keyOfNobody } from '../testing/keys.ts';
import { DAY, formatDate, HOUR } from '../kernel/time.ts';
import { KeyRing } from './key-ring.ts';
import { platformCommands } from './platform-commands.ts';

const { sql, sealer, clock, directory } = await createKeyStage();
const ring = new KeyRing(sql, sealer, clock);
const desk = { sql, sealer, ring, clock, makes: true };
const commands = platformCommands(directory, desk, addressPolicy('sandbox'));
const ask = (name: string, args: object) => runCommand(commands, name, { platformNo: '60', ...args });
const create = (args: object) =>
  ask('platform.create', { name: 'P', dialect: 'lianyintong', publicKey: keyOfNobody(), ...args });
const set = (changes: object) => ask('platform.set', { changes });

await create({ platformNo: '60' });

test('a platform number has digits, a settlement account a bank and digits', async () => {
  await assert.rejects(create({ platformNo: '60a' }), /digits only/);
  await assert.rejects(create({ platformNo: '1'.repeat(21) }), /at most 20/);
  await assert.rejects(create({ platformNo: '61', settlementAccount: '6222020200112233445' }), /needs its bank/);
  const account = { settlementAccount: '62220202001ABC', settlementBank: 'ICBC' };
  await assert.rejects(create({ platformNo: '61', ...account }), /8 to 32 digits/);
  await assert.rejects(set({ 'settlement-account': '6222020200112233445' }), /needs its bank/);
  await assert.rejects(set({ 'settlement-account': '62 22' }), /8 to 32 digits/);
  await set({ 'settlement-account': '6222020200112233445', 'settlement-bank': 'ICBC' });
  await assert.rejects(set({ 'settlement-bank': '' }), /needs its bank/);
  await set({ 'settlement-account': '', 'settlement-bank': '' });
});

test('LW-7 services are names of the platform’s protocol', async () => {
  await assert.rejects(set({ services: 'FOO' }), /lianyintong has no service FOO/);
  await assert.rejects(set({ services: 'RECHARGE,USER_PRE_FREEZE' }), /no service USER_PRE_FREEZE/);
  await assert.rejects(set({ services: ',' }), /joined by commas/);
  await set({ services: 'RECHARGE, WITHDRAW' });
  const { services } = (await ask('platform.show', {})) as { services: string[] };
  assert.deepEqual(services, ['RECHARGE', 'WITHDRAW']);
});

test('L2.13 the limit of marketing money is an amount in yuan; what counts of it today is shown', async () => {
  const today = async () => ((await ask('platform.show', {})) as { marketingToday: object }).marketingToday;
  assert.deepEqual(await today(), { held: '0.00', limit: null });
  for (const value of ['lots', '-1', '0.001', '1000000000']) {
    await assert.rejects(set({ 'marketing-limit': value }), /marketing-limit is an amount in yuan/);
  }
  await set({ 'marketing-limit': '50000' });
  const counter = (day: string, held: number) => sql`
    insert into marketing_counters (platform_id, holder_no, day, held) values (1, 3, ${day}, ${held})
    on conflict (platform_id, holder_no) do update set day = excluded.day, held = excluded.held`;
  await counter(formatDate(clock.now()), 1_234);
  assert.deepEqual(await today(), { held: '12.34', limit: '50000.00' });
  await counter(formatDate(clock.now() - DAY), 1_234);
  assert.deepEqual(await today(), { held: '0.00', limit: '50000.00' }, 'another day begins at nothing');
  await set({ 'marketing-limit': '' });
  assert.deepEqual(await today(), { held: '0.00', limit: null });
});

test('LW-3 a key that has expired is not added, the last live one not revoked but with force', async () => {
  const add = (keySerial: string, expiresAt: number) =>
    ask('platform.key.add', { keySerial, expiresAt, publicKey: keyOfNobody() });
  const revoke = (keySerial: string, force = false) => ask('platform.key.revoke', { keySerial, force });
  await assert.rejects(add('2', clock.now()), /would have expired already/);
  await assert.rejects(revoke('1'), /last live one.*--force/);
  await add('2', clock.now() + HOUR);
  await revoke('1');
  await assert.rejects(revoke('2'), /last live one/);
  await assert.rejects(revoke('1'), /no live key 1/);
  await revoke('2', true);
  await assert.rejects(revoke('2', true), /no live key 2/);
});
