/** The few forms of Markdown that the protocol documents use. */

export type Row = readonly string[];

/** Marks what is beyond the protocol's own document. */
export const BEYOND = '＋';

/** A table, with an empty line behind it. */
export function table(head: Row, rows: readonly Row[]): string[] {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** Names of one thing, the printed one first. */
export function names(name: string, also: readonly string[]): string {
  return [name, ...also].map((text) => `\`${text}\``).join(' / ');
}

/** Lines exactly as they are, with an empty line behind them. */
export function block(lines: readonly string[], language = 'text'): string[] {
  return [`\`\`\`${language}`, ...lines, '```', ''];
}
