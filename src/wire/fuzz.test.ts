/**
 * Whatever arrives, a signed and named refusal leaves (or the error page), and nothing reaches the core by accident.
 * Malformed envelopes, JSON, types, encodings and sizes, generated for both protocols.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type CallOptions, CALLBACK, percentEncode, type WireStage, wireStage } from '../testing/wire-stage.ts';
import { DIALECTS } from './dialects.ts';

const RUNS = 400;

/** A value of any JSON kind, with a taste for what breaks readers. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '1.001',
    '-1',
    '1e400',
    '99999999999',
    '20261332000000',
    'javascript:x',
    '\u202e',
  ),
  fc.string({ unit: 'binary', maxLength: 400 }),
);

/** JSON text with something wrong somewhere, or nothing. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...'{}[]:,\'"\\u0a1.eE+-tnf \n中'), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.integer({ min: 1, max: 5_000 }).map((depth) => '{"a":['.repeat(depth)),
  fc.constantFrom(
    'null',
    '[]',
    '"x"',
    '1',
    '{"details":"[[[["}',
    '{"requestNo":{"a":1}}',
    '{"__proto__":{"requestNo":"x"}}',
  ),
);

const anyBytes = fc.oneof(
  anyText.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

/** The data of a service with some fields replaced by anything. */
function dataFor(stage: WireStage, service: string): fc.Arbitrary<Record<string, unknown>> {
  const found = stage.dialect.catalogue.find(service);
  const names = found && found !== 'CLOSED' ? Object.keys(found.fields) : ['requestNo', 'details'];
  return fc.dictionary(fc.constantFrom(...names, 'timestamp', 'userDevice'), anyValue);
}

const names = (stage: WireStage) => [
  ...stage.dialect.catalogue.services.map(({ name }) => name),
  ...Object.keys(stage.dialect.catalogue.closed),
  'NO_SUCH_SERVICE',
  '',
];

async function judge(
  stage: WireStage,
  service: string,
  data: Record<string, unknown>,
  options: CallOptions,
): Promise<void> {
  const told = await stage.call(service, data, options);
  const { answered } = told;
  if (answered.kind === 'redirect') return;
  const code = answered.kind === 'error-page' ? answered.code : (told.body.code ?? told.body.respCode);
  const sentence = answered.kind === 'error-page' ? answered.message : (told.body.description ?? told.body.respMsg);
  // A body may happen to be a form of the other protocol, and is answered in its codes (LW-1).
  const known = Object.values(DIALECTS).some(({ codeTitles }) => codeTitles[String(code)] !== undefined);
  assert.ok(known, `a known code: ${code}`);
  assert.ok(typeof sentence === 'string' && sentence.length > 0);
  if (answered.kind === 'answer') assert.ok([...String(sentence)].length <= 50);
  const failure = stage.log.find(({ message }) => message === 'exchange failed');
  assert.equal(failure, undefined, `nothing throws: ${String(failure?.facts.err)}`);
}

/** A stage on which every query finds nothing: a generated call may well be a right one. */
function emptyStage(protocol: 'lianyintong' | 'depository'): WireStage {
  const stage = wireStage(protocol);
  const empty = { available: 0n, frozen: 0n };
  stage.queries = {
    member: async () => null,
    project: async () => null,
    transaction: async () => null,
    accounts: async () => ({ FEE: empty, COMPENSATION: empty, MARKETING: empty }),
  };
  return stage;
}

const addresses = fc.constantFrom('gateway' as const, 'service' as const);

for (const protocol of ['lianyintong', 'depository'] as const) {
  test(`G-7 ${protocol}: fields of any kind and shape`, async () => {
    const stage = emptyStage(protocol);
    const calls = fc
      .constantFrom(...names(stage))
      .chain((service) => fc.tuple(fc.constant(service), dataFor(stage, service), addresses));
    await fc.assert(
      fc.asyncProperty(calls, async ([service, data, address]) => {
        await judge(stage, service, { callbackUrl: CALLBACK, ...data }, { address });
      }),
      { numRuns: RUNS },
    );
  });

  test(`LW-4 G-1 ${protocol}: signed reqData that is no JSON, no object, no UTF-8`, async () => {
    const stage = emptyStage(protocol);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names(stage)), anyBytes, addresses, async (service, raw, address) => {
        await judge(stage, service, {}, { raw, address });
      }),
      { numRuns: RUNS },
    );
  });

  test(`G-1 G-2 ${protocol}: bodies that are no form, and envelopes with anything in them`, async () => {
    const stage = emptyStage(protocol);
    const field = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom('%', '%zz', '6000000001', '1'),
    );
    const keys = ['serviceName', 'platformNo', 'userDevice', 'reqData', 'keySerial', 'sign', 'signature', 'x'];
    const forms = fc
      .array(fc.tuple(fc.constantFrom(...keys), field), { maxLength: 12 })
      .map((pairs) =>
        Buffer.from(pairs.map(([name, value]) => `${name}=${percentEncode(Buffer.from(value))}`).join('&')),
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(forms, anyBytes), addresses, async (body, address) => {
        await judge(stage, 'X', {}, { body, address });
        assert.equal(stage.asked.length, 0, 'nothing unsigned reaches the core');
      }),
      { numRuns: RUNS },
    );
  });
}
