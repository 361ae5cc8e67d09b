/**
 * Hard kills at random moments under load, of the custodian and of PostgreSQL: what was acknowledged is there, nothing
 * happened twice, the books are clean after each. `KILLS=40` for the whole proof, `SEED=…` to repeat one.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { releaseDirectory, until } from '../src/db/embedded/postmaster.ts';
import { closePool, openPool } from '../src/db/pool.ts';
import { isFree } from '../src/kernel/ports.ts';
import { callAdmin } from '../src/main/cli/client.ts';
import { startReceiver } from '../src/testing/receiver.ts';
import { Tally } from './caller.ts';
import { Program } from './program.ts';
import { askAgain, besiege, checkNotices, compare } from './siege.store.ts';
import { dice, strike, type Victim, victimOf } from './strike.store.ts';

const KILLS = Number(process.env.KILLS ?? 4);
const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
/** Orders acknowledged between two kills, at most. */
const LULL = 120;
const PATIENCE = 60_000;

/** Whether the program serves: the only sign of a recovered database that a caller has. */
async function isReady(program: Program): Promise<boolean> {
  const response = await fetch(`${program.at.custodian}/readyz`).catch(() => null);
  await response?.text().catch(() => undefined);
  return response?.status === 200;
}

/**
 * A difference is thrown with its place. PostgreSQL ends all sessions a moment after one of its processes was killed: a
 * look that is cut off by that is taken again.
 */
async function verify(program: Program): Promise<void> {
  const looked = await until(
    () =>
      callAdmin(program.data, { command: 'ledger.verify', args: {} }).then(
        () => true,
        (error: Error) => (error.message.startsWith('Broken') ? Promise.reject(error) : false),
      ),
    PATIENCE,
  );
  assert.ok(looked, 'the ledger can be looked at');
}

/** A port that no outgoing connection is given: a program that is down for a moment must find it free again. */
async function lastingPort(): Promise<string> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return String(port);
  }
}

test(`G-9 G-11 G-15 ${KILLS} hard kills under load: acknowledged is there, nothing happens twice`, async (t) => {
  t.diagnostic(`SEED=${SEED} KILLS=${KILLS}`);
  const roll = dice(SEED);
  const program = await Program.prepare();
  const ports = {
    CUNGUAN_PORT: await lastingPort(),
    CUNGUAN_BANK_PORT: await lastingPort(),
    CUNGUAN_DEMO_PORT: await lastingPort(),
  };
  const tally = new Tally();
  let over = false;
  try {
    await program.start(ports);
    const receiver = await startReceiver(({ fields, answer }) => answer(200, fields.sign ? 'SUCCESS' : 'OK'));
    const dialects = ['lianyintong', 'depository', 'depository', 'lianyintong'] as const;
    const besieged = await Promise.all(
      dialects.map((dialect, i) => besiege(program, dialect, `700000000${i}`, receiver.url, tally)),
    );
    const load = Promise.all(besieged.map((one) => one.run(() => over)));
    const failed = load.then(() => undefined);
    const struck: Record<Victim, number> = { custodian: 0, postmaster: 0, backend: 0, both: 0, start: 0 };
    for (let i = 0; i < KILLS; i += 1) {
      await Promise.race([tally.after(roll(LULL)), failed]);
      const victim = victimOf(i, roll);
      struck[victim] += 1;
      await strike(program, victim, ports, roll);
      assert.ok(await until(() => isReady(program), PATIENCE), `the program is back after the ${victim} was killed`);
      await verify(program);
    }
    await Promise.race([tally.after(LULL), failed]);
    over = true;
    await load;
    const rounds = besieged.reduce((sum, { lending }) => sum + lending.rounds, 0);
    t.diagnostic(`${JSON.stringify(struck)}; ${tally.acknowledged} orders acknowledged, ${rounds} whole loans`);
    t.diagnostic(
      `${tally.unanswered} tries without an answer, ${tally.broken} broken off; ${tally.duplicates} called duplicates`,
    );
    const asked = await Promise.all(besieged.map(askAgain));
    t.diagnostic(`asked again: ${asked.join(' + ')}`);
    assert.ok(tally.unanswered > 0, 'the kills were felt');
    await program.ask('clock', 'advance', '2h');
    t.diagnostic(`${checkNotices(besieged, receiver)} notices received`);
    const sql = openPool({ url: await program.databaseUrl(), max: 2, applicationName: 'looker' });
    try {
      for (const one of besieged) await compare(sql, one);
    } finally {
      await closePool(sql);
    }
    await verify(program);
    await program.stop();
  } finally {
    over = true;
    tally.abandoned = true;
    await program.kill();
    await releaseDirectory(await program.databaseDirectory()).catch(() => undefined);
    await program[Symbol.asyncDispose]();
  }
});
