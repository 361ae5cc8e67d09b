/**
 * What the protocol documents say, held against what the product did in the recorded examples and does when it is
 * asked now: signatures, notices, masks, codes with their sentences, limits of details, methods.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { maskOf } from '../../wire/catalogue/render.ts';
import type { Field, Fields } from '../../wire/catalogue/kinds.ts';
import type { Service } from '../../wire/catalogue/service.ts';
import type { Dialect } from '../../wire/dialect.ts';
import { DIALECTS } from '../../wire/dialects.ts';
import { codesThatMean } from '../../wire/document/code-table.ts';
import {
  codeIn,
  type Form,
  isGood,
  messagesOf,
  noticesShown,
  type Recorded,
  spokenNames,
  succeeded,
} from '../../wire/document/recorded.ts';
import { verifySignature } from '../../wire/signature.ts';
import { TEST_KEYS } from '../test-keys.ts';
import { DEPOSITORY } from './depository.ts';
import { LIANYINTONG } from './lianyintong.ts';
import { type ExampleStage, exampleStage, signedForm } from './stage.ts';

const DOCUMENTS = join(import.meta.dirname, '..', '..', '..', 'docs', 'protocols');
const dialects = Object.values(DIALECTS).map((dialect) => ({
  dialect,
  text: readFileSync(join(DOCUMENTS, `${dialect.name}.md`), 'utf8'),
  recorded: JSON.parse(readFileSync(join(DOCUMENTS, 'examples', `${dialect.name}.json`), 'utf8')) as Recorded[],
}));

const own = (service: Service, recorded: readonly Recorded[]) =>
  recorded.filter((each) => [service.name, ...service.aliases].includes(each.service));

test('every service of the catalogue shows a success and a refusal, and nothing else is shown', () => {
  for (const { dialect, recorded } of dialects) {
    for (const service of dialect.catalogue.services) {
      const outcomes = own(service, recorded).map((each) => succeeded(dialect, each));
      assert.ok(outcomes.includes(true), `${dialect.name} ${service.name} shows no success`);
      assert.ok(outcomes.includes(false), `${dialect.name} ${service.name} shows no refusal`);
    }
    for (const { service } of recorded) assert.ok(dialect.catalogue.find(service), service);
  }
});

function holds(dialect: Dialect, key: string, text: string, signature: string | undefined): boolean {
  const encoding = dialect.name === 'lianyintong' ? 'base64' : 'hex';
  return verifySignature(key, Buffer.from(text), Buffer.from(signature ?? '', encoding));
}

test('G-2 every signature that is shown holds, but that of the message that was tampered with', () => {
  for (const { dialect, recorded } of dialects) {
    const name = dialect.signatureHeader;
    for (const { request, answer, back, notices, shows } of recorded) {
      const { reqData = '' } = request.fields;
      const isWrong = shows.startsWith('签名错误');
      assert.equal(holds(dialect, TEST_KEYS.platform.publicKey, reqData, request.fields[name]), !isWrong, shows);
      const key = TEST_KEYS.custodian.publicKey;
      if (answer.body !== '') assert.ok(holds(dialect, key, answer.body, answer.headers[name]), shows);
      for (const { respData = '', ...fields } of [back?.fields, ...notices].filter((form): form is Form => !!form)) {
        assert.ok(holds(dialect, key, respData, fields[name]), shows);
      }
    }
  }
});

test('G-13 D-WDR-2 L2.9 the notices that came are those that the service says, in their order', () => {
  for (const { dialect, recorded } of dialects) {
    for (const service of dialect.catalogue.services) {
      const told = new Set<string>();
      for (const each of own(service, recorded)) {
        const stages = noticesShown(dialect, service, each);
        for (const stage of stages) told.add(stage);
        const whole = service.notices.filter((stage) => stage !== 'FAILURE');
        if (succeeded(dialect, each)) assert.deepEqual(stages, whole, `${dialect.name} ${each.shows}`);
      }
      for (const stage of told) assert.ok((service.notices as readonly string[]).includes(stage), service.name);
      const isWithdrawal = service.mode === 'gateway' && service.verb === 'WITHDRAW';
      if (!isWithdrawal) continue;
      assert.deepEqual([...told].sort(), [...service.notices].sort(), 'each stage is shown');
      assert.equal(service.notices.includes('SUCCESS'), dialect.policy.withdrawalSuccessNotice, dialect.name);
    }
  }
});

function* valuesOf(
  fields: Fields,
  message: Readonly<Record<string, unknown>>,
): Generator<readonly [string, Field, string]> {
  for (const [name, field] of Object.entries(fields)) {
    const value = message[name];
    if (field.kind === 'G' && value) yield* valuesOf(field.items, value as Record<string, unknown>);
    else if (value !== undefined) yield [name, field, String(value)];
  }
}

test('G-19 what the documents call masked is masked as shown, and what they do not is told as it was sent', () => {
  for (const { dialect, recorded, text } of dialects) {
    let masks = 0;
    // Also by whoever was registered before what is shown.
    const sent = new Set([...LIANYINTONG, ...DEPOSITORY].flatMap(({ data }) => Object.values(data)));
    for (const service of dialect.catalogue.services) {
      const section = text.split(`\n## ${service.name}\n`)[1]?.split('\n### 示例')[0] ?? '';
      const answers = section.split('### 返回')[1] ?? '';
      for (const message of own(service, recorded).flatMap(messagesOf)) {
        for (const [name, field, value] of valuesOf(service.answer, message)) {
          if (!field.personal) continue;
          assert.equal(value.includes('*'), maskOf(field) !== null, `${service.name}.${name} ${value}`);
          assert.equal(answers.includes(`masked: \`${value}\``), maskOf(field) !== null, `${service.name}.${name}`);
          if (maskOf(field)) masks += 1;
          else assert.ok(sent.has(value), value);
        }
      }
    }
    assert.ok(masks > 5, dialect.name);
  }
});

/** A sentence without its facts. */
const shape = (sentence: string) => sentence.replace(/[\x21-\x7e]+/g, '#');

test('LW-6 DW-6 every code that came stands in the table, beside its sentence', () => {
  for (const { dialect, recorded, text } of dialects) {
    const { code, sentence } = spokenNames(dialect);
    const rows = new Map([...text.matchAll(/^\| `(\d+)`(?: ＋)? \| .*$/gm)].map(([row, of = '']) => [of, row]));
    const failed = recorded.filter((each) => !succeeded(dialect, each)).flatMap(messagesOf);
    for (const message of failed) {
      if (isGood(dialect, message)) continue;
      const row = rows.get(String(message[code])) ?? '';
      const sentences = (row.split(' | ').at(-1) ?? '').replace(/ \|$/, '').split('<br>').map(shape);
      assert.ok(sentences.includes(shape(String(message[sentence]))), `${message[code]} ${message[sentence]}: ${row}`);
    }
  }
});

test('G-11 G-12 what the documents call unknown is what they show of an open page, and a taken number as taken', () => {
  for (const { dialect, recorded } of dialects) {
    const open = recorded.find(({ shows }) => shows.includes('not a failure'));
    assert.ok(open && codesThatMean(dialect, 'OPEN').includes(codeIn(dialect, JSON.parse(open.answer.body))));
  }
  const taken = dialects[0]?.recorded.find(({ shows }) => shows.includes('other content'));
  assert.deepEqual(codesThatMean(DIALECTS.lianyintong, 'TAKEN'), [JSON.parse(taken?.answer.body ?? '{}').code]);
});

type Ask = (path: string, fields: Form, method?: 'GET' | 'POST') => Promise<{ status: number; body: string }>;

/** Calls the custodian of a stage as anybody may. */
function asking({ url }: ExampleStage): Ask {
  return async (path, fields, method = 'POST') => {
    const form = new URLSearchParams(fields);
    const answer =
      method === 'POST'
        ? await fetch(url + path, { method, body: form, redirect: 'manual' })
        : await fetch(`${url}${path}?${form}`, { redirect: 'manual' });
    return { status: answer.status, body: await answer.text() };
  };
}

const STAMP = { timestamp: '20261121120000' };

for (const { dialect, text } of dialects) {
  const { code, sentence } = spokenNames(dialect);

  test(`D-LOAN-5 ${dialect.name} takes as many details as its document says, and not one more`, async () => {
    const stage = await exampleStage(dialect);
    const ask = asking(stage);
    let lists = 0;
    for (const service of dialect.catalogue.services) {
      for (const [name, field] of Object.entries(service.fields)) {
        if (field.kind !== 'C') continue;
        lists += 1;
        const section = text.split(`\n## ${service.name}\n`)[1] ?? '';
        assert.ok(section.includes(`| \`${name}\` | Y | C | ≤ ${field.most} 条 |`), service.name);
        const saidOf = async (length: number) => {
          const data = { ...STAMP, ...dataFor(service.fields), [name]: Array(length).fill(dataFor(field.items)) };
          const form = signedForm(stage, service.name, JSON.stringify(data));
          return String((JSON.parse((await ask(dialect.paths.service[0] ?? '', form)).body) as Form)[sentence]);
        };
        assert.match(await saidOf(field.most + 1), new RegExp(`至多 ${field.most} 条`));
        assert.doesNotMatch(await saidOf(field.most), /条|明细最多/, service.name);
      }
    }
    assert.ok(lists >= 2, 'there are lists');
  });

  test(`LW-1 DW-1 ${dialect.name} answers a GET as its document says: not carried out`, async () => {
    const stage = await exampleStage(dialect);
    const form = signedForm(stage, 'CONFIRM_LOAN', JSON.stringify(STAMP));
    for (const path of dialect.paths.service) {
      assert.ok(text.includes(`\`POST ${path}\``) && !text.includes(`GET ${path}`), path);
      const { status, body } = await asking(stage)(path, form, 'GET');
      const said = JSON.parse(body) as Form;
      assert.deepEqual([status, said[sentence]], [200, '请使用 POST 方式提交']);
      assert.equal(said[code], dialect.codes.METHOD_WRONG);
    }
    for (const path of dialect.paths.gateway) {
      assert.equal((await asking(stage)(path, form, 'GET')).status, 400, path);
    }
  });
}

/** The least that these fields take, lists apart. */
function dataFor(fields: Fields): Record<string, string> {
  const needed = Object.entries(fields).filter(([, { required, kind }]) => required && kind !== 'C');
  return Object.fromEntries(needed.map(([name, { kind }]) => [name, kind === 'A' ? '1.00' : 'X1']));
}
