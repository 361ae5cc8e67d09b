/** The catalogue against the fields, services and words that the document prints (`docs/protocols/fields/`). */
import assert from 'node:assert/strict';
import test from 'node:test';
import { listedFields, listedServices, readTable, recordedExamples } from '../../testing/field-list.ts';
import { auditFieldList } from '../../testing/field-list-audit.ts';
import type { Enumeration } from '../catalogue/enumeration.ts';
import type { Fields } from '../catalogue/kinds.ts';
import { ACCOUNT_NAMES } from './accounts.ts';
import { lianyintong } from './index.ts';

const { catalogue } = lianyintong;
const SPOKEN = {
  code: { required: 'Y', kind: 'E', bound: 6 },
  description: { required: 'Y', kind: 'S', bound: 50 },
} as const;
const audit = auditFieldList(lianyintong, SPOKEN);

test('the lists have every row that the document prints in 1.2 and in 2 to 5', () => {
  assert.deepEqual(audit.counts, { fields: 346, services: 29 });
  assert.equal(words.length, 122);
});

test('G-5 every printed field is declared as printed, or its difference is named', () => {
  assert.deepEqual(audit.unnamed, []);
});

test('every named difference is one, and follows a rule', () => {
  assert.deepEqual(audit.idle, []);
  assert.deepEqual(audit.lawless, []);
});

test('what the document does not print is marked so, field by field and service by service', () => {
  assert.deepEqual(audit.mismarked, []);
  assert.deepEqual(audit.misfiled, []);
  for (const [name, { beyondDocument }] of Object.entries(lianyintong.common)) assert.ok(beyondDocument, name);
});

test('L3.1 every printed answer is shown by an example that has all its required fields', () => {
  assert.deepEqual(audit.unshown, []);
  const spoken = lianyintong.speak({ standing: 'SUCCESS', refusal: null }, {});
  assert.deepEqual(Object.keys(spoken), Object.keys(SPOKEN));
});

test('LW-2 LW-5 LW-9 the envelopes are those of 1.2', () => {
  const rows = listedFields('lianyintong').filter(({ service }) => service === '(envelope)');
  const of = (message: string) => rows.filter((row) => row.message === message);
  const envelope = Object.entries(lianyintong.envelope).map(([name, { required }]) => [name, required ? 'Y' : 'N']);
  assert.deepEqual(
    of('request').map(({ name, required }) => [name, required]),
    envelope,
  );
  const told = { serviceName: 'FREEZE', platformNo: '1', responseType: 'NOTIFY', keySerial: '1' } as const;
  const posted = lianyintong.wrap({ ...told, respData: '{}', signature: Buffer.from('s') });
  assert.deepEqual(
    of('notice').map(({ name }) => name),
    Object.keys(posted),
  );
  assert.deepEqual(
    of('answer').map(({ name }) => name),
    ['respData', lianyintong.signatureHeader],
  );
});

const words = readTable('lianyintong-words.tsv', ['section', 'set', 'word', 'printed']);
const wordsOf = (section: string) => words.filter((row) => row.section === section).map(({ word }) => word);

test('every name and word of the lists is plain ASCII without blanks', () => {
  const fields = listedFields('lianyintong').map(({ name }) => name);
  const services = listedServices('lianyintong').map(({ service }) => service);
  for (const name of [...fields, ...services, ...words.map(({ word }) => word)]) assert.match(name, /^[A-Za-z0-9_]+$/);
});

/** Which fields carry the words of a set, by name; where a name is of several sets, by service too. */
const CARRIERS: Readonly<Record<string, readonly string[]>> = {
  '5.2': ['bankcode'],
  '5.3.4': ['feeMode'],
  '5.3.5': ['idCardType'],
  '5.3.6': ['userType'],
  '5.3.7': ['userRole'],
  '5.3.8': ['activeStatus'],
  '5.3.9': ['auditStatus', 'ENTERPRISE_REGISTER.status'],
  '5.3.10': ['pretransactionType'],
  '5.3.11': ['bizType'],
  '5.3.12': ['withdrawType'],
  '5.3.13': ['rechargeWay'],
  '5.3.14': ['projectType'],
  '5.3.15': ['accessType'],
  '5.3.16': ['MODIFY_PROJECT.status', 'QUERY_PROJECT_INFORMATION.status'],
  '5.3.17': ['repaymentWay'],
  '5.3.19': ['transactionType'],
  '5.3.20': ['confirmTradeType'],
  '5.3.21': ['QUERY_TRANSACTION.status'],
  '5.3.22': ['fileType'],
};

/** Words that a service which is still closed brings; open, it must have brought them. */
const BROUGHT_BY: Readonly<Record<string, string>> = {
  '5.3.7 GUARANTEECORP': 'ENTERPRISE_REGISTER',
  '5.3.11 COMPENSATORY': 'CONFIRM_COMPENSATORY',
  '5.3.11 MARKETING': 'CONFIRM_PLATFORM_MARKETING',
  '5.3.13 POS': 'POS_RECHARGE',
  '5.3.20 CONFIRM_COMPENSATORY': 'CONFIRM_COMPENSATORY',
  '5.3.20 CONFOIRM_DEBENTURE_TRANSFER': 'CONFIRM_DEBENTURE_TRANSFER',
  '5.3.20 CONFOIRM_PLATFORM_MARKETING': 'CONFIRM_PLATFORM_MARKETING',
  ...Object.fromEntries(wordsOf('5.3.22').map((word) => [`5.3.22 ${word}`, 'DOWNLOAD_CHECKFILE'])),
};

/** Words that are known and never taken or sent, and why. */
const DECLINED: Readonly<Record<string, string>> = {
  '5.3.4 USER': 'L2.6: only the platform bears fees, as 2.6, 2.7 and 2.9 print beside the field',
  '5.3.7 PLATFORM_COMPENSATORY': 'L2.1 L2.2: no member registers as an account of the platform',
  '5.3.7 PLATFORM_MARKETING': 'L2.1 L2.2: no member registers as an account of the platform',
};

/** Words beyond the document, and why. */
const ADDED: Readonly<Record<string, string>> = {
  '5.3.8 DEACTIVATED': 'L3.1: 5.3.8 prints one word for true and false; clients compare two',
};

/** The sets that a field of these names has anywhere in the catalogue. */
function setsOf(carriers: readonly string[]): Enumeration[] {
  const sets: Enumeration[] = [];
  const collect = (service: string, fields: Fields): void => {
    for (const [name, field] of Object.entries(fields)) {
      if ('items' in field) collect(service, field.items);
      if ('of' in field && carriers.some((each) => each === name || each === `${service}.${name}`)) sets.push(field.of);
    }
  };
  for (const { name, fields, answer, beyondDocument } of catalogue.services) {
    if (beyondDocument) continue;
    collect(name, fields);
    collect(name, answer);
  }
  return sets;
}

for (const [section, carriers] of Object.entries(CARRIERS)) {
  test(`G-6 the words of ${section} are taken and sent as printed, and no others`, () => {
    const sets = setsOf(carriers);
    for (const word of wordsOf(section)) {
      const key = `${section} ${word}`;
      const taken = sets.some((set) => {
        const read = set.read(word);
        return read.ok && set.spell(read.value) === word;
      });
      const waits = catalogue.find(BROUGHT_BY[key] ?? '') === 'CLOSED';
      if (key in DECLINED) assert.ok(!taken, key);
      else assert.ok(taken || waits, key);
    }
    const declared = new Set(sets.flatMap((set) => Object.keys(set.words)));
    const added = [...declared].filter((word) => !wordsOf(section).includes(word)).map((word) => `${section} ${word}`);
    assert.deepEqual(
      added,
      Object.keys(ADDED).filter((key) => key.startsWith(`${section} `)),
    );
  });
}

test('every closed set of a printed service is one of the document', () => {
  const known = new Set(Object.values(CARRIERS).flatMap(setsOf));
  for (const { name, fields, answer, beyondDocument } of catalogue.services) {
    if (beyondDocument) continue;
    for (const field of [...Object.values(fields), ...Object.values(answer)]) {
      if ('of' in field) assert.ok(known.has(field.of), `${name} ${field.label}`);
    }
  }
});

test('LW-6 LW-7 LW-10 LW-11 the codes, services, devices, responses and accounts of 5 are all known', () => {
  assert.deepEqual(wordsOf('5.1'), lianyintong.printedCodes);
  for (const code of wordsOf('5.1')) assert.ok(lianyintong.codeTitles[code], code);
  for (const name of wordsOf('5.3.1')) assert.notEqual(catalogue.find(name), null, name);
  assert.deepEqual(new Set(wordsOf('5.3.18')), new Set(Object.values(ACCOUNT_NAMES)));
  const checked = [...Object.keys(CARRIERS), '5.1', '5.3.1', '5.3.2', '5.3.3', '5.3.18'];
  assert.deepEqual(new Set(words.map(({ section }) => section)), new Set(checked));
  const fields = Object.keys(lianyintong.envelope).map((name) => [name, Buffer.from('1')] as const);
  for (const device of wordsOf('5.3.2')) {
    const opened = lianyintong.openEnvelope(new Map([...fields, ['userDevice', Buffer.from(device)]]));
    assert.equal(opened.ok && opened.value.device, device);
  }
  const posted = recordedExamples('lianyintong').flatMap(({ back, notices }) => [back?.fields ?? {}, ...notices]);
  const responses = new Set(posted.flatMap(({ responseType }) => responseType ?? []));
  assert.deepEqual(responses, new Set(wordsOf('5.3.3')));
});
