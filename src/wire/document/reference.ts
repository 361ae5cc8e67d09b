/**
 * Writes a protocol's reference from its catalogue, so that what is documented is what is read and answered. Chinese
 * and English side by side; what the bank's document does not print is marked.
 */
import type { Dialect } from '../dialect.ts';
import type { Enumeration } from '../catalogue/enumeration.ts';
import { dataLimit } from '../catalogue/data-limit.ts';
import type { Fields } from '../catalogue/kinds.ts';
import type { Service } from '../catalogue/service.ts';
import { sizeOf } from '../sentences/calls.ts';
import { codes } from './code-table.ts';
import { type Departure, departuresSection } from './departures.ts';
import { examplesSection, STAGES } from './examples.ts';
import { fieldTable } from './fields.ts';
import { BEYOND, names, type Row, table } from './markdown.ts';
import { PAGE_TOKEN, type Recorded } from './recorded.ts';

/** The whole reference of a protocol, Markdown. */
export function writeReference(
  dialect: Dialect,
  recorded: readonly Recorded[],
  departures: readonly Departure[],
): string {
  const { services } = dialect.catalogue;
  return [
    `# ${dialect.title} · ${dialect.name}`,
    '',
    'Generated from the catalogue by `node bin/docs.js --write`; do not edit. 由接口目录生成，请勿手工修改。',
    `${BEYOND} marks what is beyond the document. ${BEYOND} 表示文档未列出的内容。`,
    '',
    '类型、金额、时间、签名、幂等、超时与重试、限制见[通用约定](conventions.md)。' +
      'Types, money, time, signing, idempotency, time-outs and limits: see the [conventions](conventions.md).',
    '',
    '示例取自实际运行（[examples](examples)，[测试密钥](test-keys/README.md)），逐字节如实：表单各值为百分号编码之前的内容，' +
      `页面地址中的令牌以 \`${PAGE_TOKEN}\` 代替。The examples are recorded from a run with test keys, byte for byte: ` +
      `values of forms before percent-encoding, and \`${PAGE_TOKEN}\` in place of a page’s token.`,
    '',
    ...connection(dialect),
    '## 接口一览 Services',
    '',
    ...table(['接口', '名称', '模式', '幂等', '通知', '章节'], services.map(overview)),
    ...services.flatMap((service) => section(dialect, service, recorded)),
    '## 枚举 Enumerations',
    '',
    ...enumerationsOf(dialect).flatMap(enumerationSection),
    ...codes(dialect),
    ...departuresSection(dialect.catalogue, departures),
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
    dialect.paths[mode].map((path) => `\`POST ${path}\``).join(', '),
  ]);
  return [
    '## 接入 Connection',
    '',
    ...table(['模式', '地址'], addresses),
    '### 每个业务报文的公共字段 Fields of every business message',
    '',
    ...fieldTable(dialect.common),
  ];
}

/** What of an order is notified. */
function noticesTold({ notices }: Service): string {
  return notices.length === 0 ? '否' : notices.map((each) => STAGES[each]).join('、');
}

function overview(service: Service): Row {
  const name = `[${service.name}](#${service.name.toLowerCase()})${service.beyondDocument ? ` ${BEYOND}` : ''}`;
  const mode = service.mode === 'gateway' ? '网关' : '直连';
  return [name, service.title, mode, service.idempotent ? '是' : '否', noticesTold(service), service.section];
}

function section(dialect: Dialect, service: Service, recorded: readonly Recorded[]): string[] {
  const answered = dialect.speak({ standing: 'SUCCESS', refusal: null }, {});
  const added = Object.keys(answered).map((name) => `\`${name}\``);
  const { bytes } = service.limit;
  const large = bytes > dataLimit({}).bytes ? [`reqData ≤ ${sizeOf(bytes)}.`, ''] : [];
  return [
    `## ${service.name}`,
    '',
    `**${service.title}**（${service.section}）${service.beyondDocument ? BEYOND : ''} ${service.meaning}`,
    '',
    ...(service.aliases.length > 0
      ? [`也接受 also called: ${service.aliases.map((name) => `\`${name}\``).join(', ')}`, '']
      : []),
    ...large,
    '### 请求 Request',
    '',
    ...fieldTable(service.fields),
    service.mode === 'gateway' ? '### 返回与通知 Return and notice' : '### 返回 Answer',
    '',
    `另有 besides: ${added.join(', ')}`,
    '',
    ...(service.notices.length > 0 ? [`通知 notices: ${noticesTold(service)}`, ''] : []),
    ...fieldTable(service.answer),
    ...examplesSection(dialect, service, recorded),
  ];
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
