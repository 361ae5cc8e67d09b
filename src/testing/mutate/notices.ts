/** Mutations of the notices room: order of notices, their schedule, where they may go. */
import type { Mutation } from './mutation.ts';

const NOTICES = ['src/notices/order.test.ts', 'src/notices/notices.test.ts'];
const SEND = ['src/notices/send.test.ts'];
const ADDRESSES = ['src/notices/addresses.test.ts'];

export const NOTICES_ROOM: readonly Mutation[] = [
  {
    name: 'the-end-does-not-wait-for-the-acceptance',
    file: 'src/notices/notices.store.ts',
    find: "and a.claimed_until > ${now}) then 'WAIT'",
    put: "and a.claimed_until > ${now} and false) then 'WAIT'",
    why: 'an acceptance that is on its way arrives after the end of its order (D-WDR-3)',
    tests: NOTICES,
  },
  {
    name: 'a-notice-of-an-earlier-try-goes-out',
    file: 'src/notices/notices.store.ts',
    find: 'o.order_no <> n.order_no',
    put: 'o.order_no < n.order_no',
    why: 'a failure is told of an order that has since succeeded (G-11)',
    tests: NOTICES,
  },
  {
    name: 'a-late-failure-settles-another-claim',
    file: 'src/notices/notices.store.ts',
    find: 'and n.attempts = ${notice.attempt}',
    put: 'and n.attempts >= ${notice.attempt}',
    why: 'a send that hung parks or reschedules what another node is sending',
    tests: NOTICES,
  },
  {
    name: 'a-send-takes-the-place-of-those-before',
    file: 'src/notices/notices.store.ts',
    find: 'then n.sends - 0 else n.sends end)',
    put: "then n.sends - 0 else '[]'::jsonb end)",
    why: 'whoever asks why a notice did not arrive is told of its last send alone',
    tests: NOTICES,
  },
  {
    name: 'a-delivered-notice-stays-withdrawn',
    file: 'src/notices/notices.store.ts',
    find: "n.notice_no = ${noticeNo} and n.state in ('PENDING', 'WITHDRAWN')",
    put: "n.notice_no = ${noticeNo} and n.state = 'PENDING'",
    why: 'what the platform has acknowledged is listed as never sent',
    tests: NOTICES,
  },
  {
    name: 'a-notice-is-sent-again-under-way',
    file: 'src/notices/operator.store.ts',
    find: "when n.claimed_until > ${now} then 'UNDER_WAY'",
    put: "when n.claimed_until < ${now} then 'UNDER_WAY'",
    why: 'an operator sends what is being sent right now, and its settlement is lost',
    tests: NOTICES,
  },
  {
    name: 'time-outs-push-the-retries-on',
    file: 'src/notices/notices.ts',
    find: 'notice.sentAt + outcome.delay',
    put: 'now + outcome.delay',
    why: 'time-outs push the last retry out of the hour (LW-9)',
    tests: [...NOTICES, 'src/notices/delivery.test.ts'],
  },
  {
    name: 'one-send-too-many',
    file: 'src/notices/notices.ts',
    find: 'delayAfter(notice.attempt, sends - 1)',
    put: 'delayAfter(notice.attempt, sends)',
    why: 'a notice is sent once more often than the document says (LW-9, DW-5)',
    tests: NOTICES,
  },
  {
    name: 'the-last-send-is-never-made',
    file: 'src/notices/notices.ts',
    find: 'if (notice.attempt > sends)',
    put: 'if (notice.attempt >= sends)',
    why: 'the last retry is given up before it is made (LW-9, DW-5)',
    tests: NOTICES,
  },
  {
    name: 'one-public-address-is-enough',
    file: 'src/notices/addresses.ts',
    find: '!addresses.every(',
    put: '!addresses.some(',
    why: 'a name with a public and a private address leads into our own network',
    tests: ADDRESSES,
  },
  {
    name: 'the-name-is-resolved-again',
    file: 'src/notices/send.ts',
    find: 'lookup: answering(addresses),',
    put: '',
    why: 'a name server that changes its mind after the check leads into our own network',
    tests: SEND,
  },
  {
    name: 'any-word-that-begins-so-acknowledges',
    file: 'src/notices/send.ts',
    find: '.trim() === acknowledgement)',
    put: '.trim().startsWith(acknowledgement))',
    why: 'OKAY-NOT acknowledges (DW-5)',
    tests: SEND,
  },
  {
    name: 'slots-are-never-given-back',
    file: 'src/notices/delivery.ts',
    find: 'this.release(slots - begun);',
    put: '',
    why: 'after some claims that found less than they might have, nothing is sent any more',
    tests: ['src/notices/delivery.test.ts'],
  },
];
