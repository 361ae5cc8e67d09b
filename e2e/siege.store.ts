/**
 * The program under load from several platforms of both protocols, with people, money and a receiver of notices; and
 * what is looked at afterwards. Looks read the tables themselves: whoever asks the program whether it is right believes
 * anything.
 */
import { CORE_TABLES } from '../src/custody/tables.ts';
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { memberOf, seedTask } from '../bench/seed.ts';
import type { Task } from '../src/executor/lane.ts';
import { createLanes } from '../src/executor/lanes.ts';
import { hashPassword } from '../src/custody/credentials/passwords.ts';
import { insertPassword } from '../src/custody/credentials/tables.ts';
import { type MemberRow, members } from '../src/custody/members/tables.ts';
import { closePool, openPool, type Sql } from '../src/db/pool.ts';
import { createSealer } from '../src/kernel/seal.ts';
import { callAdmin } from '../src/main/cli/client.ts';
import { loadKeys } from '../src/main/keys.ts';
import type { ClientConfig } from '../sdk/index.ts';
import { looks } from '../src/testing/loans.ts';
import type { Receiver } from '../src/testing/receiver.ts';
import { Caller, type Tally, TRADE_PASSWORD } from './caller.ts';
import { Lending, type Party } from './lending.ts';
import type { Program } from './program.ts';
import type { Dialect } from './walk.ts';

/** Every member begins with so many fen. */
const FUNDS = 100_000_000n;

/** The program, or several nodes of it: where it is called, and the data folder and the database of one. */
export type Front = Pick<Program, 'at' | 'data' | 'databaseUrl'>;

/** A platform that lends as long as it is let. */
export interface Besieger {
  readonly platformNo: string;
  readonly lending: Lending;
  readonly members: readonly string[];
  run(stopped: () => boolean): Promise<void>;
}

interface Registered {
  readonly custodianKeySerial: string;
  readonly custodianPublicKey: string;
}

const PARTIES = 2;
const CROWD = 40;
const RUSHERS = 8;

/** What a platform has besides: a key of the custodian's that is not its first, an eye on each exchange. */
type Besides = Partial<Pick<ClientConfig, 'custodianKeys' | 'onExchange'>>;

/** Registers a platform with its people and their money. The program must be running. */
export async function besiege(
  program: Front,
  dialect: Dialect,
  no: string,
  notifyUrl: string,
  tally: Tally,
  besides: Besides = {},
) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const args = { platformNo: no, name: `平台${no}`, dialect, publicKey, notifyUrl };
  const made = (await callAdmin(program.data, { command: 'platform.create', args })) as Registered;
  const role = dialect === 'depository' ? 'INVESTOR' : 'ORDINARY';
  const borrowing = dialect === 'depository' ? 'BORROWER' : 'ORDINARY';
  const groups = [
    { prefix: `b${no}_`, count: PARTIES + 1, role: borrowing, balance: FUNDS },
    { prefix: `i${no}_`, count: CROWD, role, balance: FUNDS },
  ] as const;
  await seed(program, no, groups as never);
  const people = groups.flatMap((group) => Array.from({ length: group.count }, (_, i) => memberOf(group, i)));
  const caller = new Caller(
    dialect,
    {
      baseUrl: program.at.custodian,
      platformNo: no,
      privateKey,
      ...besides,
      custodianKeys: { ...besides.custodianKeys, [made.custodianKeySerial]: made.custodianPublicKey },
    },
    tally,
  );
  return besieger(no, new Lending(caller), people);
}

function besieger(platformNo: string, lending: Lending, people: readonly string[]): Besieger {
  const borrowers = people.slice(0, PARTIES + 1);
  const investors = people.slice(PARTIES + 1);
  const party = (i: number): Party => ({
    borrower: borrowers[i] as string,
    investors: investors.slice(3 * i, 3 * i + 3) as unknown as Party['investors'],
  });
  return {
    platformNo,
    lending,
    members: people,
    async run(stopped) {
      const roads = Array.from({ length: PARTIES }, (_, i) => lending.go(party(i), stopped));
      const rush = lending.caller.desk.standing
        ? [lending.rush(borrowers[PARTIES] as string, investors.slice(3 * PARTIES), RUSHERS, stopped)]
        : [];
      await Promise.all([...roads, ...rush]);
    },
  };
}

/** Puts members with money and passwords into a platform, as another node would. */
async function seed(program: Front, no: string, groups: readonly Parameters<typeof seedTask>[0][]): Promise<void> {
  const sql = openPool({ url: await program.databaseUrl(), max: 2, applicationName: 'cunguan-seed' });
  try {
    const keys = await loadKeys(join(program.data, 'keys'), sql, false);
    const sealer = createSealer(keys.dataKey);
    const lanes = createLanes({
      sql,
      sealer,
      clock: { now: Date.now },
      numbered: CORE_TABLES,
      onCommit: () => undefined,
    });
    const [platform] = await sql<{ id: number }[]>`select platform_id as id from platforms where platform_no = ${no}`;
    assert.ok(platform);
    const hash = await hashPassword(0, TRADE_PASSWORD);
    for (const group of groups) {
      await lanes.submit(platform.id, seedTask(group, sealer));
      const people = Array.from({ length: group.count }, (_, i) => memberOf(group, i));
      await lanes.submit(platform.id, passwordTask(people, hash));
    }
  } finally {
    await closePool(sql);
  }
}

function passwordTask(people: readonly string[], passwordHash: string): Task<void> {
  return {
    weight: people.length,
    needs(want) {
      for (const userNo of people) want.row(members, userNo);
    },
    run(world) {
      for (const userNo of people) {
        const { memberNo } = world.get(members, userNo) as MemberRow;
        insertPassword(world, memberNo, passwordHash);
      }
    },
  };
}

/** Asks for every acknowledged order again: the same answer, a duplicate where it is not idempotent; all are found. */
export async function askAgain({ lending: { caller } }: Besieger): Promise<number> {
  const { journal, dialect } = caller;
  for (let i = 0; i < journal.length; i += 16) {
    await Promise.all(
      journal.slice(i, i + 16).map(async ({ requestNo, service, prepared, answer, idempotent }) => {
        if (prepared.kind === 'page') {
          assert.equal(await caller.open(prepared), answer, `${service} ${requestNo} enters its page again`);
        } else {
          const again = await prepared.send();
          if (idempotent) assert.deepEqual(again, { kind: 'done', data: answer }, `${service} ${requestNo} again`);
          else assert.equal(again.kind, 'refused', `${service} ${requestNo} again`);
        }
        // lianyintong has no query for a cancellation.
        const isAsked = dialect === 'depository' || service !== 'CANCEL_PRE_TRANSACTION';
        if (isAsked) assert.equal(await caller.found(service, requestNo), true, `${service} ${requestNo} is found`);
      }),
    );
  }
  return journal.length;
}

/** The tables hold what the callers were told: balances to the fen, orders to the last one, each posted once. */
export async function compare(sql: Sql, { platformNo, lending, members }: Besieger): Promise<void> {
  const [platform] = await sql<{ id: number }[]>`
    select platform_id as id from platforms where platform_no = ${platformNo}`;
  const id = platform?.id ?? -1;
  const look = looks(sql, id);
  for (const userNo of [...members, 'FEE']) {
    const [available, frozen] = lending.books.get(userNo) ?? [0n, 0n];
    const funds = userNo === 'FEE' ? 0n : FUNDS;
    assert.deepEqual(await look.money(userNo), [funds + available, frozen], `money of ${userNo}`);
  }
  const done = await sql<{ no: string }[]>`
    select request_no as no from orders
    where platform_id = ${id} and state = 'DONE' and command_id <> 'seed' order by request_no collate "C"`;
  const told = lending.caller.journal.map(({ requestNo }) => requestNo).sort();
  assert.deepEqual(
    done.map(({ no }) => no),
    told,
    `orders of ${platformNo}`,
  );
  const others = await sql`select request_no, refusal from orders where platform_id = ${id} and state <> 'DONE'`;
  assert.deepEqual([...others], [], 'nothing was refused, nothing is left half-way');
  const twice = await sql`
    select order_no from entries where platform_id = ${id} and order_no is not null group by 1 having count(*) > 1`;
  assert.deepEqual([...twice], [], 'no order is posted twice');
}

/** Every platform's notices of final outcomes arrived, signed, for exactly the orders that are owed one. */
export function checkNotices(platforms: readonly Besieger[], receiver: Receiver): number {
  for (const { platformNo, lending } of platforms) {
    const { journal, desk } = lending.caller;
    const told = new Set<string>();
    for (const { fields } of receiver.received) {
      if (fields.platformNo !== platformNo) continue;
      const message = desk.readNotice(Buffer.from(new URLSearchParams(fields).toString()));
      assert.ok(message.kind === 'verified' && message.success, JSON.stringify(message));
      told.add(message.requestNo);
    }
    const owed = journal.filter(({ prepared }) => prepared.kind === 'page').map(({ requestNo }) => requestNo);
    assert.deepEqual([...told].sort(), owed.sort(), `the notices of platform ${platformNo}`);
  }
  return receiver.received.length;
}
