/**
 * Two server processes on one database and one platform, every caller going to each in turn, so that what a node
 * remembers is stale at each of its batches; against the same load on one of them.
 */
import { post } from './client.ts';
import { type Line, median, medianMeasured } from './figures.ts';
import { tenders } from './load.ts';
import { minus, plus, type Side } from './side.ts';
import { INVESTORS } from './stage.ts';

export interface NodesLoad {
  readonly rounds: number;
  readonly orders: number;
  readonly lone: number;
}

interface Round {
  readonly perSecond: number;
  readonly errors: number;
  /** Core-milliseconds of the processes and the database per answer. */
  readonly cost: number | null;
}

interface Turn {
  readonly empty: Round;
  readonly one: Round;
  readonly two: Round;
}

/** Sixteen callers share batches; a lone one meets a stale node every time. */
export async function nodesLines(sides: readonly Side[], { rounds, orders, lone }: NodesLoad): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [callers, count] of [
    [16, orders],
    [1, lone],
  ] as const) {
    const turns = sides.map((): Turn[] => []);
    for (let round = 0; round <= rounds; round += 1)
      for (const [i, side] of sides.entries()) {
        const turn = await takeTurn(side, callers, count);
        if (round > 0) turns[i]?.push(turn);
      }
    for (const [i, side] of sides.entries()) lines.push(...linesOf(side, callers, turns[i] ?? []));
  }
  return lines;
}

async function takeTurn(side: Side, callers: number, orders: number): Promise<Turn> {
  const addresses = side.nodes.map(({ address }) => address);
  const measure = async (to: readonly string[], path: string): Promise<Round> => {
    const { platforms } = side.stage;
    const spread = { platforms: platforms.slice(0, 1), projects: 1, investors: INVESTORS };
    const bodies = await tenders(side.stage, spread, orders);
    const stop = side.meter();
    const { perSecond, errors } = await inTurn(to, path, bodies, callers);
    const { process, database } = stop();
    const spent = plus(process, database);
    return { perSecond, errors, cost: spent === null ? null : spent / orders };
  };
  return {
    empty: await measure(addresses, '/empty'),
    one: await measure(addresses.slice(0, 1), '/service'),
    two: await measure(addresses, '/service'),
  };
}

/** Callers that go to the addresses one after another. */
async function inTurn(
  addresses: readonly string[],
  path: string,
  bodies: readonly string[],
  callers: number,
): Promise<{ readonly perSecond: number; readonly errors: number }> {
  let next = 0;
  let errors = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = caller; next < bodies.length; turn += 1) {
        const { success } = await post(`${addresses[turn % addresses.length]}${path}`, bodies[next++] as string);
        if (!success) errors += 1;
      }
    }),
  );
  return { perSecond: bodies.length / ((performance.now() - began) / 1_000), errors };
}

function linesOf({ label }: Side, callers: number, turns: readonly Turn[]): Line[] {
  const line = (what: string, value: number | null, unit: string): Line => ({ name: `${label}${what}`, value, unit });
  const cost = (pick: (turn: Turn) => Round) =>
    medianMeasured(turns.map((turn) => minus(pick(turn).cost, turn.empty.cost)));
  const ratios = turns.map(({ empty, one, two }) => {
    const [once, twice] = [minus(one.cost, empty.cost), minus(two.cost, empty.cost)];
    return once && twice ? twice / once : null;
  });
  const errors = turns.reduce((sum, { empty, one, two }) => sum + empty.errors + one.errors + two.errors, 0);
  const rate = (pick: (turn: Turn) => Round) => median(turns.map((turn) => pick(turn).perSecond));
  return [
    line(
      `alternating between two nodes / one node, orders per second, ${callers} callers`,
      median(turns.map(({ one, two }) => two.perSecond / one.perSecond)),
      'x',
    ),
    line('  cost of an order beyond the empty endpoint, two nodes / one', medianMeasured(ratios), 'x'),
    line(
      '  cost with one node',
      cost(({ one }) => one),
      'core-ms',
    ),
    line(
      '  cost with two nodes',
      cost(({ two }) => two),
      'core-ms',
    ),
    line(
      '  orders per second with one node',
      rate(({ one }) => one),
      '/s',
    ),
    line(
      '  orders per second with two nodes',
      rate(({ two }) => two),
      '/s',
    ),
    line('  errors seen by callers', errors, ''),
  ];
}
