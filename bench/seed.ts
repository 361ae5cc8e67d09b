/**
 * Many members at once, with money and an authorisation, through the platform's lane: the books balance and `ledger
 * verify` holds as it does for members who registered one by one. For measurements and load tests; nothing of it is
 * reachable from outside.
 */
import { authorizations } from '../src/custody/authorizations/tables.ts';
import { accounts, wantAccounts } from '../src/ledger/journal.ts';
import { deposits } from '../src/custody/deposits/tables.ts';
import type { Task } from '../src/executor/lane.ts';
import { type OrderRow, orders } from '../src/custody/orders/table.ts';
import { members } from '../src/custody/members/tables.ts';
import { credit } from '../src/custody/receipts/receive.ts';
import type { Fen } from '../src/kernel/money.ts';
import { accountId, CUSTODIAN_HOLDER } from '../src/ledger/chart.ts';

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

/** The order that the money came by. */
function orderOf(crowd: Crowd, index: number, memberNo: bigint, orderNo: bigint, at: number): OrderRow {
  return {
    requestNo: `seed-${memberNo}`,
    orderNo,
    commandId: 'seed',
    service: 'RECHARGE',
    verb: 'DEPOSIT',
    state: 'DONE',
    final: true,
    content: '{}',
    plainCommand: null,
    command: null,
    outcome: null,
    refusal: null,
    presentation: null,
    subjectNo: memberOf(crowd, index),
    createdAt: at,
    expiresAt: null,
    finishedAt: at,
    events: 0,
  };
}

export function seedTask(crowd: Crowd): Task<void> {
  return {
    weight: crowd.count,
    needs: (want) => wantAccounts(want, CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE'),
    run(world) {
      for (let i = 0; i < crowd.count; i += 1) {
        const memberNo = world.nextNo();
        const orderNo = world.nextNo();
        world.insert(members, {
          userNo: memberOf(crowd, i),
          memberNo,
          type: 'PERSON',
          role: crowd.role,
          state: 'ACTIVE',
          borrowing: 0n,
          createdAt: world.at,
        });
        world.insert(authorizations, {
          authorizationNo: world.nextNo(),
          memberNo,
          kinds: 'TENDER,REPAYMENT',
          amount: null,
          used: 0n,
          until: null,
          grantedAt: world.at,
        });
        world.insert(orders, orderOf(crowd, i, memberNo, orderNo, world.at));
        world.insert(deposits, {
          orderNo,
          requestNo: `seed-${memberNo}`,
          holderNo: memberNo,
          amount: crowd.balance,
          channel: 'seed',
          state: 'PAID',
          bankRef: 'seed',
          handedAt: world.at,
          dueAt: null,
          queries: 0,
        });
        // A number just given out has no account yet: saying so spares a look-up per member.
        world.insert(accounts, {
          accountId: accountId(memberNo, 'AVAILABLE'),
          holderNo: memberNo,
          kind: 1,
          balance: 0n,
          version: 0n,
        });
        const money = { orderNo, bankRef: 'seed', amount: crowd.balance, paidAt: world.at };
        credit(world, money, memberNo);
      }
    },
  };
}
