/** Answers as people read them: a list as a table, wherever it stands, anything else as one line per fact. */

/** Text for the terminal, ending with a line break; nothing to say is an empty text. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? 'none\n' : table(value);
  if (typeof value === 'object') return facts(value as Readonly<Record<string, unknown>>);
  return `${String(value)}\n`;
}

function facts(value: Readonly<Record<string, unknown>>): string {
  return Object.entries(value)
    .map(([name, fact]) => (isTable(fact) ? `${name}:\n${table(fact)}` : `${name}: ${cell(fact)}\n`))
    .join('');
}

/** A list of records; a list of words, or one that is empty, fits on a line. */
function isTable(fact: unknown): fact is readonly object[] {
  return Array.isArray(fact) && fact.length > 0 && fact.every((row) => typeof row === 'object' && row !== null);
}

function table(rows: readonly unknown[]): string {
  const records = rows.map((row) => (typeof row === 'object' && row !== null ? row : { value: row }));
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lines = [names, ...records.map((record) => names.map((name) => cell(Reflect.get(record, name))))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))));
  return lines
    .map(
      (line) =>
        `${line
          .map((text, column) => pad(text, widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value) && value.length === 0) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Chinese characters take two columns of a terminal. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2E80-\uFFEF]/.test(character) ? 2 : 1), 0);
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}
