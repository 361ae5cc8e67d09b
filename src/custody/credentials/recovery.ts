/**
 * Telling the whole number of the bound card instead of a forgotten password (L2.20). Most of it is shown masked
 * elsewhere, so a wrong number counts like a wrong password; while the password is locked it has five tries of its own
 * per member and Beijing day, over all orders. Judged where it is counted, in the lane.
 */
import type { Task } from '../../executor/lane.ts';
import type { World } from '../../executor/world.ts';
import { ok } from '../../kernel/result.ts';
import { safeEqual } from '../../kernel/safe-equal.ts';
import { DAY, formatDate, type Instant, startOfDay } from '../../kernel/time.ts';
import { boundCard, type CardRow, cards } from '../cards/tables.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import { toldTo, withTry } from './latest-tries.ts';
import { type CredentialRow, credentials } from './tables.ts';
import { countWrong } from './tries.ts';

const RECOVERY_TRIES = 5;
/** Marks what was told of a try of the day, apart from one of the password's. */
const OF_DAY = 'day';

/** A member who knows his card. */
interface Recognised {
  readonly cardNo: bigint;
  /** Its bank knows the mobile, or it is an enterprise's account: a code is asked besides. */
  readonly asksCode: boolean;
}

/** How many numbers may be tried today while the password is locked. */
export function recoveryTriesLeft(
  { recoveryDay, recoveryTries }: Pick<CredentialRow, 'recoveryDay' | 'recoveryTries'>,
  at: Instant,
): number {
  return RECOVERY_TRIES - (recoveryDay === formatDate(at) ? recoveryTries : 0);
}

/** Judges a number that was told for the bound card of a member, and counts a wrong one. */
export function recoveryTask(userNo: string, cardNumber: string, tryId: string): Task<Judged<Recognised>> {
  return {
    weight: 1,
    needs(want) {
      const member = want.row(members, userNo);
      if (!member) return;
      want.rows(cards, 'byMember', member.memberNo);
      want.row(credentials, member.memberNo);
    },
    run(world) {
      const member = world.get(members, userNo);
      const card = member && boundCard(world, member.memberNo);
      const credential = member && world.get(credentials, member.memberNo);
      if (!member || !card || !credential) return refuse('RESET_NEEDS_CARD', { userNo });
      const told = toldTo(credential.tryId, tryId);
      if (told !== null) return wrong(told, credential.lockedUntil, world.at);
      const isLocked = credential.lockedUntil !== null && credential.lockedUntil > world.at;
      if (isLocked && recoveryTriesLeft(credential, world.at) <= 0) return spent(world.at);
      if (safeEqual(cardNumber, card.number)) return ok({ cardNo: card.cardNo, asksCode: asksCode(member, card) });
      const said = isLocked ? `${OF_DAY}${countRecovery(world, credential)}` : `${countWrong(world, credential)}`;
      world.change(credentials, credential, { tryId: withTry(credential.tryId, tryId, said) });
      return wrong(said, credential.lockedUntil, world.at);
    },
  };
}

function asksCode({ type }: MemberRow, { accessType }: CardRow): boolean {
  return type === 'ENTERPRISE' || accessType === 'FULL';
}

function countRecovery(world: World, credential: CredentialRow): number {
  const left = recoveryTriesLeft(credential, world.at) - 1;
  world.change(credentials, credential, { recoveryDay: formatDate(world.at), recoveryTries: RECOVERY_TRIES - left });
  return left;
}

/** What a wrong number is told that left so many: of the password's tries, of which the last locks, or of the day's. */
function wrong(said: string, lockedUntil: Instant | null, at: Instant) {
  const left = Number(said.replace(OF_DAY, ''));
  if (left > 0) return refuse('CARD_NUMBER_WRONG', { left });
  return said.startsWith(OF_DAY) || lockedUntil === null
    ? spent(at)
    : refuse('PASSWORD_LOCKED', { until: lockedUntil });
}

function spent(at: Instant) {
  return refuse('RECOVERY_SPENT', { until: startOfDay(at) + DAY });
}
