/**
 * Test vectors of signatures: exact bytes, whose key, and what must come out. SHA1withRSA is deterministic, so an
 * integrator compares his own code's output with them, byte for byte, before the first call.
 */
import type { Dialect, DialectName } from '../dialect.ts';
import { createSigner } from '../signature.ts';
import { block } from './markdown.ts';

export interface Vector {
  readonly name: string;
  readonly protocol: DialectName;
  /** Whose private key signs: `test-keys/<key>-private.pem`. */
  readonly key: 'platform' | 'custodian';
  /** What is signed: the UTF-8 bytes of this text. */
  readonly data: string;
  readonly dataHex: string;
  /** As the protocol writes it. */
  readonly signature: string;
  /** The two fields as they stand in the form's body; null for an answer, whose body is the data itself. */
  readonly form: string | null;
}

/** Private keys in PEM. */
export type VectorKeys = Readonly<Record<Vector['key'], string>>;

/** What could go wrong between text and bytes: nothing, Chinese, what a form escapes, blanks in the JSON. */
const TEXTS: readonly { readonly name: string; readonly key: Vector['key']; readonly data: string }[] = [
  { name: 'request-ascii', key: 'platform', data: '{"requestNo":"R1001","amount":"100.00"}' },
  {
    name: 'request-chinese',
    key: 'platform',
    data: '{"requestNo":"R1002","realName":"买买提·𠮷田","remark":"年化 8.5％"}',
  },
  {
    name: 'request-reserved',
    key: 'platform',
    data: '{"requestNo":"R1003","remark":"a+b=c & d%20e/f?g;h \\"i\\" ","url":"https://a.example/b?c=d&e=f+g"}',
  },
  { name: 'request-blanks', key: 'platform', data: '{ "requestNo" : "R1004",\n\t"details" : [ ] }\n' },
];

/** The vectors of a protocol: four requests, an answer and a notice. */
export async function makeVectors(dialect: Dialect, keys: VectorKeys): Promise<Vector[]> {
  const message = (requestNo: string) =>
    JSON.stringify(dialect.speak({ standing: 'SUCCESS', refusal: null }, { requestNo, remark: '1+1=2 & 存管' }));
  const texts = [
    ...TEXTS,
    { name: 'answer', key: 'custodian', data: message('R1005') } as const,
    { name: 'notice', key: 'custodian', data: message('R1006') } as const,
  ];
  const signers = {
    platform: createSigner('1', keys.platform),
    custodian: createSigner('1', keys.custodian),
  };
  return Promise.all(
    texts.map(async ({ name, key, data }) => {
      const bytes = Buffer.from(data);
      const signature = dialect.writeSignature(await signers[key].sign(bytes));
      return {
        ...{ name, protocol: dialect.name, key, data, dataHex: bytes.toString('hex'), signature },
        form: name === 'answer' ? null : formOf(dialect, key === 'platform' ? 'reqData' : 'respData', data, signature),
      };
    }),
  );
}

/** As `application/x-www-form-urlencoded` has it: a blank is `+`, a plus `%2B`. */
function formOf(dialect: Dialect, field: string, data: string, signature: string): string {
  return new URLSearchParams({ [field]: data, [dialect.signatureHeader]: signature }).toString();
}

/** The vectors as a page shows them: what is signed, and how each protocol writes the signature. */
export function vectorSections(vectors: readonly Vector[]): string[] {
  const groups = Map.groupBy(vectors, ({ name, data }) => `${name}\n${data}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [...heading(first, group.length > 1), ...group.flatMap(written)] : [];
  });
}

function heading({ name, protocol, key, data, dataHex }: Vector, isShared: boolean): string[] {
  return [
    `#### ${name}${isShared ? '' : ` ${protocol}`}`,
    '',
    `${dataHex.length / 2} 字节 bytes，签名私钥 signed by [${key}-private.pem](test-keys/${key}-private.pem)：`,
    '',
    ...block([data.replace(/\n$/, '')]),
    ...(data.endsWith('\n') ? ['末尾另有一个换行符 with a line feed at the end.', ''] : []),
  ];
}

function written({ protocol, signature, form }: Vector): string[] {
  return [`${protocol}：`, '', ...block(form === null ? [signature] : [signature, '', form])];
}
