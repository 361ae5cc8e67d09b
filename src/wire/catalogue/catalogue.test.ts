/** What holds for every declaration of both protocols. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { BANK_NAMES } from '../../custody/banks.ts';
import { OF_FORM } from '../../custody/refusals.ts';
import { wireStage } from '../../testing/wire-stage.ts';
import { codeOf } from '../dialect.ts';
import { DIALECTS, dialectOf } from '../dialects.ts';
import { examplesOf } from '../document/code-table.ts';
import type { AnyRefusalName } from '../refusals.ts';
import { sentenceOf, shortSentence } from '../sentences.ts';
import type { Enumeration } from './enumeration.ts';
import type { Field, Fields } from './kinds.ts';
import { catalogueOf, type DirectService } from './service.ts';

const dialects = Object.values(DIALECTS);
const ASCII = /^[A-Za-z0-9_]+$/;

function* fieldsOf(fields: Fields): Generator<readonly [string, Field]> {
  for (const [name, field] of Object.entries(fields)) {
    yield [name, field];
    if ('items' in field) yield* fieldsOf(field.items);
  }
}

test('every name, alias, field and value of the catalogues is plain ASCII without blanks', () => {
  for (const { catalogue, common, codes, codeTitles } of dialects) {
    const names = [...Object.keys(codes), ...Object.keys(codeTitles), ...Object.keys(common)];
    for (const [name, { aliases = [] }] of Object.entries(catalogue.closed)) names.push(name, ...aliases);
    for (const service of catalogue.services) {
      names.push(service.name, ...service.aliases);
      for (const [name, field] of [...fieldsOf(service.fields), ...fieldsOf(service.answer)]) {
        names.push(name, ...(field.also ?? []));
        if ('of' in field) {
          for (const [word, { also = [] }] of Object.entries((field.of as Enumeration).words))
            names.push(word, ...also);
        }
      }
    }
    for (const name of names) assert.match(name, ASCII);
  }
});

test('G-8 every order has a number of its own, a query has none', () => {
  for (const { catalogue } of dialects) {
    for (const { name, mode, orderNo, told, fields } of catalogue.services) {
      const field = orderNo === null ? null : fields[orderNo];
      assert.equal(field?.kind ?? null, mode === 'query' ? null : 'N', name);
      assert.equal(field?.required ?? true, true, name);
      if (mode === 'query') assert.equal(told, null, name);
    }
  }
});

test('G-8 the number of an order is asked for where its service says that it stands', async () => {
  const stage = wireStage('depository');
  const { catalogue } = stage.dialect;
  const service = catalogue.find('CANCEL_PRE_FREEZE') as DirectService;
  const { requestNo: number, ...rest } = service.fields;
  const renamed = { ...service, orderNo: 'oriRequestNo', fields: { ...rest, oriRequestNo: number as Field } };
  const find = (name: string) => (name === service.name ? renamed : catalogue.find(name));
  Object.assign(stage, { dialect: { ...stage.dialect, catalogue: { ...catalogue, find } } });
  await stage.call('CANCEL_PRE_FREEZE', { oriRequestNo: 'U1', preRequestNo: 'P1', amount: 1 });
  assert.equal(stage.asked[0]?.request.requestNo, 'U1');
  assert.equal(stage.log.at(-1)?.facts.requestNo, 'U1');
});

test('the names that the scan hurt most are spelled as printed', () => {
  const { services } = DIALECTS.lianyintong.catalogue;
  const fields = services.flatMap(({ fields, answer }) =>
    [...fieldsOf(fields), ...fieldsOf(answer)].map(([name]) => name),
  );
  for (const name of [
    'loanAmount',
    'repaymentAmount',
    'repaymentBalance',
    'annnualInterestRate',
    'pretransactionType',
  ]) {
    assert.ok(fields.includes(name), name);
  }
  for (const name of ['CONFIRM_COMPENSATORY', 'CONFIRM_PLATFORM_MARKETING', 'CONFIRM _ PLATFORM_MARKETING']) {
    const found = DIALECTS.lianyintong.catalogue.find(name);
    assert.ok(found && found !== 'CLOSED', name);
    assert.equal(found.name, name.replaceAll(' ', ''));
  }
});

test('every field has a Chinese label and a meaning', () => {
  for (const { catalogue } of dialects) {
    for (const { name, fields, answer, title } of catalogue.services) {
      assert.match(title, /\p{Script=Han}/u, name);
      for (const [field, { label, meaning }] of [...fieldsOf(fields), ...fieldsOf(answer)]) {
        assert.match(label, /\p{Script=Han}|URL/u, `${name}.${field}`);
        assert.ok(meaning.length > 3, `${name}.${field}`);
      }
    }
  }
});

test('LW-6 DW-6 every refusal has a code with a title, and a Chinese sentence of at most 50 characters', () => {
  for (const { codes, codeTitles } of dialects) {
    for (const refusal of (Object.keys(codes) as AnyRefusalName[]).flatMap(examplesOf)) {
      const { name } = refusal;
      assert.ok(codeTitles[codeOf(codes, refusal)], name);
      assert.match(sentenceOf(refusal), /\p{Script=Han}/u, name);
      assert.ok([...shortSentence(refusal)].length <= 50);
    }
  }
  for (const code of Object.keys(DIALECTS.depository.codeTitles)) assert.match(code, /^\d{5}$/);
});

test('LW-12 DW-9 every bank of the core has a code in one protocol at least, and reads back as itself', () => {
  const banks = dialects.map(({ catalogue }) => {
    const recharge = catalogue.find('RECHARGE');
    assert.ok(recharge && recharge !== 'CLOSED');
    const field = recharge.fields.bankcode ?? recharge.fields.bankId;
    assert.ok(field?.kind === 'E');
    return field.of;
  });
  for (const bank of Object.keys(BANK_NAMES)) {
    const codes = banks.map((set) => set.spell(bank));
    assert.ok(
      codes.some((code) => code !== null),
      bank,
    );
    for (const [index, code] of codes.entries()) {
      if (code !== null) assert.deepEqual(banks[index]?.read(code), { ok: true, value: bank });
    }
  }
  const meant = dialects.map(({ name }, index) => [name, banks[index]?.read('CMBC')]);
  const expected = { lianyintong: { ok: true, value: 'CMB' }, depository: { ok: true, value: 'CMSB' } };
  assert.deepEqual(Object.fromEntries(meant), expected, 'one spelling, two banks');
});

test('policies name only banks that their protocol has a code for', () => {
  for (const { policy, catalogue } of dialects) {
    const recharge = catalogue.find('RECHARGE');
    const field = recharge && recharge !== 'CLOSED' ? (recharge.fields.bankcode ?? recharge.fields.bankId) : undefined;
    assert.ok(field?.kind === 'E');
    const { cardBanks, depositBanks, withdrawalBanks } = policy;
    const all = [cardBanks, ...Object.values(depositBanks), ...Object.values(withdrawalBanks)].flat();
    for (const bank of all) assert.ok(field.of.spell(bank), bank);
  }
  const { cardBanks, depositBanks, withdrawalBanks } = DIALECTS.lianyintong.policy;
  const counts = [
    cardBanks,
    depositBanks.PERSON,
    depositBanks.ENTERPRISE,
    withdrawalBanks.PERSON,
    withdrawalBanks.ENTERPRISE,
  ];
  assert.deepEqual(
    counts.map((list) => new Set(list).size),
    [14, 13, 9, 14, 9],
    'L2.1-5, L2.6, L2.9',
  );
  assert.deepEqual(DIALECTS.depository.policy.projectCaps, { PERSON: 20_000_000n, ENTERPRISE: 100_000_000n });
});

test('two services that answer to one name are a defect', () => {
  const [first] = DIALECTS.lianyintong.catalogue.services;
  assert.ok(first);
  assert.throws(() => catalogueOf([first, first], {}), /two services/);
  assert.throws(() => dialectOf('morse'), /no such dialect/);
});

test('G-11 what the core refuses for form alone, and nothing else, has the code of a wrong parameter', () => {
  const ofWire = /^(ENVELOPE|BODY|METHOD|ADDRESS|SERVICE|JSON|FIELD|TIMESTAMP|CALLBACK)_/;
  for (const { codes } of dialects) {
    const names = (Object.keys(codes) as AnyRefusalName[]).filter((name) => codes[name] === codes.FIELD_MISSING);
    assert.deepEqual(new Set(names.filter((name) => !ofWire.test(name))), OF_FORM);
  }
});
