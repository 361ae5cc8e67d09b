/** The pages about cards and passwords in all their states. */
import { refusal } from '../../custody/refusals.ts';
import { MINUTE } from '../../kernel/time.ts';
import { COMMANDS, finished, NOW, PERSON, viewOf } from '../pages/fake-core.ts';
import { CANCELLED, ended, LOCKED, NONE, open, refused, type Shown, type States, WRONG } from './shown.ts';

const { binding, bindingGiven, resetting, unbinding } = COMMANDS;
const card = { cardNumber: PERSON.cardNumber, bank: 'ICBC' } as const;
const unbound: Shown = {
  view: finished(viewOf(unbinding, { outcome: card }, { card: null }), { state: 'DONE' }),
};
const bound = (accessType: 'FULL' | 'PART'): Shown => ({
  view: finished(viewOf(bindingGiven, { outcome: { ...card, mobile: PERSON.mobile, accessType } }), { state: 'DONE' }),
});

type Verbs = 'BIND_CARD' | 'RESET_PASSWORD' | 'UNBIND_CARD';

export const CARD_STATES: Readonly<Record<Verbs, States>> = {
  BIND_CARD: {
    OPEN: {
      blank: open(binding),
      given: open(bindingGiven, { smsTo: '138****1234', smsAgainAt: NOW + MINUTE }, { smsSent: true }),
      mistakes: open(binding, {}, { mistakes: ['cardNumber', 'mobile', 'smsCode', 'password'] }),
      wrong: open(bindingGiven, { passwordTriesLeft: 3 }, WRONG),
      unconfirmed: open(binding, {}, { refusal: refusal('CARD_CHECK_FAILED', {}) }),
      locked: open(bindingGiven, LOCKED),
    },
    HANDED: NONE,
    ACCEPTED: NONE,
    DONE: { full: bound('FULL'), part: bound('PART') },
    REFUSED: {
      bound: refused(bindingGiven, refusal('CARD_BOUND_ALREADY', { userNo: 'U1001' })),
      unconfirmed: refused(bindingGiven, refusal('CARD_CHECK_FAILED', {})),
      cancelled: refused(binding, CANCELLED),
    },
  },
  RESET_PASSWORD: {
    OPEN: {
      remembered: open(resetting),
      forgotten: open(resetting, { smsAgainAt: NOW + MINUTE }, { typed: { way: 'FORGOTTEN' }, smsSent: true }),
      wrong: open(resetting, { passwordTriesLeft: 3 }, { ...WRONG, at: 'oldPassword' }),
      number: open(
        resetting,
        { passwordTriesLeft: 3 },
        { refusal: refusal('CARD_NUMBER_WRONG', { left: 3 }), typed: { way: 'FORGOTTEN' } },
      ),
      three: open(
        resetting,
        { recovery: { of: 'PERSON', asksCode: false, triesLeft: 5 } },
        { typed: { way: 'FORGOTTEN' } },
      ),
      enterprise: open(
        resetting,
        { recovery: { of: 'ENTERPRISE', asksCode: true, triesLeft: 5 } },
        { typed: { way: 'FORGOTTEN' } },
      ),
      weak: open(resetting, {}, { refusal: refusal('PASSWORD_WEAK', { why: 'SEQUENCE' }) }),
      locked: open(resetting, { ...LOCKED, recovery: { of: 'PERSON', asksCode: true, triesLeft: 4 } }),
      spent: open(resetting, { ...LOCKED, recovery: { of: 'PERSON', asksCode: true, triesLeft: 0 } }),
    },
    HANDED: NONE,
    ACCEPTED: NONE,
    DONE: { done: ended(resetting, 'DONE') },
    REFUSED: {
      unbound: refused(resetting, refusal('RESET_NEEDS_CARD', { userNo: 'U1001' })),
      cancelled: refused(resetting, CANCELLED),
    },
  },
  UNBIND_CARD: {
    OPEN: {
      card: open(unbinding),
      wrong: open(unbinding, { passwordTriesLeft: 3 }, WRONG),
      locked: open(unbinding, LOCKED),
    },
    HANDED: NONE,
    ACCEPTED: NONE,
    DONE: { done: unbound },
    REFUSED: {
      needed: refused(unbinding, refusal('CARD_STILL_NEEDED', { balance: 123_456n, underWay: 10_000n })),
      cancelled: refused(unbinding, CANCELLED),
    },
  },
};
