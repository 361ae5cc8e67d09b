/**
 * Counting tries at a password before they are judged (G-17): the count is committed first, the slow hash runs outside
 * the lane, and a crash in between never gives a try back. The count names the commands that made it: one whose commit
 * was answered by silence is run again, finds itself, and counts once.
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { ok } from '../../kernel/result.ts';
import { HOUR } from '../../kernel/time.ts';
import { type Judged, refuse } from '../refusals.ts';
import { toldTo, withTry } from './latest-tries.ts';
import { type CredentialRow, credentials } from './tables.ts';

export const PASSWORD_TRIES = 5;
const PASSWORD_LOCK = 24 * HOUR;

/** A try that counts, and what to judge it by. */
export interface PasswordTry {
  readonly hash: string;
  readonly left: number;
  readonly lockedUntil: number | null;
}

/** Counts one try at a holder's password and hands out the hash to judge it by. The fifth wrong one locks for 24 h. */
export function passwordTryTask(holderNo: bigint, tryId: string): Task<Judged<PasswordTry>> {
  return {
    weight: 1,
    needs: (want) => void want.row(credentials, holderNo),
    run(world) {
      const credential = world.get(credentials, holderNo);
      if (!credential) return refuse('PASSWORD_WRONG', { left: 0 });
      const told = toldTo(credential.tryId, tryId);
      if (told !== null) return ok(counted(credential, Number(told)));
      const { lockedUntil } = credential;
      if (lockedUntil !== null && lockedUntil > world.at) return refuse('PASSWORD_LOCKED', { until: lockedUntil });
      const failures = PASSWORD_TRIES - countWrong(world, credential);
      world.change(credentials, credential, { tryId: withTry(credential.tryId, tryId, String(failures)) });
      return ok(counted(credential, failures));
    },
  };
}

/** Counts a wrong entry of a password that is not locked; answers how many are left, and locks where none is. */
export function countWrong(world: World, credential: CredentialRow): number {
  const failures = (credential.lockedUntil === null ? credential.failures : 0) + 1;
  const lockedUntil = failures >= PASSWORD_TRIES ? world.at + PASSWORD_LOCK : null;
  world.change(credentials, credential, { failures, lockedUntil });
  return PASSWORD_TRIES - failures;
}

/** What the try is told that was the so many-eth: only the last of them locks. */
function counted({ passwordHash, lockedUntil }: CredentialRow, failures: number): PasswordTry {
  const left = PASSWORD_TRIES - failures;
  return { hash: passwordHash, left, lockedUntil: left > 0 ? null : lockedUntil };
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

/** Ends the count after the right password of an order that asks for more before it is done. */
export function rightPasswordTask(holderNo: bigint): Task<void> {
  return {
    weight: 1,
    needs: (want) => wantCredential(want, holderNo),
    run: (world) => clearTries(world, holderNo),
  };
}
