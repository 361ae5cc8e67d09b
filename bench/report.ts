/** The table that `npm run bench` prints. */
import type { Line } from './figures.ts';

export function printTable(machine: Readonly<Record<string, string>>, lines: readonly Line[]): string {
  const facts = Object.entries(machine).map(([name, value]) => `${name}: ${value}`);
  const width = Math.max(...lines.map(({ name }) => name.length)) + 2;
  const rows = lines.map(({ name, value, unit, goal, holds }) => {
    const told =
      value === null ? 'not measured' : value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
    const judged = holds === undefined ? '' : `  goal ${goal} ${unit}: ${holds ? 'holds' : 'falls short'}`;
    return `${name.padEnd(width)}${told.padStart(12)} ${unit.padEnd(3)}${judged}`;
  });
  return `${facts.join('\n')}\n\n${rows.join('\n')}\n`;
}
