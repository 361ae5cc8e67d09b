/**
 * Scenarios: a loan told in sentences that a banker can read, done by the real core, answered by the balances after
 * each sentence and, at the end, by projects, claims, notices and the journal. The tellings stand in `scenarios/`, the
 * answers in `scenarios/golden/`; a sentence that nobody understands is an error that names its line.
 */
import { formatIso } from '../kernel/time.ts';
import { createTestCustody, type TestCustody, type TestPlatform } from './custody.ts';
import { closing, purses } from './scenario-books.ts';
import { SENTENCES } from './scenario-sentences.ts';

export interface Telling {
  readonly title: string;
  readonly protocol: 'lianyintong' | 'depository';
  /** User numbers with their roles. */
  readonly people: readonly (readonly [string, Parameters<TestPlatform['register']>[1]])[];
  readonly settings: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly line: number; readonly text: string }[];
}

/** Where a scenario is being played. */
export interface ScenarioStage {
  readonly core: TestCustody;
  readonly platform: TestPlatform;
  /** A request number of the scenario's own for a sentence that gives none. */
  next(): string;
}

/** Reads a telling: `# title`, `protocol`, `people a, b ROLE`, `setting key value`, sentences; `--` opens a remark. */
export function readTelling(text: string): Telling {
  const heading: Record<string, string> = {};
  const settings: Record<string, string> = {};
  const steps: { line: number; text: string }[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const [, word = '', rest = ''] = /^(#|protocol|people|setting)\s+(.*)$/.exec(line) ?? [];
    if (word === 'setting') settings[rest.split(' ')[0] as string] = rest.split(' ').slice(1).join(' ');
    else if (word !== '') heading[word] = rest;
    else if (line !== '' && !line.startsWith('--')) steps.push({ line: i + 1, text: line });
  }
  const protocol = heading.protocol === 'depository' ? 'depository' : 'lianyintong';
  const people = (heading.people ?? '').split(',').map((each) => {
    const [userNo = '', role = 'ORDINARY'] = each.trim().split(/\s+/);
    return [userNo, role as Parameters<TestPlatform['register']>[1]] as const;
  });
  return { title: heading['#'] ?? '', protocol, people, settings, steps };
}

/** Plays a telling and answers what it led to, as text. */
export async function playTelling(telling: Telling): Promise<string> {
  const core = await createTestCustody();
  const platform = core[telling.protocol];
  for (const [userNo, role] of telling.people) await platform.register(userNo, role);
  if (Object.keys(telling.settings).length > 0) {
    await core.directory.change(platform.platform.platformNo, { settings: telling.settings });
  }
  let count = 0;
  const next = () => {
    count += 1;
    return `s${count}`;
  };
  const stage: ScenarioStage = { core, platform, next };
  const out = [telling.title, `protocol ${telling.protocol}`, ''];
  let before = '';
  for (const [i, step] of telling.steps.entries()) {
    const result = await playStep(stage, step);
    out.push(`${String(i + 1).padStart(2)}. ${step.text}`, `      ${result}`);
    const now = await purses(stage);
    if (now !== before) out.push(now);
    before = now;
  }
  out.push('', ...(await closing(stage)), `the clock stands at ${formatIso(core.clock.now())}`, '');
  return out.join('\n');
}

async function playStep(stage: ScenarioStage, { line, text }: Telling['steps'][number]): Promise<string> {
  for (const [pattern, play] of SENTENCES) {
    const match = pattern.exec(text);
    if (match) return await play(stage, match.groups ?? {});
  }
  throw new Error(`line ${line}: nobody understands "${text}"`);
}
