/**
 * Answers as people read them: a list as a table, wherever it stands, anything else as one line per fact. Whatever
 * anybody wrote stays text: it moves no cursor, begins no line and turns nothing around.
 */

/** What a terminal obeys instead of showing it. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A key as a file holds it: the one text that may have lines of its own, to be copied from the terminal. */
const PEM = /^-----BEGIN [A-Z ]+-----\n(?:[A-Za-z0-9+/=]+\n)+-----END [A-Z ]+-----\n?$/;

/** Text for the terminal, ending with a line break; nothing to say is an empty text. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? 'none\n' : table(value);
  if (typeof value === 'object') return facts(value as Readonly<Record<string, unknown>>);
  return `${cell(value)}\n`;
}

function facts(value: Readonly<Record<string, unknown>>): string {
  return Object.entries(value)
    .map(([name, fact]) => {
      if (isTable(fact)) return `${name}:\n${table(fact)}`;
      if (typeof fact === 'string' && PEM.test(fact)) return `${name}:\n${fact.trimEnd()}\n`;
      return `${name}: ${cell(fact)}\n`;
    })
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
  return plain(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** One JSON document on one line. */
export function document(value: unknown): string {
  return `${plain(JSON.stringify(value))}\n`;
}

/** The text with escapes, as JSON writes them, for what a terminal would obey. */
function plain(text: string): string {
  return text.replace(STEERING, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Chinese characters take two columns of a terminal. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2E80-\uFFEF]/.test(character) ? 2 : 1), 0);
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}
