/**
 * Moves the sandbox's clock, and the sandbox bank's with it, through everything that becomes due on the way: from one
 * due instant to the next, at each until nothing is due any more, and at last to where it was sent. Six retries stay
 * six, a T+1 payout is settled by the bank before the day after is reached, and the answer comes when all of it is
 * done. While it moves, the clockwork rests. A move that fails leaves the clock where it got to, running again.
 */
import type { Changed } from '../kernel/change.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sweep } from '../kernel/sweep.ts';
import { DAY, displayTime, formatIso, HOUR, type Instant, MINUTE, parseTime, SECOND } from '../kernel/time.ts';
import type { Clockwork } from './clockwork.ts';
import { DUE_LIMITS, type DueLimits, earliestDue, runDue } from './due.ts';
import type { SandboxClock } from './sandbox-clock.ts';

/** The sandbox bank's clock, moved in step with ours. */
export interface BankClock {
  /** When the bank has something to do next, past or to come; null when nothing waits. */
  nextDue(): Promise<Instant | null>;
  /**
   * Brings the bank to `at` (nothing when it is there already) and does what is due there; resolves when our side
   * knows.
   */
  moveTo(at: Instant): Promise<void>;
}

/** What `clock …` answers: ISO 8601 with Beijing's offset. */
export interface ClockAnswer {
  readonly now: string;
}

/** Where it stood, and where it stands. */
export type Moved = Changed<ClockAnswer, ClockAnswer>;

export interface ClockMover {
  show(): ClockAnswer;
  /** `clock advance 90m`: seconds, minutes, hours or days. Throws a `OperatorError` for what is no duration. */
  advance(duration: string): Promise<Moved>;
  /** `clock set 20261122003000`, Beijing time. Throws a `OperatorError` for what is no time, or would go back. */
  set(time: string): Promise<Moved>;
}

export interface MoverOptions {
  readonly clock: SandboxClock;
  readonly clockwork: Clockwork;
  /** Null when no bank follows (tests of single rooms). */
  readonly bank: BankClock | null;
  readonly limits?: DueLimits;
}

/** Further than any loan runs; beyond, protocols' four-digit years and PostgreSQL's dates would be next. */
const END_OF_TIME = Date.UTC(2200, 0, 1);

export function createClockMover(options: MoverOptions): ClockMover {
  const { clock } = options;
  let moves: Promise<unknown> = Promise.resolve();

  /** One move after another; where to is asked when its turn has come. */
  function inTurn(target: () => Instant): Promise<Moved> {
    const move = moves.then(async () => {
      const before = show();
      await moveTo(options, target());
      const after = show();
      return { before, after, answer: after };
    });
    moves = move.catch(() => undefined);
    return move;
  }
  function show(): ClockAnswer {
    return { now: formatIso(clock.now()) };
  }
  return {
    show,
    async advance(duration) {
      const milliseconds = parseDuration(duration);
      if (milliseconds === null)
        throw new OperatorError(`A duration looks like 30s, 90m, 5h or 2d, not like ${duration}.`);
      return inTurn(() => checked(clock.now(), clock.now() + milliseconds));
    },
    async set(time) {
      const target = parseTime(time);
      if (target === null) throw new OperatorError(`A time looks like 20261122003000 (Beijing), not like ${time}.`);
      return inTurn(() => checked(clock.now(), target));
    },
  };
}

/** `90m`, `2d`, `5h`, `30s` in milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9})([smhd])$/.exec(text);
  if (!match) return null;
  const unit = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }[match[2] as 's' | 'm' | 'h' | 'd'];
  return Number(match[1]) * unit;
}

function checked(now: Instant, target: Instant): Instant {
  if (target < now) throw new OperatorError(`The clock stands at ${displayTime(now)} and never goes back.`);
  if (target > END_OF_TIME) throw new OperatorError('The clock goes no further than the year 2199.');
  return target;
}

async function moveTo(options: MoverOptions, target: Instant): Promise<void> {
  const { clock, clockwork, bank, limits = DUE_LIMITS } = options;
  const sweeps = bank ? [bankSweep(bank), ...clockwork.sweeps] : clockwork.sweeps;
  const stepTo = async (at: Instant): Promise<void> => {
    await clock.freeze(at);
    await bank?.moveTo(clock.now());
    await runDue(sweeps, clock.now(), limits);
  };
  await clockwork.pause();
  try {
    await stepTo(clock.now());
    for (;;) {
      const due = await earliestDue(sweeps);
      if (due === null || due > target) break;
      await stepTo(due);
    }
    await stepTo(target);
  } finally {
    clock.thaw();
    clockwork.resume();
  }
}

/** The bank as one more sweep, before all others: what it reports is then processed at the same instant. */
function bankSweep(bank: BankClock): Sweep {
  return {
    name: 'sandbox bank',
    nextDue: () => bank.nextDue(),
    async run(now) {
      await bank.moveTo(now);
      return 1;
    },
  };
}
