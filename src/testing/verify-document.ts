/** The table in docs/verify.md: for each column of each table who notices a lie in it. */
import type { Noticed, Spoiling } from './spoil-columns.ts';

const HEAD = `# What \`ledger verify\` sees

Made by \`UPDATE_GOLDEN=1 npm test -- custody/spoils\`, which spoils every column of every table on books in which
everything has happened once: in the first row of each kind it puts another value, where it can also none, and takes
the row away. Then it asks the database and the checks, in their order; the first that notices is named. A name in code
is a constraint: the database refused the lie. \`platforms\` is what an operator configures, \`sms_codes\` are codes and
counters of tries: neither says anything about money.

One lie at a time is told here; some that are told on both sides at once stand in the tests beside the checks. What is
sealed is opened, and compared by its contents with a second source where there is one. Two lies are told of it: another
text, sealed for this very row, and the same text, sealed for another row: the second does not open, in any column of
any table, and is always seen.
`;

/** The whole document. */
export function describeNoticed(noticed: readonly Noticed[], spoilings: readonly Spoiling[]): string {
  return [HEAD, ...spoilings.map((spoiling) => section(spoiling, noticed))].join('\n');
}

function section({ table, silent }: Spoiling, noticed: readonly Noticed[]): string {
  const own = noticed.filter((each) => each.table === table);
  const columns = [...new Set(own.map(({ column }) => column))].filter((column) => column !== '');
  const rows = [...columns, ''].map((column) => {
    const about = own.filter((each) => each.column === column);
    const by = [...new Set(about.flatMap((each) => (each.by === null ? [] : [nameOf(each.by)])))];
    const reason = silent[column];
    const unseen = reason === undefined ? '' : `${by.length > 0 ? '; else ' : ''}*${where(about)}: ${reason}*`;
    return `| ${column || '(a row that is gone)'} | ${by.join('; ')}${unseen} |`;
  });
  return [`## ${table}\n`, '| column | who notices |', '| --- | --- |', ...rows, ''].join('\n');
}

function nameOf(by: NonNullable<Noticed['by']>): string {
  return 'check' in by ? by.check : `\`${by.constraint}\``;
}

/** In which kinds of rows a lie goes unnoticed. */
function where(about: readonly Noticed[]): string {
  const kinds = new Set(about.map(({ row }) => row));
  const silent = new Set(about.filter(({ by }) => by === null).map(({ row }) => row));
  return silent.size === kinds.size ? 'unseen' : `unseen in ${[...silent].join(', ')}`;
}
