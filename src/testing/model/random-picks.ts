/** Who and what random orders are about: mostly what there is, now and then what is not. */
import type { Holder, HoldKind, PlatformAccount, ProjectStatus } from '../../custody/vocabulary.ts';
import type { Dice } from './dice.ts';
import type { Model } from './model.ts';

const ACCOUNTS: readonly PlatformAccount[] = ['FEE', 'COMPENSATION', 'MARKETING'];

export const PEOPLE = numbered('p', 50);

export const ENTERPRISES = numbered('e', 5);

export const PROJECTS = numbered('P', 20);

function numbered(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`);
}

export function somebody(dice: Dice): string {
  if (dice.oneIn(40)) return 'nobody';
  return dice.pick(dice.oneIn(8) ? ENTERPRISES : PEOPLE);
}

/** A project in a state; now and then another, or none. */
export function someProject(dice: Dice, model: Model, status: ProjectStatus): string {
  const fit = [...model.projects].filter(([, each]) => each.status === status).map(([projectNo]) => projectNo);
  if (dice.oneIn(25)) return dice.oneIn(3) ? 'P99' : dice.pick(PROJECTS);
  return dice.pickOr(fit, dice.pick(PROJECTS));
}

/** A hold with something left, of a kind if one is asked for; now and then one that is used up, or none. */
export function someHold(dice: Dice, model: Model, kind: HoldKind | null) {
  if (dice.oneIn(20)) return dice.pickOr([...model.holds.values()], undefined);
  const fit = [...model.holds.values()].filter((each) => each.left > 0n && (!kind || each.kind === kind));
  return dice.pickOr(fit, undefined);
}

export function someHolder(dice: Dice): Holder {
  if (dice.oneIn(5)) return { kind: 'account', account: dice.pick(ACCOUNTS) };
  return { kind: 'member', userNo: somebody(dice) };
}
