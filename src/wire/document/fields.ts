/** Tables of fields: what a declaration says of each, and the legend of its letters. */
import { maskOf } from '../catalogue/render.ts';
import { type Field, type Fields, kindLetter, type Personal } from '../catalogue/kinds.ts';
import { BEYOND, type Row, table } from './markdown.ts';

/** Made-up values that show what a mask leaves. */
const SPECIMENS: Readonly<Record<Personal, string>> = {
  name: '张三',
  id: '330106199003071017',
  mobile: '13800000001',
  card: '6217680000001001230',
};

/** A field's value as a masked answer tells it; null where it is told as it is. */
function maskedSpecimen(field: Field): string | null {
  return field.personal ? (maskOf(field)?.(SPECIMENS[field.personal]) ?? null) : null;
}

/** The fields of a message, and those of the lists and groups in it. */
export function fieldTable(fields: Fields): string[] {
  if (Object.keys(fields).length === 0) return ['无 none', ''];
  const rows = Object.entries(fields).map(([name, field]) => fieldRow(name, field));
  const nested = Object.entries(fields).flatMap(([name, field]) =>
    'items' in field ? [`\`${name}\`：`, '', ...fieldTable(field.items)] : [],
  );
  return [...table(['参数', '必填', '类型', '长度', '名称', '说明'], rows), ...nested];
}

function fieldRow(name: string, field: Field): Row {
  const set = 'of' in field ? `【${field.of.title}】` : '';
  const shown = `\`${name}\`${field.beyondDocument ? ` ${BEYOND}` : ''}`;
  const mask = maskedSpecimen(field);
  const masked = mask === null ? '' : ` 脱敏 masked: \`${mask}\`.`;
  const also = field.also ? ` 也接受 also accepted as ${field.also.map((other) => `\`${other}\``).join(', ')}.` : '';
  const meaning = `${set}${field.meaning}${also}${masked}`;
  return [shown, field.required ? 'Y' : 'N', kindLetter(field), lengthOf(field), field.label, meaning];
}

/** The most a field may hold: characters of a text, lines of a list. */
function lengthOf(field: Field): string {
  if ('max' in field) return String(field.max);
  return 'most' in field ? `≤ ${field.most} 条` : '';
}

/** What a kind is, under the letter that documents print. Numbers, lists and groups are S, S and C there. */
const LEGEND: { readonly [K in Field['kind']]: readonly [what: string, rule: string] } = {
  S: [
    '文本',
    '字符串，长度按字符（码点）计，超长拒绝。Text; length counts characters, too long is refused, never cut.',
  ],
  N: [
    '编号',
    '标识号，按字符串处理；不加引号的数字保持原文。A number that identifies; its digits are kept as written.',
  ],
  A: ['金额', '元，至多两位小数，小于十亿。Yuan, at most two decimals, below 1,000,000,000; see below.'],
  D: ['日期', '`yyyyMMdd`，北京时间。Beijing date.'],
  T: ['时间', '`yyyyMMddHHmmss`，北京时间。Beijing time.'],
  E: [
    '枚举',
    '封闭取值，见各协议文档「枚举」。One of a closed set of words; others are refused, with the words allowed.',
  ],
  L: ['枚举列表', '若干枚举值以逗号连接。Words of a closed set, joined by commas.'],
  I: ['整数', '小于十亿的非负整数。An integer from 0 to below 1,000,000,000.'],
  F: ['小数', '至多七位小数，原样保存、返回。At most seven decimals, kept and returned as given.'],
  B: ['布尔', '`1`/`0`，或 `true`/`false`。'],
  C: ['明细', '对象数组，或内含该数组的 JSON 字符串。An array of objects, or a JSON string that holds one.'],
  G: ['对象', '单个对象（仅应答）。One object, in answers only.'],
};

/** The letters of the type column. */
export function legend(): string[] {
  const rows = Object.entries(LEGEND).map(([kind, [what, rule]]) => {
    return [kindLetter({ kind } as Field), what, rule];
  });
  return table(['类型', '名称', '规则 Rule'], rows);
}
