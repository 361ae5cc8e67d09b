/**
 * Tenders over HTTP against two floors of the same server: an endpoint that verifies and signs, and one that writes
 * the rows as well. The ratio is held against its goal as it would be with a signer of the goal's speed, computed
 * from what was measured: from core-milliseconds where many callers keep the cores busy, from elapsed milliseconds
 * where one caller waits.
 */
import type { Platform } from '../src/custody/api.ts';
import { GOAL_SIGNER, type Line, median, medianMeasured, ratioAt } from './figures.ts';
import { prepareFloor } from './floor.ts';
import { keyOf, send, type Spread, tenders } from './load.ts';
import { minus, plus, type Side, type Spent } from './side.ts';
import { signaturesPerSecond } from './signer.ts';
import { INVESTORS, PLATFORMS, PROJECTS_EACH, type Stage } from './stage.ts';

export interface Load {
  readonly rounds: number;
  readonly orders: number;
  readonly lone: number;
}

interface Scenario {
  readonly name: string;
  readonly spread: (stage: Stage) => Spread;
  readonly callers: number;
  readonly orders: number;
  readonly goal: number;
}

const CALLERS = 64;

function scenarios({ orders, lone }: Load): readonly Scenario[] {
  const one = ({ platforms }: Stage) => ({ platforms: platforms.slice(0, 1), projects: 1, investors: INVESTORS });
  const many = ({ platforms }: Stage) => ({
    platforms: platforms.slice(1),
    projects: PROJECTS_EACH,
    investors: INVESTORS / PLATFORMS,
  });
  return [
    { name: 'one project', spread: one, callers: CALLERS, orders, goal: 0.65 },
    { name: '50 projects, 5 platforms', spread: many, callers: CALLERS, orders, goal: 0.65 },
    { name: 'one caller at a time', spread: one, callers: 1, orders: lone, goal: 0.42 },
  ];
}

/** One round of one endpoint: what an answer took and cost. */
interface Round {
  readonly perSecond: number;
  readonly errors: number;
  readonly p99: number;
  /** Core-milliseconds per answer. */
  readonly cost: Spent;
}

interface Turn {
  readonly signer: number;
  readonly empty: Round;
  readonly real: Round;
}

/** A turn with the second floor, apart from the others: what it writes is still being put away in the next round. */
interface FlooredTurn extends Turn {
  readonly floor: Round;
}

/** All scenarios on all sides, turn by turn. */
export async function tenderLines(sides: readonly Side[], load: Load): Promise<Line[]> {
  for (const side of sides) if (side.label === '') await prepareFloor(side.stage);
  const lines: Line[] = [];
  for (const scenario of scenarios(load)) {
    const turns = sides.map((): Turn[] => []);
    for (let round = 0; round <= load.rounds; round += 1) {
      // Each side goes first as often as the other.
      const order = round % 2 === 0 ? sides : [...sides].reverse();
      for (const side of order) {
        const turn = await takeTurn(side, scenario);
        // The first round warms up.
        if (round > 0) turns[sides.indexOf(side)]?.push(turn);
      }
    }
    for (const [i, side] of sides.entries()) {
      lines.push(...linesOf(side, scenario, turns[i] ?? []));
      if (side.label === '') lines.push(...(await flooredLines(side, scenario, load.rounds)));
    }
    const [base, present] = turns;
    if (base && present) lines.push(...comparison(scenario.name, base, present));
  }
  return lines;
}

/** The second floor, in rounds of its own, so that a comparison with a base is not burdened by it. */
async function flooredLines(side: Side, scenario: Scenario, rounds: number): Promise<Line[]> {
  const turns: FlooredTurn[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const floor = await takeRound(side, scenario, '/floor');
    turns.push({ ...(await takeTurn(side, scenario)), floor });
  }
  return floorLines(side.label, turns, scenario.callers);
}

async function takeTurn(side: Side, scenario: Scenario): Promise<Turn> {
  const signer = signaturesPerSecond(keyOf(side.stage, side.stage.platforms[0] as Platform));
  const empty = await takeRound(side, scenario, '/empty');
  return { signer, empty, real: await takeRound(side, scenario, '/service') };
}

async function takeRound(side: Side, { spread, callers, orders }: Scenario, path: string): Promise<Round> {
  const bodies = await tenders(side.stage, spread(side.stage), orders);
  const stop = side.meter();
  const sent = await send(`${side.nodes[0]?.address}${path}`, bodies, callers);
  const { generator, process, database } = stop();
  const per = (spent: number) => spent / bodies.length;
  const cost = {
    generator: per(generator),
    process: process === null ? null : per(process),
    database: database === null ? null : per(database),
  };
  return { ...sent, cost };
}

/** What a round costs beyond the empty endpoint, by who pays it. The load generator pays the same for both. */
function beyond({ cost }: Round, empty: Round): { readonly [who in 'process' | 'database' | 'both']: number | null } {
  const process = minus(cost.process, empty.cost.process);
  const database = minus(cost.database, empty.cost.database);
  return { process, database, both: plus(process, database) };
}

/** What an answer costs in all: core-milliseconds under load, elapsed ones for a lone caller; null: not measured. */
function costOf(round: Round, { empty }: Turn, callers: number): number | null {
  if (callers === 1) return 1_000 / round.perSecond;
  const { generator, process, database } = empty.cost;
  return plus(plus(plus(generator, process), database), beyond(round, empty).both);
}

/** The ratio of a floor to the orders by what they cost, with a signer of `speed`. */
function computed(turn: Turn, floor: Round, callers: number, speed: number): number | null {
  const empty = costOf(floor, turn, callers);
  const real = costOf(turn.real, turn, callers);
  return empty === null || real === null ? null : ratioAt({ empty, real }, turn.signer, speed);
}

function linesOf({ label }: Side, { name, callers, goal }: Scenario, turns: readonly Turn[]): Line[] {
  const line = (what: string, value: number | null, unit: string): Line => ({ name: `${label}  ${what}`, value, unit });
  const middle = (pick: (turn: Turn) => number) => median(turns.map(pick));
  const signer = middle((turn) => turn.signer);
  const raw = middle(({ real, empty }) => real.perSecond / empty.perSecond);
  const atGoal = medianMeasured(turns.map((turn) => computed(turn, turn.empty, callers, GOAL_SIGNER)));
  const value = signer >= GOAL_SIGNER ? raw : (atGoal ?? raw);
  const atThis = medianMeasured(turns.map((turn) => computed(turn, turn.empty, callers, turn.signer)));
  const errors = turns.reduce((sum, { empty, real }) => sum + empty.errors + real.errors, 0);
  // A base is there to be compared with; it is not judged.
  const judged = (held: object) => (label === '' ? held : {});
  return [
    {
      ...{ name: `${label}tenders, ${name} / empty signed endpoint`, value, unit: 'x' },
      ...judged({ goal, holds: value >= goal && errors === 0 }),
    },
    line('the ratio of the rates as they were', raw, 'x'),
    ...(callers === 1 ? [] : [line('the ratio by core-milliseconds with this signer', atThis, 'x')]),
    line('signatures per second and core', signer, '/s'),
    line(
      `tenders per second, ${callers} callers`,
      middle(({ real }) => real.perSecond),
      '/s',
    ),
    line(
      'empty endpoint per second',
      middle(({ empty }) => empty.perSecond),
      '/s',
    ),
    ...costLines('a tender', label, turns, ({ real }) => real),
    { ...line('errors seen by callers', errors, ''), ...judged({ goal: 0, holds: errors === 0 }) },
    line('99 % of tenders within', Math.max(...turns.map(({ real }) => real.p99)), 'ms'),
  ];
}

function costLines<T extends Turn>(what: string, label: string, turns: readonly T[], pick: (turn: T) => Round): Line[] {
  const middle = (who: 'process' | 'database' | 'both') =>
    medianMeasured(turns.map((turn) => beyond(pick(turn), turn.empty)[who]));
  return [
    { name: `${label}  ${what} beyond the empty endpoint costs`, value: middle('both'), unit: 'core-ms' },
    { name: `${label}    of it the process`, value: middle('process'), unit: 'core-ms' },
    { name: `${label}    of it the database`, value: middle('database'), unit: 'core-ms' },
  ];
}

function floorLines(label: string, turns: readonly FlooredTurn[], callers: number): Line[] {
  const ratio = medianMeasured(turns.map((turn) => computed(turn, turn.floor, callers, GOAL_SIGNER)));
  return [
    { name: `${label}  tenders / endpoint that writes the same rows`, value: ratio, unit: 'x' },
    {
      name: `${label}  that endpoint per second`,
      value: median(turns.map(({ floor }) => floor.perSecond)),
      unit: '/s',
    },
    ...costLines('that endpoint', label, turns, ({ floor }) => floor),
  ];
}

/** Before and after, turn by turn. */
function comparison(name: string, base: readonly Turn[], present: readonly Turn[]): Line[] {
  const pairs = present.flatMap((after, i) => (base[i] ? [{ before: base[i], after }] : []));
  const cost = pairs.map(({ before, after }) => {
    const [was, is] = [before, after].map(({ real, empty }) => beyond(real, empty).both);
    return was && is ? is / was : null;
  });
  return [
    {
      name: `present / base: tenders per second, ${name}`,
      value: median(pairs.map(({ before, after }) => after.real.perSecond / before.real.perSecond)),
      unit: 'x',
    },
    { name: `present / base: cost beyond the empty endpoint, ${name}`, value: medianMeasured(cost), unit: 'x' },
  ];
}
