/**
 * Many members at once, with money and an authorisation, through the platform's lane: the books balance and `ledger
 * verify` holds as it does for members who registered one by one. For measurements and load tests; nothing of it is
 * reachable from outside.
 */
import { authorizations } from '../src/custody/authorizations/tables.ts';
import { insertCard } from '../src/custody/cards/tables.ts';
import type { Command, CommandOf, Outcomes, VerbName } from '../src/custody/commands.ts';
import { deposits } from '../src/custody/deposits/tables.ts';
import { members, profiles } from '../src/custody/members/tables.ts';
import { keptCommand } from '../src/custody/orders/once.ts';
import { orders } from '../src/custody/orders/table.ts';
import { credit } from '../src/custody/receipts/receive.ts';
import { verbOf } from '../src/custody/verbs.ts';
import type { Task } from '../src/executor/lane.ts';
import type { World } from '../src/executor/world.ts';
import type { Fen } from '../src/kernel/money.ts';
import type { Sealer } from '../src/kernel/seal.ts';
import { accountId, CUSTODIAN_HOLDER } from '../src/ledger/chart.ts';
import { accounts, wantAccounts } from '../src/ledger/journal.ts';

export interface Crowd {
  readonly prefix: string;
  readonly count: number;
  readonly role: 'INVESTOR' | 'BORROWER';
  readonly balance: Fen;
}

/** The user number of one of a crowd. */
export function memberOf(crowd: Pick<Crowd, 'prefix'>, index: number): string {
  return `${crowd.prefix}${index}`;
}

/** One member on his way into the books. */
interface Seeding {
  readonly world: World;
  readonly sealer: Sealer;
  readonly crowd: Crowd;
  readonly userNo: string;
  readonly memberNo: bigint;
}

export function seedTask(crowd: Crowd, sealer: Sealer): Task<void> {
  return {
    weight: crowd.count,
    needs: (want) => wantAccounts(want, CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE'),
    run(world) {
      for (let i = 0; i < crowd.count; i += 1) {
        const seeding = { world, sealer, crowd, userNo: memberOf(crowd, i), memberNo: world.nextNo() };
        register(seeding);
        authorize(seeding);
        deposit(seeding);
      }
    },
  };
}

/** An order that was done at once; answers its number. */
function done<V extends VerbName>({ world, sealer, memberNo }: Seeding, command: CommandOf<V>, outcome: Outcomes[V]) {
  const orderNo = world.nextNo();
  const verb = verbOf(command as Command);
  const kept = keptCommand<Command>(command as Command, verb.personal as never, sealer.fingerprint);
  const requestNo = `seed-${verb.name}-${memberNo}`;
  world.insert(orders, {
    ...{ requestNo, orderNo, commandId: 'seed', service: 'SEED', verb: verb.name, state: 'DONE', final: true },
    ...kept,
    command: kept.plainCommand === null ? command : null,
    outcome: Object.keys(outcome).length > 0 ? outcome : null,
    subjectNo: verb.subject(command as Command),
    ...{ refusal: null, presentation: null, createdAt: world.at, expiresAt: null, finishedAt: world.at, events: 0 },
  });
  return { orderNo, requestNo };
}

function register(seeding: Seeding): void {
  const { world, sealer, crowd, userNo, memberNo } = seeding;
  const { role } = crowd;
  const idNumber = `id-${userNo}`;
  const person = { realName: '种子', idNumber, mobile: '13800000000', cardNumber: `6217680000${memberNo}` };
  const { orderNo } = done<'REGISTER_PERSON'>(
    seeding,
    { verb: 'REGISTER_PERSON', userNo, role, ...person },
    { userNo, role, ...person, bank: 'CITIC', accessType: 'FULL' },
  );
  const since = { borrowing: 0n, createdAt: world.at };
  world.insert(members, { userNo, memberNo, type: 'PERSON', role, state: 'ACTIVE', ...since });
  const { cardNumber, ...personal } = person;
  world.insert(profiles, { memberNo, ...personal, idFingerprint: sealer.fingerprint(idNumber) });
  insertCard(world, orderNo, { memberNo, number: cardNumber, bank: 'CITIC', accessType: 'FULL' });
}

function authorize(seeding: Seeding): void {
  const { world, userNo, memberNo } = seeding;
  const kinds = ['TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT'] as const;
  const limits = { amount: null, until: null };
  done<'AUTHORIZE'>(seeding, { verb: 'AUTHORIZE', userNo, kinds, ...limits }, { kinds });
  const granted = { kinds: kinds.join(','), used: 0n, grantedAt: world.at, ...limits };
  world.insert(authorizations, { authorizationNo: world.nextNo(), memberNo, ...granted });
}

function deposit(seeding: Seeding): void {
  const { world, crowd, userNo, memberNo } = seeding;
  const { balance: amount } = crowd;
  const terms = { amount, way: 'NETBANK_B2C', bank: null, payCompany: null } as const;
  const { orderNo, requestNo } = done<'DEPOSIT'>(
    seeding,
    { verb: 'DEPOSIT', holder: { kind: 'member', userNo }, ...terms },
    { fee: 0n, bank: null, payCompany: 'seed' },
  );
  const bank = { channel: 'seed', barcode: null, bankRef: 'seed', handedAt: world.at, dueAt: null, queries: 0 };
  world.insert(deposits, { orderNo, requestNo, holderNo: memberNo, amount, state: 'PAID', ...bank });
  // A number just given out has no account yet: saying so spares a look-up per member.
  const empty = { kind: 1, balance: 0n, version: 0n };
  world.insert(accounts, { accountId: accountId(memberNo, 'AVAILABLE'), holderNo: memberNo, ...empty });
  credit(world, { orderNo, bankRef: 'seed', amount, paidAt: world.at, messageId: null }, memberNo);
}
