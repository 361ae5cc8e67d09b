/**
 * SMS codes (G-18): noted before they are sent, counted before they are judged, so that a crash in between gives no try
 * back. Each names the command that did it: one whose commit was answered by silence is run again, and finds itself.
 * What a mobile is allowed across all platforms is counted in `allowances.store.ts`; here stands what an order is.
 */
import type { Task } from '../../executor/lane.ts';
import { defineTable } from '../../executor/table.ts';
import { fail } from '../../kernel/result.ts';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import { toldTo, withTry } from '../credentials/latest-tries.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import { SMS_PAUSE } from './allowances.store.ts';
import { MOVED, type StepAnswer } from './pages.ts';

const SMS_LIFE = 5 * MINUTE;
const SMS_TRIES = 5;
/** Of one order: messages, wrong tries at all its codes, card checks; and card checks that one code pays for. */
const ORDER_CODES = 5;
const ORDER_TRIES = 10;
const ORDER_CHECKS = 10;
const CODE_CHECKS = 3;
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
  /** Codes that were sent for this order. */
  readonly sent: number;
  /** Wrong tries at all codes of this order. */
  readonly wrong: number;
  /** Card checks of this order, and those that its present code has paid for. */
  readonly cardChecks: number;
  readonly codeChecks: number;
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
    sent: 'int',
    wrong: 'int',
    cardChecks: 'int',
    codeChecks: 'int',
    tryId: 'text',
  },
  mutable: ['mobile', 'code', 'sentAt', 'tries', 'passed', 'sent', 'wrong', 'cardChecks', 'codeChecks', 'tryId'],
});

/** Whether an order's page may not have another code: five of them, and a minute between them whatever the mobile. */
export function refuseCode(sent: number, sentAt: number, at: number): Refusal | null {
  if (sent >= ORDER_CODES) return refusal('SMS_ORDER_LIMIT', {});
  const again = sentAt + SMS_PAUSE;
  return again > at ? refusal('SMS_TOO_SOON', { seconds: Math.ceil((again - at) / SECOND) }) : null;
}

/** Notes a code for an order's page. It is sent after this is on disk. */
export function smsSendTask(orderNo: bigint, mobile: string, code: string, tryId: string): Task<StepAnswer> {
  return {
    weight: 1,
    needs: (want) => void want.row(smsCodes, orderNo),
    run(world) {
      const own = world.get(smsCodes, orderNo);
      const known = withTry(own?.tryId ?? null, tryId, 'sent');
      // A page's mobile can change while it is typed: its one row goes along, and a code sent before is void.
      const sms = { mobile, code, sentAt: world.at, tries: 0, passed: false, codeChecks: 0, tryId: known };
      if (!own) {
        world.insert(smsCodes, { orderNo, ...sms, sent: 1, wrong: 0, cardChecks: 0 });
        return MOVED;
      }
      if (toldTo(own.tryId, tryId) !== null) return MOVED;
      const refused = refuseCode(own.sent, own.sentAt, world.at);
      if (refused) return fail(refused);
      world.change(smsCodes, own, { ...sms, sent: own.sent + 1 });
      return MOVED;
    },
  };
}

/**
 * Counts and judges one try at a code: five tries, five minutes, for the mobile it went to. The right one pays for a
 * card check, which is counted with it: three that fail spend the code.
 */
export function smsTryTask(orderNo: bigint, mobile: string, code: string, tryId: string): Task<StepAnswer> {
  return {
    weight: 1,
    needs: (want) => void want.row(smsCodes, orderNo),
    run(world) {
      const row = world.get(smsCodes, orderNo);
      const told = toldTo(row?.tryId ?? null, tryId);
      if (told !== null) return judged(told);
      const known = row && row.mobile === mobile && row.sentAt + SMS_LIFE > world.at;
      if (row && row.wrong >= ORDER_TRIES) return refuse('SMS_TRIES_SPENT', {});
      if (row && row.cardChecks >= ORDER_CHECKS) return refuse('CARD_CHECKS_SPENT', {});
      const live = known && row.tries < SMS_TRIES && row.codeChecks < CODE_CHECKS;
      if (!row || !live) return refuse('SMS_CODE_EXPIRED', {});
      if (row.code === code) {
        const checks = { cardChecks: row.cardChecks + 1, codeChecks: row.codeChecks + 1 };
        world.change(smsCodes, row, { passed: true, ...checks, tryId: withTry(row.tryId, tryId, PASSED) });
        return judged(PASSED);
      }
      const tries = row.tries + 1;
      const wrong = row.wrong + 1;
      const now = String(Math.max(0, Math.min(SMS_TRIES - tries, ORDER_TRIES - wrong)));
      world.change(smsCodes, row, { tries, wrong, passed: false, tryId: withTry(row.tryId, tryId, now) });
      return judged(now);
    },
  };
}

/** The bank gave no answer to a card check, and so told nothing: the code has not paid for it. */
export function smsCheckUnknownTask(orderNo: bigint, tryId: string): Task<StepAnswer> {
  return {
    weight: 1,
    needs: (want) => void want.row(smsCodes, orderNo),
    run(world) {
      const row = world.get(smsCodes, orderNo);
      if (row && row.codeChecks > 0 && toldTo(row.tryId, tryId) === null) {
        const tries = withTry(row.tryId, tryId, 'unknown');
        world.change(smsCodes, row, { codeChecks: row.codeChecks - 1, tryId: tries });
      }
      return refuse('CARD_CHECK_UNKNOWN', {});
    },
  };
}

/** What a try is told that has passed, or left so many. */
function judged(told: string): StepAnswer {
  return told === PASSED ? MOVED : refuse('SMS_CODE_WRONG', { left: Number(told) });
}
