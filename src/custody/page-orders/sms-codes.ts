/**
 * SMS codes (G-18): noted before they are sent, counted before they are judged, so that a crash in between gives no try
 * back. Each names the command that did it: one whose commit was answered by silence is run again, and finds itself.
 */
import type { Task } from '../../executor/lane.ts';
import { defineTable } from '../../executor/table.ts';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import { toldTo, withTry } from '../credentials/latest-tries.ts';
import { refuse } from '../refusals.ts';
import { MOVED, type StepAnswer } from './pages.ts';

const SMS_LIFE = 5 * MINUTE;
const SMS_PAUSE = 60 * SECOND;
const SMS_TRIES = 5;
const PASSED = 'passed';

interface SmsRow {
  readonly orderNo: bigint;
  /** Keyed fingerprint of the mobile. */
  readonly mobile: string;
  /** Keyed fingerprint of the code. */
  readonly code: string;
  readonly sentAt: number;
  readonly tries: number;
  readonly passed: boolean;
  /** The commands that sent codes and counted tries of late (`latest-tries.ts`). */
  readonly tryId: string | null;
}

export const smsCodes = defineTable<SmsRow>()('sms_codes', {
  key: ['orderNo'],
  types: {
    orderNo: 'bigint',
    mobile: 'text',
    code: 'text',
    sentAt: 'instant',
    tries: 'int',
    passed: 'bool',
    tryId: 'text',
  },
  mutable: ['mobile', 'code', 'sentAt', 'tries', 'passed', 'tryId'],
  finders: { byMobile: ['mobile'] },
});

/** Notes a code for an order's page, at most one per minute and mobile. It is sent after this is on disk. */
export function smsSendTask(orderNo: bigint, mobile: string, code: string, tryId: string): Task<StepAnswer> {
  return {
    weight: 1,
    needs(want) {
      want.row(smsCodes, orderNo);
      want.rows(smsCodes, 'byMobile', mobile);
    },
    run(world) {
      const own = world.get(smsCodes, orderNo);
      const tries = own?.tryId ?? null;
      if (toldTo(tries, tryId) !== null) return MOVED;
      const sent = [...world.find(smsCodes, 'byMobile', mobile), ...(own ? [own] : [])].map((row) => row.sentAt);
      const again = Math.max(0, ...sent) + SMS_PAUSE;
      if (again > world.at) {
        const seconds = Math.ceil((again - world.at) / SECOND);
        return refuse('SMS_TOO_SOON', { seconds });
      }
      // A page's mobile can change while it is typed: its one row goes along, and a code sent before is void.
      const known = withTry(tries, tryId, 'sent');
      const sms = { mobile, code, sentAt: world.at, tries: 0, passed: false, tryId: known };
      if (own) world.change(smsCodes, own, sms);
      else world.insert(smsCodes, { orderNo, ...sms });
      return MOVED;
    },
  };
}

/** Counts and judges one try at a code: five tries, five minutes, for the mobile it went to. */
export function smsTryTask(orderNo: bigint, mobile: string, code: string, tryId: string): Task<StepAnswer> {
  return {
    weight: 1,
    needs: (want) => void want.row(smsCodes, orderNo),
    run(world) {
      const row = world.get(smsCodes, orderNo);
      const told = toldTo(row?.tryId ?? null, tryId);
      if (told !== null) return judged(told);
      const live = row && row.mobile === mobile && row.sentAt + SMS_LIFE > world.at && row.tries < SMS_TRIES;
      if (!row || !live) return refuse('SMS_CODE_EXPIRED', {});
      const passed = row.code === code;
      const tries = passed ? row.tries : row.tries + 1;
      const now = passed ? PASSED : String(tries);
      world.change(smsCodes, row, { tries, passed, tryId: withTry(row.tryId, tryId, now) });
      return judged(now);
    },
  };
}

/** What a try is told that has passed, or was the so many-eth wrong one. */
function judged(told: string): StepAnswer {
  return told === PASSED ? MOVED : refuse('SMS_CODE_WRONG', { left: SMS_TRIES - Number(told) });
}
