/**
 * Where a protocol's catalogue departs from what the bank's document prints, field by field: a table that lies beside
 * the documents (`fields/`), is held against both by tests, and stands in the reference.
 */
import type { Catalogue } from '../catalogue/service.ts';
import { table } from './markdown.ts';

/** The rows of a tab-separated table whose first line names these columns; throws at any other table. */
export function readRows<const C extends string>(text: string, columns: readonly C[]): { readonly [K in C]: string }[] {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== columns.join('\t')) throw new Error(`the columns are ${head}, not ${columns.join('\t')}`);
  return lines.map((line, index) => {
    const cells = line.split('\t');
    if (cells.length !== columns.length) throw new Error(`line ${index + 2} has ${cells.length} cells: ${line}`);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at]])) as { readonly [K in C]: string };
  });
}

const COLUMNS = ['service', 'message', 'name', 'aspect', 'printed', 'ours', 'rule', 'reason'] as const;

/**
 * `aspect`: required, kind or length of a field; absent: printed and not declared; added: declared and not printed;
 * unsaid: printed as required, yet an answer can do without it. `*` stands for any service or message.
 */
export type Departure = { readonly [K in (typeof COLUMNS)[number]]: string };

/** Reads the table of a protocol's departures. */
export function readDepartures(text: string): Departure[] {
  return readRows(text, COLUMNS);
}

const ASPECTS: Readonly<Record<string, string>> = {
  required: '必填 required',
  kind: '类型 kind',
  length: '长度 length',
  absent: '未提供 absent',
  added: '增加 added',
  unsaid: '可缺省 may be left out',
};

/** The section of the reference: the departures of services that are open. */
export function departuresSection(catalogue: Catalogue, departures: readonly Departure[]): string[] {
  const isOpen = ({ service }: Departure) => service === '*' || catalogue.services.some(({ name }) => name === service);
  const rows = departures
    .filter(isOpen)
    .map(({ service, message, name, aspect, printed, ours, rule, reason }) => [
      ...[service === '*' ? '全部 all' : `[${service}](#${service.toLowerCase()})`],
      ...[
        message === '*' ? '' : message,
        `\`${name}\``,
        ASPECTS[aspect] ?? aspect,
        printed,
        ours,
        `${reason} (${rule})`,
      ],
    ]);
  return [
    '## 与文档的差异 Departures from the document',
    '',
    '逐字段核对所得，除此之外与文档一致。Found by holding every [printed field](fields/README.md) against ours; all else is as printed.',
    '',
    ...table(['接口', '报文', '参数', '项', '文档 Printed', '本系统 Here', '原因 Reason'], rows),
  ];
}
