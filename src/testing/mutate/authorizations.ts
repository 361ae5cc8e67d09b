/** Mutations of what a member authorises: its limits, what is counted of them, its end, its words on the wire. */
import type { Mutation } from './mutation.ts';

const AUTHORIZATIONS = ['src/custody/authorizations/authorizations.test.ts'];
const HOLDS = ['src/custody/holds/holds.test.ts'];

export const AUTHORISED: readonly Mutation[] = [
  {
    name: 'an-authorization-at-its-end',
    file: 'src/custody/holds/hold.ts',
    find: 'granted.until <= world.at',
    put: 'granted.until < world.at',
    why: 'an authorisation is used at the instant at which it has ended (D-EXT)',
    tests: HOLDS,
  },
  {
    name: 'an-authorization-is-never-used-up',
    file: 'src/custody/holds/hold.ts',
    find: 'used: granted.used + amount',
    put: 'used: granted.used',
    why: 'the limit that a member set holds each order alone, not their sum (D-EXT)',
    tests: HOLDS,
  },
  {
    name: 'a-cancelled-hold-gives-no-authorization-back',
    file: 'src/custody/holds/cancel-hold.ts',
    find: 'if (hold.authorizationNo !== null) giveBack(world, hold.authorizationNo, amount);',
    put: '',
    why: 'the limit that a member set counts what was taken back (L5.1)',
    tests: AUTHORIZATIONS,
  },
  {
    name: 'a-hold-forgets-its-authorization',
    file: 'src/custody/holds/hold.ts',
    find: 'make(command, act, member.value, granted.authorizationNo)',
    put: 'make(command, act, member.value, null)',
    why: 'nobody knows of which authorisation a hold was made (L5.1)',
    tests: AUTHORIZATIONS,
  },
  {
    name: 'a-cancellation-ends-every-kind',
    file: 'src/custody/authorizations/tables.ts',
    find: '.filter((kind) => !kinds.includes(kind))',
    put: '.filter(() => false)',
    why: 'who cancels one authorisation loses the others (L5.1)',
    tests: AUTHORIZATIONS,
  },
  {
    name: 'a-cancellation-of-half-of-it',
    file: 'src/custody/authorizations/cancel-authorization.ts',
    find: "if (missing) return refuse('AUTHORIZATION_MISSING', { userNo, kind: missing });",
    put: '',
    why: 'a platform is told that it ended what was never authorised (L5.1)',
    tests: AUTHORIZATIONS,
  },
  {
    name: 'an-authorization-that-is-over-is-granted',
    file: 'src/custody/authorizations/authorize.ts',
    find: 'until <= world.at',
    put: 'until < world.at',
    why: 'a person confirms what has ended already (L5.1)',
    tests: AUTHORIZATIONS,
  },
  {
    name: 'the-last-day-is-not-covered',
    file: 'src/wire/depository/services/user-authorization.ts',
    find: 'input.authDeadLine + DAY',
    put: 'input.authDeadLine',
    why: 'an authorisation ends a day before the day that was agreed (D-EXT)',
    tests: ['src/wire/depository/services.test.ts', 'src/wire/depository/depository.test.ts'],
  },
  {
    name: 'lianyintong-ends-authorizations-early',
    file: 'src/wire/lianyintong/services/user-authorization.ts',
    find: 'input.failTime + DAY',
    put: 'input.failTime',
    why: 'an authorisation ends a day before the day that was agreed (L5.1)',
    tests: ['src/wire/lianyintong/authorizations.test.ts'],
  },
  {
    name: 'a-compensation-without-a-page',
    file: 'src/wire/lianyintong/enumerations.ts',
    find: "CREDIT_ASSIGNMENT: { core: 'CREDIT_ASSIGNMENT', label: '债权转让' }, });",
    put: "CREDIT_ASSIGNMENT: { core: 'CREDIT_ASSIGNMENT', label: '债权转让' }, COMPENSATORY: { label: '代偿' } });",
    why: 'what only its own page may ask for is ordered without one, once it is opened (L5.1)',
    tests: ['src/wire/lianyintong/authorizations.test.ts'],
  },
  {
    name: 'an-authorization-promises-an-end',
    file: 'src/pages/authorization/view.ts',
    find: 'until === null ? end :',
    put: 'until === undefined ? end :',
    why: 'who authorises without end is told that it ends by itself (L5.1)',
    tests: ['src/pages/confirmation.test.ts'],
  },
  {
    name: 'the-upgrade-counts-what-was-cancelled',
    file: 'migrations/0020-authorised-holds.sql',
    find: 'set used = a.used - h.cancelled',
    put: 'set used = a.used',
    why: 'after the upgrade the books do not verify (L5.1)',
    tests: AUTHORIZATIONS,
  },
];
