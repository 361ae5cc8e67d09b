/** `enterprise …`: what is handed in of an enterprise, and what is decided of it. */
import { type Asked, type Entry, type Line, need, nothingMore, options, wrongUse } from './line.ts';
import { readFiles } from './operators.ts';

export const ENTERPRISE_COMMANDS: readonly Entry[] = [
  {
    name: 'enterprise list',
    usage: '[--platform NO] [--state AUDIT|BACK|PASSED|REFUSED]',
    does: 'lists enterprises, those that have waited longest first',
    read: enterpriseList,
  },
  {
    name: 'enterprise show',
    usage: 'NO USER',
    does: 'shows an enterprise with its data, papers and all that was submitted and decided',
    read: ({ words }) => {
      const { args, rest } = about(words);
      nothingMore(rest);
      return { command: 'enterprise.show', args };
    },
  },
  {
    name: 'enterprise papers',
    usage: 'NO USER FILE… [--as NAME]',
    does: 'attaches papers to an enterprise that has not passed: PDF, JPEG or PNG, 5 MiB each at most',
    read: enterprisePapers,
  },
  {
    name: 'enterprise resubmit',
    usage: 'NO USER [KEY=VALUE…] [FILE…] [--as NAME]',
    does: "submits an enterprise that was handed back again; keys are the protocol's names of ENTERPRISE_REGISTER",
    read: enterpriseResubmit,
  },
  {
    name: 'enterprise approve',
    usage: 'NO USER --as NAME --reason TEXT',
    does: 'lets an enterprise under audit pass: from then on it may act',
    read: (line) => decide('enterprise.approve', line),
  },
  {
    name: 'enterprise back',
    usage: 'NO USER --as NAME --reason TEXT',
    does: "hands an enterprise under audit back to its platform's staff, who are told the reason",
    read: (line) => decide('enterprise.back', line),
  },
  {
    name: 'enterprise refuse',
    usage: 'NO USER --as NAME --reason TEXT',
    does: 'refuses an enterprise under audit for ever; its number cannot be registered again',
    read: (line) => decide('enterprise.refuse', line),
  },
];

function about(words: readonly string[]) {
  const [platformNo, userNo, ...rest] = words;
  if (!platformNo || !userNo) throw wrongUse('Say the platform number, and which enterprise of it.');
  return { args: { platformNo, userNo }, rest };
}

function enterpriseList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'state']);
  nothingMore(rest);
  return { command: 'enterprise.list', args: { platformNo: values.platform ?? null, state: values.state ?? null } };
}

async function enterprisePapers({ words, locate }: Line): Promise<Asked> {
  const { values, rest } = options(words, ['as']);
  const { args, rest: paths } = about(rest);
  if (paths.length === 0) throw wrongUse('Say which files.');
  return { command: 'enterprise.papers', args: { ...args, files: await readFiles(paths, locate), ...named(values) } };
}

/** A word with an equals sign corrects, any other is a file. */
async function enterpriseResubmit({ words, locate }: Line): Promise<Asked> {
  const { values, rest } = options(words, ['as']);
  const { args, rest: given } = about(rest);
  const isCorrection = (word: string) => /^[A-Za-z]+=/.test(word);
  const pairs = given.filter(isCorrection).map((word) => [word.split('=', 1)[0], word.slice(word.indexOf('=') + 1)]);
  const paths = given.filter((word) => !isCorrection(word));
  const files = await readFiles(paths, locate);
  return {
    command: 'enterprise.resubmit',
    args: { ...args, data: Object.fromEntries(pairs), files, ...named(values) },
  };
}

function decide(command: string, { words }: Line): Asked {
  const { values, rest } = options(words, ['as']);
  const { args, rest: more } = about(rest);
  nothingMore(more);
  return { command, args: { ...args, as: need(values, 'as') } };
}

function named(values: Readonly<Record<string, string>>): object {
  return values.as === undefined ? {} : { as: need(values, 'as') };
}
