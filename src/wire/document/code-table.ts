/** The codes of a protocol with every sentence that goes with them, and what a client may conclude from each. */
import { codeOf, type Dialect } from '../dialect.ts';
import {
  type AnyRefusal,
  type AnyRefusalName,
  NUMBER_TAKEN,
  OUTCOME_OPEN,
  type WireRefusalFacts,
} from '../refusals.ts';
import type { RefusalFacts } from '../../custody/refusals.ts';
import { sentenceOf } from '../sentences.ts';
import { BEYOND, table } from './markdown.ts';

/** The section of a protocol's codes. */
export function codes(dialect: Dialect): string[] {
  const refusals = refusalsByCode(dialect);
  const rows = Object.entries(dialect.codeTitles).map(([code, title]) => {
    const said = refusals.get(code) ?? [];
    return [
      `\`${code}\`${dialect.printedCodes.includes(code) ? '' : ` ${BEYOND}`}`,
      title,
      said.length === 0 ? '' : MEANINGS[meaningOf(said)].short,
      [...new Set(said.map((refusal) => sentenceOf(refusal)))].join('<br>'),
    ];
  });
  return ['## 返回码 Codes', '', ...table(['返回码', '说明', '结论', '描述 Sentences'], rows)];
}

/** What a code tells a client about the order. */
export type CodeMeaning = keyof typeof MEANINGS;

export const MEANINGS = {
  FAILED: {
    short: '失败',
    long:
      '确定失败，未动用资金，流水号可再次使用；已受理的提现除外，其资金已退回、流水号不再可用。' +
      'A definite failure; the number is free, but for a withdrawal that had been accepted: its money is back.',
  },
  OPEN: {
    short: '未知',
    long: '结果未知或尚未产生：不得视为失败，按「超时与重试」处理。Not known, or not yet: never a failure; see time-outs.',
  },
  TAKEN: {
    short: '流水号占用',
    long: '本次调用未执行，该流水号下已有业务：查询它。This call did nothing; an order stands under the number: ask for it.',
  },
} as const;

/** What all refusals of a code have in common: one that is open makes the code so. */
function meaningOf(refusals: readonly AnyRefusal[]): CodeMeaning {
  if (refusals.some(({ name }) => OUTCOME_OPEN.has(name))) return 'OPEN';
  return refusals.some(({ name }) => NUMBER_TAKEN.has(name)) ? 'TAKEN' : 'FAILED';
}

/** The codes of one meaning. */
export function codesThatMean(dialect: Dialect, meaning: CodeMeaning): string[] {
  const found = [...refusalsByCode(dialect)].filter(([, refusals]) => meaningOf(refusals) === meaning);
  return found.map(([code]) => code).sort();
}

function refusalsByCode(dialect: Dialect): ReadonlyMap<string, readonly AnyRefusal[]> {
  const found = new Map<string, AnyRefusal[]>();
  for (const name of Object.keys(dialect.codes) as AnyRefusalName[]) {
    for (const refusal of examplesOf(name)) {
      const code = codeOf(dialect.codes, refusal);
      found.set(code, [...(found.get(code) ?? []), refusal]);
    }
  }
  return found;
}

/** Facts for a sentence that is only shown: by the fact's name, whatever refusal it belongs to. */
const FACTS: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    ['available', 'claim', 'limit', 'cap', 'least', 'held', 'price'].map((name) => [name, 10_000n]),
  ),
  ...Object.fromEntries(
    ['needed', 'principal', 'commission', 'amount', 'total', 'share'].map((name) => [name, 20_000n]),
  ),
  ...{ balance: 10_000n, underWay: 20_000n },
  ...{ left: 10_000n, seconds: 60, most: 50, bytes: 8 * 1024 * 1024 },
  ...{ until: Date.UTC(2026, 10, 22), expiresAt: Date.UTC(2026, 10, 22) },
  ...{ field: 'amount', label: '金额', expected: '大于零、至多两位小数、十亿以内的金额', value: 'SWIFT' },
  ...{ allowed: ['PC', 'MOBILE'], service: 'CONFIRM_LOAN', serial: '1', platformNo: '6000000001' },
  ...{ requestNo: 'R1001', userNo: 'U1001', projectNo: 'P2001', holdNo: 'R1007', what: 'R1007', freezeNo: 'R1007' },
  ...{ recordNo: 'R1007', other: 'R1008' },
  ...{ kind: 'TENDER', account: 'COMPENSATION', reason: '账户状态异常' },
  ...{ status: 'COLLECTING', from: 'COLLECTING', to: 'FINISH' },
};

type Variants<Facts> = { readonly [N in keyof Facts]?: readonly Partial<Facts[N]>[] };

/** Facts that stand for something else under this name, and sentences that depend on them. */
const VARIANTS: Variants<RefusalFacts & WireRefusalFacts> = {
  ENVELOPE_MALFORMED: [{ why: '参数重复 reqData' }],
  ENVELOPE_FIELD_MISSING: [{ field: 'reqData' }],
  BODY_TOO_LARGE: [{ of: 'BODY' }, { of: 'DATA', bytes: 256 * 1024 }],
  ADDRESS_WRONG: [{ path: '/service' }],
  TIMESTAMP_OFF: [{ came: Date.UTC(2026, 10, 21, 16, 20), ours: Date.UTC(2026, 10, 21, 16) }],
  SERVICE_MISLABELLED: [{ field: 'callbackUrl' }],
  JSON_MALFORMED: (['SYNTAX', 'ENCODING', 'DEPTH', 'SIZE', 'NO_OBJECT'] as const).map((why) => ({ why })),
  FIELD_TOO_LONG: [{ field: 'requestNo', label: '请求流水号' }],
  FIELD_NOT_LISTED: [{ field: 'userDevice', came: 'TV' }],
  VALUE_NOT_OPENED: [{ field: 'rechargeWay' }],
  RESULT_UNKNOWN: [{ repeatable: true }, { repeatable: false }],
  MEMBER_NOT_ACTIVE: (['AUDIT', 'BACK', 'REFUSED'] as const).map((state) => ({ state })),
  MEMBER_ROLE: [{ needed: 'INVESTOR' }, { needed: 'GUARANTOR' }],
  HOLD_ACCOUNT: [{ kind: 'COMPENSATORY' }],
  PASSWORD_WRONG: [{ left: 4 }],
  SMS_CODE_WRONG: [{ left: 4 }],
  PASSWORD_WEAK: [{ why: 'FORM' }, { why: 'SEQUENCE' }],
};

/** A refusal with example facts, once for each sentence that shows something of its own. */
export function examplesOf(name: AnyRefusalName): readonly AnyRefusal[] {
  return (VARIANTS[name] ?? [{}]).map((own: object) => {
    const facts = new Proxy(own, {
      get: (given, fact) => (given as Record<string | symbol, unknown>)[fact] ?? FACTS[String(fact)] ?? '…',
    });
    return { name, facts } as unknown as AnyRefusal;
  });
}
