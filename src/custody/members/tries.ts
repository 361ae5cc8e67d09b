/**
 * Counting tries before they are judged (G-17, G-18): the count is committed first, the slow hash runs outside the
 * lane, and a crash in between never gives a try back.
 */
import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import { defineTable } from '../../executor/table.ts';
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { type Refusal, refusal } from '../refusals.ts';
import { credentials } from './tables.ts';

export const PASSWORD_TRIES = 5;
const PASSWORD_LOCK = 24 * HOUR;
const SMS_LIFE = 5 * MINUTE;
const SMS_PAUSE = 60 * SECOND;
const SMS_TRIES = 5;

export type PasswordTry =
  | { readonly kind: 'counted'; readonly hash: string; readonly left: number; readonly lockedUntil: number | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Counts one try at a holder's password and hands out the hash to judge it by. The fifth wrong one locks for 24 h. */
export function passwordTryTask(holderNo: bigint): Task<PasswordTry> {
  return {
    weight: 1,
    needs: (want) => void want.row(credentials, holderNo),
    run(world) {
      const credential = world.get(credentials, holderNo);
      if (!credential) return { kind: 'refused', refusal: refusal('PASSWORD_WRONG', { left: 0 }) };
      const { lockedUntil } = credential;
      if (lockedUntil !== null && lockedUntil > world.at) {
        return { kind: 'refused', refusal: refusal('PASSWORD_LOCKED', { until: lockedUntil }) };
      }
      const failures = (lockedUntil === null ? credential.failures : 0) + 1;
      const locked = failures >= PASSWORD_TRIES ? world.at + PASSWORD_LOCK : null;
      world.change(credentials, credential, { failures, lockedUntil: locked });
      return { kind: 'counted', hash: credential.passwordHash, left: PASSWORD_TRIES - failures, lockedUntil: locked };
    },
  };
}

export function wantCredential(want: Want, holderNo: bigint): void {
  want.row(credentials, holderNo);
}

/** The right password ends the count. */
export function clearTries(world: World, holderNo: bigint): void {
  const credential = world.get(credentials, holderNo);
  if (credential && (credential.failures > 0 || credential.lockedUntil !== null)) {
    world.change(credentials, credential, { failures: 0, lockedUntil: null });
  }
}

interface SmsRow {
  readonly orderNo: bigint;
  /** Keyed fingerprint of the mobile. */
  readonly mobile: string;
  /** Keyed fingerprint of the code. */
  readonly code: string;
  readonly sentAt: number;
  readonly tries: number;
  readonly passed: boolean;
}

export const smsCodes = defineTable<SmsRow>()('sms_codes', {
  key: ['orderNo'],
  types: { orderNo: 'bigint', mobile: 'text', code: 'text', sentAt: 'instant', tries: 'int', passed: 'bool' },
  mutable: ['mobile', 'code', 'sentAt', 'tries', 'passed'],
  finders: { byMobile: ['mobile'] },
});

export type SmsAnswer = { readonly kind: 'moved' } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Notes a code for an order's page, at most one per minute and mobile. It is sent after this is on disk. */
export function smsSendTask(orderNo: bigint, mobile: string, code: string): Task<SmsAnswer> {
  return {
    weight: 1,
    needs(want) {
      want.row(smsCodes, orderNo);
      want.rows(smsCodes, 'byMobile', mobile);
    },
    run(world) {
      const own = world.get(smsCodes, orderNo);
      const sent = [...world.find(smsCodes, 'byMobile', mobile), ...(own ? [own] : [])].map((row) => row.sentAt);
      const again = Math.max(0, ...sent) + SMS_PAUSE;
      if (again > world.at) {
        const seconds = Math.ceil((again - world.at) / SECOND);
        return { kind: 'refused', refusal: refusal('SMS_TOO_SOON', { seconds }) };
      }
      // A page's mobile can change while it is typed: its one row goes along, and a code sent before is void.
      if (own) world.change(smsCodes, own, { mobile, code, sentAt: world.at, tries: 0, passed: false });
      else world.insert(smsCodes, { orderNo, mobile, code, sentAt: world.at, tries: 0, passed: false });
      return { kind: 'moved' };
    },
  };
}

/** Counts and judges one try at a code: five tries, five minutes, for the mobile it went to. */
export function smsTryTask(orderNo: bigint, mobile: string, code: string): Task<SmsAnswer> {
  return {
    weight: 1,
    needs: (want) => void want.row(smsCodes, orderNo),
    run(world) {
      const row = world.get(smsCodes, orderNo);
      const live = row && row.mobile === mobile && row.sentAt + SMS_LIFE > world.at && row.tries < SMS_TRIES;
      if (!row || !live) return { kind: 'refused', refusal: refusal('SMS_CODE_EXPIRED', {}) };
      const tries = row.tries + 1;
      const passed = row.code === code;
      world.change(smsCodes, row, { tries: passed ? row.tries : tries, passed });
      const left = SMS_TRIES - tries;
      return passed ? { kind: 'moved' } : { kind: 'refused', refusal: refusal('SMS_CODE_WRONG', { left }) };
    },
  };
}
