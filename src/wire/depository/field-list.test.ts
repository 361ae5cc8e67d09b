/** The catalogue against the fields and services that the document prints (`docs/protocols/fields/`). */
import assert from 'node:assert/strict';
import test from 'node:test';
import { listedFields, listedServices } from '../../testing/field-list.ts';
import { auditFieldList } from '../../testing/field-list-audit.ts';
import { depository } from './index.ts';

const SPOKEN = {
  respCode: { required: 'Y', kind: 'E', bound: 5 },
  respMsg: { required: 'Y', kind: 'S', bound: 50 },
  status: { required: 'Y', kind: 'E', bound: 'PROCESSING'.length },
} as const;
const audit = auditFieldList(depository, SPOKEN);
const listed = listedFields('depository');

test('the list has every row that the document prints', () => {
  assert.deepEqual(audit.counts, { fields: 192, services: 13 });
});

test('G-5 every printed field is declared as printed, or its difference is named', () => {
  assert.deepEqual(audit.unnamed, []);
});

test('every named difference is one, and follows a rule', () => {
  assert.deepEqual(audit.idle, []);
  assert.deepEqual(audit.lawless, []);
});

test('D-EXT what the document does not print is marked so, field by field and service by service', () => {
  assert.deepEqual(audit.mismarked, []);
  assert.deepEqual(audit.misfiled, []);
});

test('DW-2 the fields of every message are the printed timestamp, and marked ones', () => {
  const { timestamp, ...others } = depository.common;
  const printed = listed.filter(({ service }) => service === '(every)');
  assert.deepEqual(
    printed.map(({ name, required, kind }) => [name, required, kind]),
    [['timestamp', timestamp?.required ? 'Y' : 'N', timestamp?.kind]],
  );
  for (const [name, { beyondDocument }] of Object.entries(others)) assert.ok(beyondDocument, name);
});

test('DW-6 every printed answer and notice is shown by an example that has all its required fields', () => {
  assert.deepEqual(audit.unshown, []);
  const spoken = depository.speak({ standing: 'SUCCESS', refusal: null }, {});
  assert.deepEqual(Object.keys(spoken), Object.keys(SPOKEN));
});

test('DW-1 DW-5 the envelopes are those that the document prints', () => {
  const of = (message: string) =>
    listed.filter((row) => row.service === '(envelope)' && row.message === message).map(({ name }) => name);
  assert.deepEqual(of('gateway-request'), Object.keys(depository.envelope));
  assert.deepEqual(of('direct-request'), Object.keys(depository.envelope));
  assert.ok(Object.values(depository.envelope).every(({ required }) => required));
  const told = { serviceName: 'WITHDRAW', platformNo: '1', responseType: 'NOTIFY', keySerial: '1' } as const;
  const posted = Object.keys(depository.wrap({ ...told, respData: '{}', signature: Buffer.from('s') }));
  assert.deepEqual(of('notice'), posted);
  assert.deepEqual(of('gateway-answer'), posted);
  assert.deepEqual(of('direct-answer'), ['respData', depository.signatureHeader]);
});

test('every name of the lists is plain ASCII without blanks', () => {
  const names = [...listed.map(({ name }) => name), ...listedServices('depository').map(({ service }) => service)];
  for (const name of names) assert.match(name, /^[A-Za-z0-9_]+$/);
});
