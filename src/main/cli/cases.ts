/** `case …`: what people decide under four eyes. */
import { about, type Asked, type Entry, type Line, need, nothingMore, one, options, wrongUse } from './line.ts';
import { readFiles } from './operators.ts';

/** What says which subject and which plan, by the names of the registry's arguments. */
const PLAN_OPTIONS = { credit: 'credit', account: 'account' } as const;
const SUBJECT_OPTIONS = { user: 'userNo', receipt: 'receipt', expect: 'expect', break: 'break' } as const;

export const CASE_COMMANDS: readonly Entry[] = [
  {
    name: 'case list',
    usage: '[--platform NO] [--kind KIND] [--state STATE]',
    does: 'lists cases, newest first',
    read: caseList,
  },
  {
    name: 'case show',
    usage: 'ID',
    does: 'shows a case with its history, papers and postings',
    read: about('case.show', 'id', 'the number of the case'),
  },
  {
    name: 'case open',
    usage:
      'RECEIPT --receipt ID [--credit USER|--send-back] | CREDIT --receipt ID --account REPAYMENT|FEE|MARKETING | ' +
      'UNLOCK --user USER | BREAK --break ID, each with --platform NO --as NAME --reason TEXT',
    does: 'opens a case: unallocated money, funding of an account, a locked trade password, a break to be explained',
    read: caseOpen,
  },
  {
    name: 'case papers',
    usage: 'ID FILE… [--as NAME]',
    does: 'attaches papers to a case: PDF, JPEG or PNG, 5 MiB each at most',
    read: casePapers,
  },
  {
    name: 'case propose',
    usage: 'ID [--credit USER|--send-back] [--account ACCOUNT] --as NAME [--reason TEXT]',
    does: 'proposes what is to be done, for another to approve',
    read: (line) => act('case.propose', line, PLAN_OPTIONS),
  },
  {
    name: 'case approve',
    usage: 'ID --as NAME --reason TEXT',
    does: 'approves what another proposed, and does it',
    read: (line) => act('case.approve', line),
  },
  {
    name: 'case back',
    usage: 'ID --as NAME --reason TEXT',
    does: 'sends a proposed case back for more',
    read: (line) => act('case.back', line),
  },
  {
    name: 'case refuse',
    usage: 'ID --as NAME --reason TEXT',
    does: 'refuses a case and closes it; nothing moves',
    read: (line) => act('case.refuse', line),
  },
];

function caseList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'kind', 'state']);
  nothingMore(rest);
  const { platform = null, kind = null, state = null } = values;
  return { command: 'case.list', args: { platformNo: platform, kind, state } };
}

function caseOpen({ words }: Line): Asked {
  const named = { ...SUBJECT_OPTIONS, ...PLAN_OPTIONS };
  const { words: line, sendBack } = takeSendBack(words);
  const { values, rest } = options(line, ['platform', 'as', ...Object.keys(named)]);
  const args = { kind: one(rest, 'the kind of case'), platformNo: need(values, 'platform'), as: need(values, 'as') };
  return { command: 'case.open', args: { ...args, ...given(values, named), ...sendBack } };
}

async function casePapers({ words, locate }: Line): Promise<Asked> {
  const { values, rest } = options(words, ['as']);
  const [id, ...paths] = rest;
  if (!id || paths.length === 0) throw wrongUse('Say the number of the case, and which files.');
  const as = values.as === undefined ? {} : { as: need(values, 'as') };
  return { command: 'case.papers', args: { id, files: await readFiles(paths, locate), ...as } };
}

/** Something that is done about a case under a name. */
function act(command: string, { words }: Line, named: Readonly<Record<string, string>> = {}): Asked {
  const { words: line, sendBack } = named === PLAN_OPTIONS ? takeSendBack(words) : { words, sendBack: {} };
  const { values, rest } = options(line, ['as', ...Object.keys(named)]);
  const args = { id: one(rest, 'the number of the case'), as: need(values, 'as') };
  return { command, args: { ...args, ...given(values, named), ...sendBack } };
}

/** Takes the one option that has no value out of a line. */
function takeSendBack(words: readonly string[]): { readonly words: readonly string[]; readonly sendBack: object } {
  const rest = words.filter((word) => word !== '--send-back');
  return { words: rest, sendBack: rest.length < words.length ? { sendBack: true } : {} };
}

/** The options that were given, under the names of the registry. */
function given(values: Readonly<Record<string, string>>, named: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(named).flatMap(([option, name]) => (option in values ? [[name, need(values, option)]] : [])),
  );
}
