/**
 * Malformed requests as they go over a socket: method, address, headers and bytes, signed as the platform signs or not,
 * and the manner of sending: whole, cut short, drop by drop.
 */
import { isUtf8 } from 'node:buffer';
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { formatTime } from '../src/kernel/time.ts';
import type { Dialect } from '../src/wire/dialect.ts';
import { cardNumber, idNumber } from '../src/testing/people.ts';
import { badBytes, badData, badJson, object, rightFields } from './malformed-data.ts';

export interface Bad {
  /** What is wrong with it. */
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly contentType: string | null;
  readonly body: Buffer;
  readonly manner: 'WHOLE' | 'CUT' | 'SLOW';
  /** The field that the answer must name. */
  readonly field?: string;
}

export interface Sender {
  readonly dialect: Dialect;
  readonly platformNo: string;
  readonly privateKey: string;
}

const FORM = 'application/x-www-form-urlencoded;charset=UTF-8';
const TYPES = [
  ...['application/json', 'text/plain', 'text/xml', 'application/octet-stream', 'multipart/form-data; boundary=b'],
  ...['multipart/form-data', 'application/x-www-form-urlencoded; charset=GBK', 'x', ';', 'a/b/c', '\u00ff'],
];
const HUGE = Buffer.alloc(10_000_000, 'reqData=a&');
const METHODS = ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** Everything that can be wrong, in the proportions in which it is worth trying. */
export function badRequests(sender: Sender): fc.Arbitrary<Bad> {
  const craft = new Craft(sender);
  return fc.oneof(
    { weight: 40, arbitrary: craft.fields() },
    { weight: 14, arbitrary: craft.json() },
    { weight: 12, arbitrary: craft.bytes() },
    { weight: 16, arbitrary: craft.envelopes() },
    { weight: 10, arbitrary: craft.encodings() },
    { weight: 8, arbitrary: craft.transport() },
  );
}

/** Makes requests of one platform. */
export class Craft {
  readonly #sender: Sender;
  readonly #key: KeyObject;
  readonly #services: fc.Arbitrary<string>;
  readonly #paths: fc.Arbitrary<string>;

  constructor(sender: Sender) {
    const { catalogue, paths } = sender.dialect;
    this.#sender = sender;
    this.#key = createPrivateKey(sender.privateKey);
    const names = catalogue.services.map(({ name }) => name);
    this.#services = fc.constantFrom(...names, ...Object.keys(catalogue.closed), 'NO_SUCH', '__proto__', '中文');
    this.#paths = fc.constantFrom(...paths.gateway, ...paths.service);
  }

  /** One field that cannot be, signed, at its own address. */
  fields(): fc.Arbitrary<Bad> {
    const { dialect } = this.#sender;
    return badData(dialect).map(({ service, field, json }) => ({
      ...this.#whole(
        `field ${service.name}.${field}`,
        this.#pathOf(service.mode),
        this.#form(service.name, Buffer.from(json)),
      ),
      field,
    }));
  }

  /** One that is right: a registration, which opens a page. */
  registration(): Bad {
    const { catalogue } = this.#sender.dialect;
    const service = catalogue.services.find(({ name }) => name === 'PERSONAL_REGISTER');
    const members = rightFields(service?.fields ?? {}, 'right');
    members.set('timestamp', JSON.stringify(formatTime(Date.now())));
    const id = idNumber();
    const card = cardNumber('621768');
    const person = { idCardNo: id, idNumber: id, mobile: '13812345678', bankcardNo: card, cardNumber: card };
    for (const [name, value] of Object.entries(person)) {
      if (members.has(name)) members.set(name, JSON.stringify(value));
    }
    return this.#whole('right', this.#pathOf('gateway'), this.#form('PERSONAL_REGISTER', Buffer.from(object(members))));
  }

  json(): fc.Arbitrary<Bad> {
    return fc
      .tuple(this.#services, badJson, this.#paths)
      .map(([service, json, path]) => this.#whole('json', path, this.#form(service, Buffer.from(json))));
  }

  /** No UTF-8, signed over its bytes or over the text that somebody made of them. */
  bytes(): fc.Arbitrary<Bad> {
    return fc.tuple(this.#services, badBytes, this.#paths, fc.boolean()).map(([service, bytes, path, rightly]) => {
      const signed = rightly ? bytes : Buffer.from(bytes.toString('utf8'));
      return this.#whole(`bytes ${rightly}`, path, this.#form(service, bytes, {}, signed));
    });
  }

  /** Fields of the envelope missing, empty, huge, given twice, strange. */
  envelopes(): fc.Arbitrary<Bad> {
    const { dialect } = this.#sender;
    const names = Object.keys(dialect.envelope);
    const needed = names.filter((name) => dialect.envelope[name]?.required);
    const strange = fc.oneof(
      fc.constantFrom('', ' ', '\0', '6000000000', 'x'.repeat(300_000), '%', '中', '0'.repeat(512), '__proto__', '-1'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 600 }),
    );
    const changed = fc.tuple(fc.constantFrom(...needed), fc.option(strange)).map(([name, value]) => {
      const harmless = name === 'serviceName' && value !== null && value.trim() === 'TRANSACTION_QUERY';
      return { [name]: harmless ? null : value };
    });
    const data = this.#minimal();
    return fc.oneof(
      fc
        .tuple(this.#services, changed, this.#paths)
        .map(([service, change, path]) =>
          this.#whole(`envelope ${Object.keys(change)}`, path, this.#form(service, data, change)),
        ),
      fc.tuple(this.#services, fc.constantFrom(...needed), strange, this.#paths).map(([service, name, value, path]) => {
        const twice = `${this.#form(service, data)}&${name}=${encodeURIComponent(toWellFormed(value))}`;
        return this.#whole(`envelope twice ${name}`, path, twice);
      }),
      fc.tuple(fc.integer({ min: 65, max: 5_000 }), this.#paths).map(([count, path]) => {
        const crowd = Array.from({ length: count }, (_, i) => `f${i}=${i}`).join('&');
        return this.#whole('envelope crowd', path, `${crowd}&${this.#form('NO_SUCH', data)}`);
      }),
    );
  }

  /** Broken percent signs, bodies that are no form. */
  encodings(): fc.Arbitrary<Bad> {
    const broken = fc.constantFrom('%', '%2', '%zz', '%%41', '&&==', '%00', '+%', '=&=');
    const spot = fc.integer({ min: 0, max: 1_000 });
    const mutated = fc.tuple(this.#services, broken, spot, this.#paths).map(([service, sign, at, path]) => {
      const form = this.#form(service, this.#minimal());
      // Within reqData or the signature: what was signed is no longer what is read.
      const from = form.indexOf('reqData=') + 8;
      const place = from + (at % 20);
      return this.#whole(`encoding ${sign}`, path, `${form.slice(0, place)}${sign}${form.slice(place)}`);
    });
    const rubbish = fc.tuple(fc.uint8Array({ maxLength: 2_000 }), this.#paths).map(([bytes, path]) => ({
      ...this.#whole('rubbish', path, ''),
      body: Buffer.from(bytes),
    }));
    return fc.oneof(mutated, rubbish);
  }

  /** Methods, content types, sizes, and bodies that do not come as they should. */
  transport(): fc.Arbitrary<Bad> {
    const whole = fc
      .tuple(this.#services, this.#paths)
      .map(([service, path]) => this.#whole('transport', path, this.#form(service, Buffer.from('{"a":'))));
    const typed = fc.tuple(whole, fc.option(fc.constantFrom(...TYPES))).map(([bad, contentType]) => {
      return { ...bad, kind: `content-type ${contentType}`, contentType };
    });
    const wrongly = fc.tuple(whole, fc.constantFrom(...METHODS)).map(([bad, method]) => {
      const path = method === 'GET' ? `${bad.path}?${bad.body.toString('latin1')}` : bad.path;
      return { ...bad, kind: `method ${method}`, method, path, body: Buffer.alloc(0) };
    });
    const cut = whole.map((bad) => ({ ...bad, kind: 'cut', manner: 'CUT' as const }));
    const slow = whole.map((bad) => ({ ...bad, kind: 'slow', manner: 'SLOW' as const }));
    const huge = whole.map((bad) => ({ ...bad, kind: 'huge', body: HUGE }));
    const pick = (weight: number, arbitrary: fc.Arbitrary<Bad>) => ({ weight, arbitrary });
    return fc.oneof(pick(8, typed), pick(6, wrongly), pick(3, cut), pick(3, slow), pick(1, huge));
  }

  #pathOf(mode: string): string {
    const { paths } = this.#sender.dialect;
    return (mode === 'gateway' ? paths.gateway[0] : paths.service[0]) ?? '/';
  }

  /** Data that any service refuses for what is missing. */
  #minimal(): Buffer {
    return Buffer.from(JSON.stringify({ timestamp: formatTime(Date.now()) }));
  }

  #form(service: string, data: Buffer, change: Readonly<Record<string, string | null>> = {}, signed = data): string {
    const { dialect, platformNo } = this.#sender;
    const signature = dialect.writeSignature(sign('sha1', signed, this.#key));
    const envelope: Record<string, string | null> = {
      serviceName: service,
      platformNo,
      ...(dialect.name === 'lianyintong' ? { keySerial: '1', sign: signature } : { signature }),
      ...change,
    };
    const parts = Object.entries(envelope).flatMap(([name, value]) =>
      value === null ? [] : [`${name}=${encodeURIComponent(toWellFormed(value))}`],
    );
    if (change.reqData === undefined) parts.push(`reqData=${percentEncode(data)}`);
    return parts.join('&');
  }

  #whole(kind: string, path: string, form: string): Bad {
    return { kind, method: 'POST', path, contentType: FORM, body: Buffer.from(form), manner: 'WHOLE' };
  }
}

/** As browsers do it; bytes that are no UTF-8, which no browser would send, each for itself. */
function percentEncode(bytes: Buffer): string {
  return isUtf8(bytes) ? encodeURIComponent(bytes.toString('utf8')) : bytes.toString('hex').replace(/../g, '%$&');
}

function toWellFormed(value: string): string {
  return value.isWellFormed() ? value : value.replace(/[\ud800-\udfff]/g, '?');
}
