/** The core and the model side by side, what was played on them so far, and the comparison. */
import { formatYuan } from '../../kernel/money.ts';
import { depositoryPolicy } from '../../wire/depository/policy.ts';
import { lianyintongPolicy } from '../../wire/lianyintong/policy.ts';
import { MemoryCore } from '../memory.ts';
import { Dice } from './dice.ts';
import { coreFigures, difference, modelFigures } from './figures.ts';
import { type Asked, Model, type Verdict } from './model.ts';
import { type Fee, TERMS } from './terms.ts';

export type Protocol = keyof typeof TERMS;

const POLICIES = { lianyintong: lianyintongPolicy, depository: depositoryPolicy } as const;
const BEGIN = Date.UTC(2026, 10, 21);

/** What was asked or said, and what came of it. */
type Line = readonly [what: string, about: unknown, came: string | null];

/** The core and the model do not agree. */
class Differ extends Error {}

export class Stage {
  readonly core: MemoryCore;
  readonly model: Model;
  /** What was played, for people. */
  readonly trace: Line[] = [];
  /** How often each verb came to what. */
  readonly tally = new Map<string, number>();

  constructor(protocol: Protocol, seed: number) {
    const dice = new Dice(seed, -2);
    const marketingLimit = dice.oneIn(2) ? null : dice.upTo(900_000n);
    const depositFee = someFee(dice);
    const withdrawalFee = someFee(dice);
    const settings = {
      ...(marketingLimit === null ? {} : { 'marketing-limit': formatYuan(marketingLimit) }),
      'fee-deposit': written(depositFee),
      'fee-withdraw': written(withdrawalFee),
    };
    this.core = new MemoryCore(POLICIES[protocol], BEGIN, settings);
    this.model = new Model(TERMS[protocol], { marketingLimit, depositFee, withdrawalFee }, BEGIN);
  }

  /** Both do it, or both refuse it, and the core names a rule that the model finds broken; the same came of it. */
  agree(asked: Asked, verdict: Verdict, refused: string | null): void {
    this.note(asked, refused ?? (verdict === 'KNOWN' ? 'answered again' : 'done'));
    if (typeof verdict === 'string') {
      if (refused !== null) throw new Differ(`refused with ${refused}, and the model finds nothing broken`);
    } else if (refused === null) throw new Differ(`done, and the model finds ${verdict.join(', ')} broken`);
    else if (!verdict.some((name) => name === refused)) {
      throw new Differ(`refused with ${refused}, and the model finds only ${verdict.join(', ')} broken`);
    }
  }

  /** Every figure is the same. */
  compare(): void {
    const differs = difference(coreFigures(this.core), modelFigures(this.model));
    if (differs !== null) throw new Differ(differs);
  }

  note({ requestNo, command }: Asked, came: string): void {
    this.trace.push([requestNo, command, came]);
    this.count(`${command.verb} ${came}`);
  }

  /** Notes what was said, by the bank or the time, and compares what it has moved. */
  say(what: string, said: unknown): void {
    this.trace.push([what, said, null]);
    this.count(what);
    this.compare();
  }

  /** The same for what is done or not by the operator. */
  same(what: string, said: unknown, [core, model]: readonly [boolean, boolean]): void {
    this.say(what, said);
    if (core !== model)
      throw new Differ(`the core ${core ? 'did' : 'did not do'} it, the model ${model ? 'did' : 'did not'}`);
  }

  wait(span: number): void {
    this.model.at += span;
    this.core.world.at = this.model.at;
    this.say('time passes', span);
  }

  /** The trace from a line on, the last of it. */
  told(from: number): string[] {
    const lines = this.trace.slice(from).slice(-40);
    return lines.map(([what, about, came]) => `${what} ${text(about)}${came === null ? '' : ` → ${came}`}`);
  }

  private count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }
}

function someFee(dice: Dice): Fee {
  return { flat: dice.oneIn(2) ? 0n : dice.upTo(300n), perMille: dice.oneIn(2) ? 0n : dice.upTo(9n) };
}

function written({ flat, perMille }: Fee): string {
  return `${formatYuan(flat)}+0.${perMille}%`;
}

function text(value: unknown): string {
  const plain = (_: string, each: unknown) => (typeof each === 'bigint' ? Number(each) : each);
  return JSON.stringify(value, plain).replaceAll('"', '');
}
