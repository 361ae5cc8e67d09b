/**
 * Writes a protocol's reference from its catalogue, so that what is documented is what is read and answered. Chinese
 * and English side by side; what the bank's document does not print is marked.
 */
import { codeOf, type Dialect } from '../dialect.ts';
import type { AnyRefusal, AnyRefusalName } from '../refusals.ts';
import { sentenceOf } from '../sentences.ts';
import type { Enumeration } from './enumeration.ts';
import { dataLimit } from './data-limit.ts';
import { type Field, type Fields, kindLetter } from './kinds.ts';
import type { Service } from './service.ts';

const BEYOND = '＋';
type Row = readonly string[];

/** The whole reference of a protocol, Markdown. */
export function writeDocument(dialect: Dialect): string {
  const { services } = dialect.catalogue;
  return [
    `# ${dialect.title} · ${dialect.name}`,
    '',
    'Generated from the catalogue by `node bin/docs.js --write`; do not edit. 由接口目录生成，请勿手工修改。',
    `${BEYOND} marks what is beyond the document. ${BEYOND} 表示文档未列出的内容。`,
    '',
    ...connection(dialect),
    '## 接口一览 Services',
    '',
    ...table(['接口', '名称', '模式', '幂等', '通知', '章节'], services.map(overview)),
    ...services.flatMap((service) => section(dialect, service)),
    '## 枚举 Enumerations',
    '',
    ...enumerationsOf(dialect).flatMap(enumerationSection),
    ...codes(dialect),
    '## 未开通的接口 Services not opened yet',
    '',
    ...table(
      ['接口', '名称'],
      Object.entries(dialect.catalogue.closed).map(([name, { title, aliases = [] }]) => [names(name, aliases), title]),
    ),
  ].join('\n');
}

function connection(dialect: Dialect): string[] {
  const addresses = (['gateway', 'service'] as const).map((mode) => [
    mode === 'gateway' ? '网关 gateway' : '直连 direct',
    dialect.paths[mode].map((path) => `\`${path}\``).join(', '),
  ]);
  const envelope = Object.entries(dialect.envelope).map(([name, { required, label }]) => [
    `\`${name}\``,
    required ? 'Y' : 'N',
    label,
  ]);
  return [
    '## 接入 Connection',
    '',
    ...table(['模式', '地址'], addresses),
    'POST, application/x-www-form-urlencoded (also multipart/form-data), UTF-8. ' +
      `响应签名 response signature: header \`${dialect.signatureHeader}\`; ` +
      `通知应答 notice acknowledged by body \`${dialect.notices.acknowledgement}\`.`,
    '',
    ...limits(dialect),
    '### 请求参数 Envelope',
    '',
    ...table(['参数', '必填', '说明'], envelope),
    '### 每个业务报文的公共字段 Fields of every business message',
    '',
    ...fieldTable(dialect.common),
  ];
}

function overview(service: Service): Row {
  const notice = service.notice === 'NONE' ? '否' : service.notice === 'FINAL' ? '是' : '受理与结果';
  const name = `[${service.name}](#${service.name.toLowerCase()})${service.beyondDocument ? ` ${BEYOND}` : ''}`;
  const mode = service.mode === 'gateway' ? '网关' : '直连';
  return [name, service.title, mode, service.idempotent ? '是' : '否', notice, service.section];
}

function section(dialect: Dialect, service: Service): string[] {
  const answered = dialect.speak({ standing: 'SUCCESS', refusal: null }, {});
  const added = Object.keys(answered).map((name) => `\`${name}\``);
  return [
    `## ${service.name}`,
    '',
    `**${service.title}**（${service.section}）${service.beyondDocument ? BEYOND : ''} ${service.meaning}`,
    '',
    ...(service.aliases.length > 0
      ? [`也接受 also called: ${service.aliases.map((name) => `\`${name}\``).join(', ')}`, '']
      : []),
    '### 请求 Request',
    '',
    ...fieldTable(service.fields),
    '### 返回 Answer',
    '',
    `另有 besides: ${added.join(', ')}`,
    '',
    ...fieldTable(service.answer),
  ];
}

function fieldTable(fields: Fields): string[] {
  if (Object.keys(fields).length === 0) return ['无 none', ''];
  const rows = Object.entries(fields).map(([name, field]) => fieldRow(name, field));
  const nested = Object.entries(fields).flatMap(([name, field]) =>
    'items' in field ? [`\`${name}\`：`, '', ...fieldTable(field.items)] : [],
  );
  return [...table(['参数', '必填', '类型', '长度', '名称', '说明'], rows), ...nested];
}

/** What a caller should know of the limits. */
function limits({ catalogue }: Dialect): string[] {
  const most = Math.max(...catalogue.services.map(({ limit }) => limit.bytes));
  const [plain, long] = [dataLimit({}).bytes / 1024, Math.floor(most / 1024 / 1024)];
  return [
    `reqData 不超过 ${plain} KB，含明细的接口不超过 ${long} MB. reqData holds at most ${plain} KB, with details ${long} MB.`,
    '',
    'HTTP 429 的响应同样签名：请求未作任何处理，可稍后重新提交。An answer of HTTP 429 is signed too: nothing was done, send it again later.',
    '',
  ];
}

function fieldRow(name: string, field: Field): Row {
  const length = 'max' in field ? String(field.max) : 'most' in field ? `≤ ${field.most}` : '';
  const set = 'of' in field ? `【${field.of.title}】` : '';
  const shown = `\`${name}\`${field.beyondDocument ? ` ${BEYOND}` : ''}`;
  return [shown, field.required ? 'Y' : 'N', kindLetter(field), length, field.label, `${set}${field.meaning}`];
}

function enumerationsOf(dialect: Dialect): Enumeration[] {
  const found = new Set<Enumeration>();
  const collect = (fields: Fields): void => {
    for (const field of Object.values(fields)) {
      if ('of' in field) found.add(field.of);
      if ('items' in field) collect(field.items);
    }
  };
  collect(dialect.common);
  for (const service of dialect.catalogue.services) {
    collect(service.fields);
    collect(service.answer);
  }
  return [...found].sort((a, b) => (a.title < b.title ? -1 : 1));
}

function enumerationSection(set: Enumeration): string[] {
  const rows = Object.entries(set.words).map(([name, { core, label, also = [] }]) => [
    names(name, also),
    label,
    core === undefined ? '未开通 not opened' : '',
  ]);
  return [`### ${set.title}`, '', ...table(['取值', '说明', ''], rows)];
}

function codes(dialect: Dialect): string[] {
  const sentences = new Map<string, string[]>();
  for (const name of Object.keys(dialect.codes) as AnyRefusalName[]) {
    const refusal = exampleOf(name);
    const code = codeOf(dialect.codes, refusal);
    sentences.set(code, [...(sentences.get(code) ?? []), sentenceOf(refusal)]);
  }
  const rows = Object.entries(dialect.codeTitles).map(([code, title]) => [
    `\`${code}\`${dialect.printedCodes.includes(code) ? '' : ` ${BEYOND}`}`,
    title,
    (sentences.get(code) ?? []).join('<br>'),
  ]);
  return ['## 返回码 Codes', '', ...table(['返回码', '说明', '描述 Sentences'], rows)];
}

/** Facts for a sentence that is only shown: by the fact's name, whatever refusal it belongs to. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(['available', 'claim', 'limit', 'cap'].map((name) => [name, 10_000n])),
  ...Object.fromEntries(['needed', 'principal', 'commission', 'amount', 'total'].map((name) => [name, 20_000n])),
  left: 3n,
  least: 10_000n,
  seconds: 60,
  most: 50,
  bytes: 8 * 1024 * 1024,
  until: Date.UTC(2026, 10, 22),
  expiresAt: Date.UTC(2026, 10, 22),
  allowed: ['…'],
  repeatable: true,
};

/** A refusal with example facts, for documentation. */
export function exampleOf(name: AnyRefusalName): AnyRefusal {
  const why = name === 'PASSWORD_WEAK' ? 'FORM' : name === 'JSON_MALFORMED' ? 'SYNTAX' : '…';
  const times = name === 'TIMESTAMP_OFF' ? { came: Date.UTC(2026, 10, 21, 3), ours: Date.UTC(2026, 10, 21, 4) } : {};
  const facts = new Proxy(times as Record<string, unknown>, {
    get: (known, fact) => (fact === 'why' ? why : (known[String(fact)] ?? EXAMPLES[String(fact)] ?? '…')),
  });
  return { name, facts } as unknown as AnyRefusal;
}

function names(name: string, also: readonly string[]): string {
  return [name, ...also].map((text) => `\`${text}\``).join(' / ');
}

function table(head: Row, rows: readonly Row[]): string[] {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
