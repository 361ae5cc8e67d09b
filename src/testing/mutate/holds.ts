/** Mutations of what freezes money: holds, freezes and their releases. */
import type { Mutation } from './mutation.ts';

const FREEZES = ['src/custody/freezes/freezes.test.ts'];
const MARKETING = ['src/custody/marketing/marketing.test.ts'];
const HOLDS = ['src/custody/holds/holds.test.ts'];

export const HELD: readonly Mutation[] = [
  {
    name: 'red-packets-need-no-room',
    file: 'src/custody/holds/hold.ts',
    find: 'const needed = command.amount + command.redPacket;',
    put: 'const needed = command.amount;',
    why: 'more is lent than the project asked for (G-22)',
    tests: HOLDS,
  },
  {
    name: 'a-cancelled-hold-keeps-its-red-packet',
    file: 'src/custody/holds/cancel-hold.ts',
    find: '{ cancelled: amount, redPacket: hold.redPacket }',
    put: '{ cancelled: amount }',
    why: 'a red packet is paid for a tender that was taken back (D-CAN)',
    tests: HOLDS,
  },
  {
    name: 'a-repayment-closes-a-tender',
    file: 'src/custody/holds/tables.ts',
    find: '(finished && tender ? 1 : 0)',
    put: '(finished ? 1 : 0)',
    why: 'a project leaves collecting with a tender open (G-20)',
    tests: [...HOLDS, 'src/custody/repayments/repayments.test.ts'],
  },
  {
    name: 'a-new-day-begins-where-the-old-one-ended',
    file: 'src/custody/marketing/daily-limit.ts',
    find: 'counter.day === day ? counter.held + amount : amount',
    put: 'counter.held + amount',
    why: 'a platform has no marketing money left from its second day on (L2.13)',
    tests: MARKETING,
  },
  {
    name: 'what-is-taken-back-later-counts',
    file: 'src/custody/marketing/daily-limit.ts',
    find: 'if (formatDate(madeAt) !== day) return;',
    put: '',
    why: 'yesterday’s hold gives room to today’s limit (L2.13)',
    tests: MARKETING,
  },
  {
    name: 'anybody-has-marketing-money',
    file: 'src/custody/holds/platform-hold.ts',
    find: "holder.kind !== 'account' || holder.account !== account",
    put: "holder.kind === 'account' && holder.account !== account",
    why: 'an order that names a member takes of the platform (L2.13)',
    tests: MARKETING,
  },
  {
    name: 'a-payout-of-more-than-is-held',
    file: 'src/custody/marketing/pay-marketing.ts',
    find: 'if (needed > left)',
    put: 'if (needed < 0n)',
    why: 'a payout of more than was held ends in a defect instead of a refusal (L2.19)',
    tests: MARKETING,
  },
  {
    name: 'not-everything-can-be-frozen',
    file: 'src/custody/freezes/freeze.ts',
    find: 'if (available < amount)',
    put: 'if (available <= amount)',
    why: 'in an emergency the last fen gets away (L2.21)',
    tests: FREEZES,
  },
  {
    name: 'a-freeze-knows-no-limit',
    file: 'src/custody/freezes/freeze.ts',
    find: 'if (available < amount)',
    put: 'if (available < 0n)',
    why: 'a freeze of more than there is ends in a defect instead of a refusal (L2.21)',
    tests: FREEZES,
  },
  {
    name: 'only-the-active-are-frozen',
    file: 'src/custody/freezes/freeze.ts',
    find: 'if (!member) return',
    put: "if (member?.state !== 'ACTIVE') return",
    why: 'who is shut out for risk cannot have his money frozen (L2.21)',
    tests: FREEZES,
  },
  {
    name: 'the-number-of-a-release-can-be-taken',
    file: 'src/custody/freezes/unfreeze.ts',
    find: '`UNFREEZE\\t${freezeNo}`',
    put: '`UNFREEZE ${freezeNo}`',
    why: 'an order that is called like it makes a freeze stand for ever (G-8)',
    tests: FREEZES,
  },
  {
    name: 'a-release-has-a-number-of-its-own',
    file: 'src/custody/custody.ts',
    find: 'numberOf?.(command) ?? request.requestNo',
    put: 'request.requestNo',
    why: 'a freeze finds its own number taken and is never released (G-8, L2.22)',
    tests: FREEZES,
  },
  {
    name: 'a-released-freeze-stands',
    file: 'src/custody/freezes/unfreeze.ts',
    find: 'world.change(freezes, freeze, { releasedAt: world.at });',
    put: '',
    why: 'queries tell of a freeze that is no more (L2.22)',
    tests: FREEZES,
  },
];
