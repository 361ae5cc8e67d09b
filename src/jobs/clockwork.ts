/**
 * The clockwork: runs each sweep when something of it becomes due, as time goes by. It promises: a sweep never overlaps
 * itself, an error of one harms no other and is tried again ever more slowly, and after `pause` or `stop` nothing runs.
 * What becomes due by other hands (a lane, another node) is found within a second, because nobody has to tell us.
 */
import { errorFacts, type Log } from '../kernel/log.ts';
import type { Failed, Sweep } from '../kernel/sweep.ts';
import { type Clock, SECOND } from '../kernel/time.ts';
import { runDue } from './due.ts';

/** Real milliseconds. */
export interface Pace {
  /** The longest time between two looks at a sweep. */
  readonly poll: number;
  /** After a run that took nothing although something is due: somebody else has it. */
  readonly idle: number;
  /** After an error of the sweep as a whole; doubled with each further one up to `longestBackoff`. */
  readonly backoff: number;
  readonly longestBackoff: number;
}

const PACE: Pace = { poll: SECOND, idle: 250, backoff: SECOND, longestBackoff: 30 * SECOND };

export interface ClockworkOptions {
  /** In the order in which they are run when several are due at one instant. */
  readonly sweeps: readonly Sweep[];
  readonly clock: Clock;
  readonly log: Log;
  readonly pace?: Pace;
}

export interface Clockwork {
  readonly sweeps: readonly Sweep[];
  start(): void;
  /** Looks at a sweep now instead of at its next look (all of them without a name). */
  poke(name?: string): void;
  /** Lets what is under way end and runs nothing until `resume`. */
  pause(): Promise<void>;
  resume(): void;
  /** Runs everything that is due now until nothing is, the timers paused. */
  drain(): Promise<void>;
  /** Lets what is under way end, for good. */
  stop(): Promise<void>;
}

export function createClockwork(options: ClockworkOptions): Clockwork {
  const { sweeps, clock } = options;
  const runners = sweeps.map((sweep) => createRunner(sweep, options));
  let stopped = false;

  async function pause(): Promise<void> {
    await Promise.all(runners.map((runner) => runner.halt()));
  }
  function resume(): void {
    if (!stopped) for (const runner of runners) runner.go();
  }
  return {
    sweeps,
    start: resume,
    poke(name) {
      runners.forEach((runner, index) => {
        if (name === undefined || sweeps[index]?.name === name) runner.poke();
      });
    },
    pause,
    resume,
    async drain() {
      await pause();
      try {
        await runDue(sweeps, clock.now());
      } finally {
        resume();
      }
    },
    async stop() {
      stopped = true;
      await pause();
    },
  };
}

interface Runner {
  go(): void;
  poke(): void;
  halt(): Promise<void>;
}

function tellOf(sweep: Sweep, log: Log): Failed {
  return (error, platformId) =>
    log.error({ sweep: sweep.name, platformId, ...errorFacts(error) }, 'a sweep failed for a platform');
}

/** One sweep's own little clock. */
function createRunner(sweep: Sweep, options: ClockworkOptions): Runner {
  const { clock, log, pace = PACE } = options;
  let running = false;
  let poked = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> | null = null;

  /** Looks, and runs what is due; answers after how many real milliseconds to look again. */
  async function look(): Promise<number> {
    const due = await sweep.nextDue();
    const now = clock.now();
    if (due === null) return pace.poll;
    if (due > now) return Math.min(due - now, pace.poll);
    const taken = await sweep.run(now, tellOf(sweep, log));
    return taken > 0 ? 0 : pace.idle;
  }

  async function take(): Promise<void> {
    poked = false;
    let wait: number;
    try {
      wait = await look();
      failures = 0;
    } catch (error) {
      wait = Math.min(pace.backoff * 2 ** failures, pace.longestBackoff);
      failures += 1;
      log.error({ sweep: sweep.name, failures, ...errorFacts(error) }, 'a sweep failed');
    }
    turn = null;
    if (running) plan(poked ? 0 : wait);
  }

  function plan(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      turn = take();
    }, wait);
    timer.unref();
  }

  return {
    go() {
      if (running) return;
      running = true;
      if (turn === null) plan(0);
    },
    poke() {
      poked = true;
      if (running && turn === null) plan(0);
    },
    async halt() {
      running = false;
      clearTimeout(timer);
      await turn;
      await sweep.settled?.();
    },
  };
}
