/**
 * Plays random orders against core and model until so many were given: in `npm test` a share of them, the whole by
 * `npm run model [-- COMMANDS [SEED]]`. What does not agree is told with the shortest road to it that was found.
 */
import { Dice } from './dice.ts';
import { Play } from './play.ts';
import type { Protocol } from './stage.ts';

/** Steps of one play: people and projects are new in each, so that all of a project's life is met often. */
const STEPS = 800;
/** How long a shorter road is looked for, in real milliseconds. */
const PATIENCE = 20_000;

export interface Played {
  readonly commands: number;
  /** How often each verb came to what. */
  readonly tally: ReadonlyMap<string, number>;
}

/** Plays at least so many commands. Throws an error that tells the road, where the two do not agree. */
export function playMany(protocol: Protocol, seed: number, commands: number): Played {
  const tally = new Map<string, number>();
  let played = 0;
  for (let round = 0; played < commands; round += 1) {
    const seedOfRound = new Dice(seed, round).below(2 ** 31);
    const steps = Array.from({ length: STEPS }, (_, i) => i);
    const failed = tryOut(protocol, seedOfRound, steps);
    if (failed.why !== null) throw new Error(report(protocol, seedOfRound, steps.slice(0, failed.after)));
    played += failed.play.commands;
    for (const [key, count] of failed.play.stage.tally) tally.set(key, (tally.get(key) ?? 0) + count);
  }
  return { commands: played, tally };
}

interface Tried {
  readonly play: Play;
  /** How many steps were done. */
  readonly after: number;
  readonly why: string | null;
}

function tryOut(protocol: Protocol, seed: number, steps: readonly number[]): Tried {
  const play = new Play(protocol, seed);
  let after = 0;
  try {
    play.begin();
    for (const step of steps) {
      after += 1;
      play.step(step);
    }
    play.end();
    return { play, after, why: null };
  } catch (error) {
    return { play, after, why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Takes steps out, ever smaller stretches of them, as long as the rest still leads to a difference. */
function shorten(protocol: Protocol, seed: number, failing: readonly number[]): readonly number[] {
  const until = performance.now() + PATIENCE;
  let steps = failing;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length && performance.now() < until; ) {
      const rest = [...steps.slice(0, from), ...steps.slice(from + size)];
      const { why, after } = tryOut(protocol, seed, rest);
      if (why === null) from += size;
      else steps = rest.slice(0, after);
    }
  }
  return steps;
}

function report(protocol: Protocol, seed: number, failing: readonly number[]): string {
  const steps = shorten(protocol, seed, failing);
  const { play, why } = tryOut(protocol, seed, steps);
  return [
    `the core and the model do not agree (${protocol}, play ${seed}):`,
    ...play.stage.told(play.begun),
    why ?? '',
  ].join('\n');
}
