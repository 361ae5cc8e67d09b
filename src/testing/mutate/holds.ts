/** Mutations of what freezes money: holds, freezes and their releases. */
import type { Mutation } from './mutation.ts';

const FREEZES = ['src/custody/freezes/freezes.test.ts'];
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
