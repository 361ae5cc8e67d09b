/**
 * What browsers, banks and strangers send to the addresses that are not the protocols': hosted pages, the bank's, and
 * the door of the command line.
 */
import fc from 'fast-check';
import type { Bad } from './malformed-requests.ts';

const FORM = 'application/x-www-form-urlencoded';
const STEPS = ['', '/sms', '/bank', '/cancel', '/status', '/agreement', '/x', '/..%2f..', '//', '/%00', '/%'];
const FIELDS = [
  'csrf',
  'password',
  'passwordAgain',
  'smsCode',
  'realName',
  'idNumber',
  'cardNumber',
  'mobile',
  'agreed',
];
const BANK_FIELDS = [
  'bankOrderNo',
  'messageId',
  'kind',
  'state',
  'amount',
  'paidAt',
  'bankRef',
  'sign',
  'signature',
  'data',
];

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    '\0',
    '__proto__',
    '1'.repeat(22),
    "' or 1=1 --",
    '<script>',
    '中'.repeat(3_000),
    '../../etc/passwd',
  ),
);

function form(names: readonly string[]): fc.Arbitrary<Buffer> {
  const pair = fc.tuple(fc.constantFrom(...names, 'x'), anyText);
  const forms = fc.array(pair, { maxLength: 14 }).map((pairs) => Buffer.from(new URLSearchParams(pairs).toString()));
  const bytes = fc.uint8Array({ maxLength: 2_000 }).map((some) => Buffer.from(some));
  const large = fc.constant(Buffer.alloc(200_000, 'a=b&'));
  return fc.oneof({ weight: 8, arbitrary: forms }, { weight: 4, arbitrary: bytes }, { weight: 1, arbitrary: large });
}

const types = fc.constantFrom(FORM, 'application/json', 'multipart/form-data; boundary=x', 'x', null);
const manners = fc.constantFrom('WHOLE', 'WHOLE', 'WHOLE', 'WHOLE', 'WHOLE', 'WHOLE', 'WHOLE', 'CUT', 'SLOW');
const methods = fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE');

function requests(paths: fc.Arbitrary<string>, body: fc.Arbitrary<Buffer>): fc.Arbitrary<Bad> {
  return fc.record({
    kind: fc.constant('page'),
    method: methods,
    path: paths,
    contentType: types,
    body,
    manner: manners,
  }) as fc.Arbitrary<Bad>;
}

/** To hosted pages; `tokens` are of pages that are open. */
export function badPages(tokens: readonly string[]): fc.Arbitrary<Bad> {
  const forged = fc.oneof(
    fc.constantFrom(...tokens).map((token) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`),
    anyText.map((text) => encodeURIComponent(text.isWellFormed() ? text.slice(0, 600) : 'x')),
    fc.constantFrom('assets', '1-1-', '%', '%zz', '%c0%af', '..', 'zzzzzzz-zzzzzzzzzzzzz-', '0'.repeat(3_000)),
  );
  const token = fc.oneof(forged, fc.constantFrom(...tokens));
  const query = fc.oneof(
    fc.constant(''),
    fc.constantFrom(
      '?lang=en',
      '?lang=%00',
      '?note=x',
      '?note=%ff&note=y',
      '?__proto__=1',
      `?note=${'A'.repeat(5_000)}`,
    ),
  );
  const paths = fc
    .tuple(token, fc.constantFrom(...STEPS), query)
    .map(([name, step, rest]) => `/pages/${name}${step}${rest}`);
  return requests(paths, form(FIELDS));
}

export const badBankCalls: fc.Arbitrary<Bad> = requests(
  fc.constantFrom('/bank/notify', '/bank/return', '/bank', '/bank/x', '/bank/notify?x=%'),
  form(BANK_FIELDS),
);

const COMMANDS = [
  ...['platform.create', 'platform.show', 'platform.set', 'platform.key.add', 'platform.key.revoke', 'clock.set'],
  ...[
    'notices.list',
    'notices.resend',
    'audit.list',
    'audit.show',
    'audit.verify',
    'no.such',
    '__proto__',
    'constructor',
    '%00',
    '%',
  ],
];
const ARGUMENTS = [
  ...[
    'platformNo',
    'name',
    'dialect',
    'publicKey',
    'keySerial',
    'notifyUrl',
    'changes',
    'time',
    'id',
    'platform',
    'state',
  ],
  ...['expiresAt', 'settlementBank', 'custodyBank', 'command', 'since', 'limit', 'before', 'head', '__proto__'],
];

const SOMETHING = fc.oneof(anyText, fc.jsonValue({ maxDepth: 2 }));

/** To the door of the command line, as JSON and as anything else. */
export const badCommands: fc.Arbitrary<Bad> = requests(
  fc.constantFrom(...COMMANDS).map((name) => `/admin/${name}`),
  fc.oneof(
    fc
      .record({
        arguments: fc.oneof(
          { arbitrary: fc.dictionary(fc.constantFrom(...ARGUMENTS), SOMETHING), weight: 5 },
          fc.constantFrom(null, 7, [], '', [[[[[[[[[[[[]]]]]]]]]]]]),
        ),
        by: fc.oneof(fc.record({ account: SOMETHING, host: SOMETHING }), SOMETHING),
        reason: SOMETHING,
      })
      .map((body) => Buffer.from(JSON.stringify(body))),
    fc.constantFrom('null', '[]', '1', '{', '"x"', '').map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)),
  ),
);
