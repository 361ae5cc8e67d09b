/**
 * Writes `sdk/generated/<protocol>.ts` from the custodian's catalogue, so that what the sdk types and what the
 * custodian reads cannot drift apart. `--check` writes nothing and fails when a file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { DIALECTS } = await import('../src/wire/dialects.ts');

const WIDTH = 120;

/** CONFIRM_LOAN is ConfirmLoan. */
function typeName(service) {
  const words = service.toLowerCase().split('_');
  return words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}

function innerName(holder, name) {
  return holder + name[0].toUpperCase() + name.slice(1);
}

/** The words of an enumeration that are opened; an echoed field comes back in whichever spelling was sent. */
function spellings(enumeration, echoed) {
  const also = echoed ? enumeration.opened.flatMap((word) => enumeration.words[word].also ?? []) : [];
  return [...enumeration.opened, ...also].map((word) => `'${word}'`).join(' | ') || 'never';
}

/** The TypeScript type of a field: what is sent may be an exact bigint, what comes back is text. */
function fieldType(name, field, { direction, holder, echoes }) {
  switch (field.kind) {
    case 'A':
      return direction === 'request' ? 'Amount' : 'Yuan';
    case 'I':
      return 'number';
    case 'B':
      return 'boolean';
    case 'C':
      return `readonly ${innerName(holder, name)}[]`;
    case 'G':
      return innerName(holder, name);
    case 'E':
      return spellings(field.of, direction === 'request' || echoes.includes(name));
    default:
      return 'string';
  }
}

function fieldLines(name, field, context) {
  const type = fieldType(name, field, context) + (field.required ? '' : ' | undefined');
  const head = `  readonly ${name}${field.required ? '' : '?'}:`;
  const words = field.kind === 'L' ? ` Words: ${field.of.opened.join(', ')}.` : '';
  const doc = docLines(`${field.label}. ${field.meaning}${words}`);
  if (`${head} ${type};`.length <= WIDTH) return [...doc, `${head} ${type};`];
  const members = type.split(' | ').map((member) => `    | ${member}`);
  return [...doc, head, ...members.slice(0, -1), `${members.at(-1)};`];
}

function docLines(text, indent = '  ') {
  const line = `${indent}/** ${text.replace(/\*\//g, '* /')} */`;
  if (line.length <= WIDTH) return [line];
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${indent} * ${last} ${word}`.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return [`${indent}/**`, ...lines.map((each) => `${indent} * ${each}`), `${indent} */`];
}

function interfaceLines(name, title, fields, context) {
  const entries = Object.entries(fields);
  const nested = entries
    .filter(([, field]) => field.items)
    .flatMap(([key, field]) => {
      const inner = innerName(name, key);
      return interfaceLines(inner, `${field.label}.`, field.items, { ...context, holder: inner });
    });
  const doc = docLines(title, '');
  if (entries.length === 0) return [...nested, ...doc, `export type ${name} = Record<string, never>;`, ''];
  const body = entries.flatMap(([key, field]) => fieldLines(key, field, { ...context, holder: name }));
  return [...nested, ...doc, `export interface ${name} {`, ...body, '}', ''];
}

/** What the client adds by itself. */
const STAMPED = 'timestamp';

/** Code and sentence (and status), as the dialect adds them to every answer. */
function spokenFields(dialect) {
  const spoken = dialect.speak({ standing: 'SUCCESS', refusal: null }, {});
  const meanings = {
    status: 'How the order stands: SUCCESS, ACCEPT, INIT, PROCESSING or FAIL.',
    code: 'Success, or a failing code.',
    sentence: 'The sentence that belongs to the code.',
  };
  return Object.fromEntries(
    Object.keys(spoken).map((name) => {
      const what = name === 'status' ? 'status' : /code/i.test(name) ? 'code' : 'sentence';
      const label = { status: '交易状态', code: '返回码', sentence: '描述信息' }[what];
      return [name, { kind: 'S', required: true, label, meaning: meanings[what] }];
    }),
  );
}

function serviceLines(dialect, service) {
  const name = typeName(service.name);
  const title = `${service.title} (${service.name}, ${service.section}).`;
  const { [STAMPED]: _, ...common } = service.mode === 'gateway' ? dialect.common : {};
  const echoes = service.echoes ?? [];
  const request = { direction: 'request', echoes };
  const answer = { direction: 'answer', echoes };
  return [
    ...interfaceLines(`${name}Request`, `${title} ${service.meaning}`, { ...service.fields, ...common }, request),
    ...interfaceLines(
      `${name}Answer`,
      `${title} What comes back.`,
      { ...spokenFields(dialect), ...service.answer },
      answer,
    ),
  ];
}

function amountNames(fields) {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'A' ? [name] : field.items ? amountNames(field.items) : [],
  );
}

function factLines(service) {
  const amounts = [...new Set(amountNames(service.fields))].map((name) => `'${name}'`).join(', ');
  const query = service.mode === 'query';
  const mode = query ? 'direct' : service.mode;
  const facts = [`mode: '${mode}'`, `idempotent: ${service.idempotent}`, `query: ${query}`, `amounts: [${amounts}]`];
  const line = `  ${service.name}: { ${facts.join(', ')} },`;
  return line.length <= WIDTH ? [line] : [`  ${service.name}: {`, ...facts.map((fact) => `    ${fact},`), '  },'];
}

/** The whole file of one protocol. */
function render(dialect) {
  const { services } = dialect.catalogue;
  const rows = services.map(({ name }) => {
    const type = typeName(name);
    return `  ${name}: { request: ${type}Request; answer: ${type}Answer };`;
  });
  return `${[
    '/**',
    ` * Types of ${dialect.name} (${dialect.title}), generated by bin/sdk-types.js. Not to be edited.`,
    ' * Amounts are sent as yuan text or bigint fen and come back as yuan text; rates are text, exactly as given.',
    ' */',
    "import type { ServiceFacts } from '../catalogue.ts';",
    "import type { Amount, Yuan } from '../money.ts';",
    '',
    ...services.flatMap((service) => serviceLines(dialect, service)),
    '/** What is sent to every service, and what its answer, browser return and notice hold. */',
    'export interface Services {',
    ...rows,
    '}',
    '',
    '/** What is known of each service at run time. */',
    'export const SERVICES = {',
    ...services.flatMap(factLines),
    '} as const satisfies Record<keyof Services, ServiceFacts>;',
  ].join('\n')}\n`;
}

function current(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const check = process.argv.includes('--check');
for (const dialect of Object.values(DIALECTS)) {
  const file = new URL(`../sdk/generated/${dialect.name}.ts`, import.meta.url);
  const text = render(dialect);
  if (current(file) === text) continue;
  if (check) {
    console.error(`sdk/generated/${dialect.name}.ts is stale: run node bin/sdk-types.js`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote sdk/generated/${dialect.name}.ts`);
  }
}
