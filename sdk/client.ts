/**
 * The client a platform holds: one per platform number and protocol. It signs what goes out, believes only what the
 * custodian signed, and says of every call whether it is done, refused, or unknown. It keeps no state of its own.
 */
import type { KeyObject } from 'node:crypto';
import { unwrap } from './answer.ts';
import type { Answer, Unknown, UnknownReason } from './answer.ts';
import type { Facts, NamesOf, RepeatableNames, Types } from './catalogue.ts';
import { beijingTime, encode } from './encode.ts';
import { parseObject, readInbound, textOf } from './inbound.ts';
import type { Rejected, ResponseType, Verified } from './inbound.ts';
import type { Protocol } from './protocol.ts';
import { privateKey, publicKey, signBytes, verifyBytes } from './signature.ts';
import { postForm } from './transport.ts';
import type { Received } from './transport.ts';

/** What a platform is given at registration, and where its custodian is. */
export interface ClientConfig {
  /** `https://host` or with a path prefix, without a slash at the end. */
  readonly baseUrl: string;
  readonly platformNo: string;
  /** The platform's private key, PEM; its public half is registered with the custodian. */
  readonly privateKey: string;
  /** Serial of that key (lianyintong). Default '1'. */
  readonly keySerial?: string;
  /** The custodian's public keys, PEM, by serial; several while it changes keys. */
  readonly custodianKeys: Readonly<Record<string, string>>;
  /** How long a direct call may take. Default 15,000 ms. */
  readonly timeoutMs?: number;
  /** Waits of `callUntilKnown` between its tries, in milliseconds. Default 200, 1,000 and 5,000. */
  readonly retryPauses?: readonly number[];
  /** The clock of `timestamp`: the machine's when absent, which a sandbox takes also when its own was moved. */
  readonly now?: () => Date;
  /** Told of every exchange, for your log. It must not throw. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** One call as it went over the wire. */
export interface Exchange {
  readonly service: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  readonly body: string;
  readonly signature: string;
  readonly verified: boolean;
  /** Why no answer came, or ''. */
  readonly failure: string;
  readonly ms: number;
}

/** A form to be posted by the person's browser. */
export interface GatewayForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A verified message, its data typed by the service it names. */
export type MessageOf<T extends Types<T>, F> = {
  [N in NamesOf<F, 'gateway'> & keyof T]: Verified<N, T[N]['answer']>;
}[NamesOf<F, 'gateway'> & keyof T];

export class Client<T extends Types<T>, F extends Facts<T>> {
  readonly protocol: Protocol;
  readonly platformNo: string;
  readonly #facts: F;
  readonly #config: ClientConfig;
  readonly #key: KeyObject;
  readonly #custodianKeys: ReadonlyMap<string, KeyObject>;

  /** Throws when a key is no RSA key of at least 2048 bits, or no custodian key is given. */
  constructor(protocol: Protocol, facts: F, config: ClientConfig) {
    this.protocol = protocol;
    this.platformNo = config.platformNo;
    this.#facts = facts;
    this.#config = config;
    this.#key = privateKey(config.privateKey);
    this.#custodianKeys = new Map(Object.entries(config.custodianKeys).map(([no, pem]) => [no, publicKey(pem)]));
    if (this.#custodianKeys.size === 0) throw new Error('at least one public key of the custodian is needed');
  }

  /** What your notify address answers, with HTTP 200 and nothing around it, once a notice is stored. */
  get acknowledgement(): string {
    return this.protocol.acknowledgement;
  }

  /**
   * Calls a direct service. Store the order under its requestNo before you call: `unknown` is a possible answer.
   * Throws only for what is wrong on this side (an amount that is none).
   */
  async call<N extends NamesOf<F, 'direct'> & keyof T>(
    service: N,
    data: T[N]['request'],
  ): Promise<Answer<T[N]['answer']>> {
    const url = this.#config.baseUrl + this.protocol.servicePath;
    const fields = this.#envelope(service, data);
    const started = performance.now();
    const result = await postForm(url, fields, this.#config.timeoutMs ?? 15_000);
    const received = result.kind === 'received';
    const signature = received ? (result.headers.get(this.protocol.signatureField) ?? '') : '';
    const verified = received && this.#verify(result.body, signature);
    this.#config.onExchange?.({
      service,
      url,
      fields,
      status: received ? result.status : null,
      body: received ? result.body.toString('utf8') : '',
      signature,
      verified,
      failure: received ? '' : result.message,
      ms: Math.round(performance.now() - started),
    });
    if (!received) return this.#unknown(service, result.reason, result.message, null);
    return this.#judge<T[N]['answer']>(service, result, verified);
  }

  /** As `call`, but the data itself; throws RefusedError or UnknownResultError. */
  async demand<N extends NamesOf<F, 'direct'> & keyof T>(service: N, data: T[N]['request']): Promise<T[N]['answer']> {
    return unwrap(service, await this.call(service, data));
  }

  /**
   * Calls an idempotent service or a query, and while the result is unknown calls again with the same requestNo, which
   * has one effect however often it arrives (G-9). Gives up after the waits of `retryPauses`.
   */
  async callUntilKnown<N extends RepeatableNames<F> & NamesOf<F, 'direct'> & keyof T>(
    service: N,
    data: T[N]['request'],
  ): Promise<Answer<T[N]['answer']>> {
    let answer = await this.call(service, data);
    for (const pause of this.#config.retryPauses ?? [200, 1_000, 5_000]) {
      if (answer.kind !== 'unknown' || !answer.repeatable) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
      answer = await this.call(service, data);
    }
    return answer;
  }

  /** The signed form that takes the person's browser to the custodian. Throws for an amount that is none. */
  form<N extends NamesOf<F, 'gateway'> & keyof T>(service: N, data: T[N]['request']): GatewayForm {
    return { action: this.#config.baseUrl + this.protocol.gatewayPath, fields: this.#envelope(service, data) };
  }

  /** Verifies a notice. Pass the body's bytes as they came; act on it once, then answer `acknowledgement`. */
  readNotice(body: Uint8Array | string): MessageOf<T, F> | Rejected {
    return this.#read('NOTIFY', body) as MessageOf<T, F> | Rejected;
  }

  /** Verifies what the browser came back with. Show it; act on the notice or a query. */
  readReturn(body: Uint8Array | string): MessageOf<T, F> | Rejected {
    return this.#read('CALLBACK', body) as MessageOf<T, F> | Rejected;
  }

  #read(wanted: ResponseType, body: Uint8Array | string): Verified<string, object> | Rejected {
    const { protocol, platformNo } = this;
    const knows = (service: string): boolean =>
      Object.hasOwn(this.#facts, service) && this.#facts[service as keyof T & string].mode === 'gateway';
    return readInbound({ protocol, platformNo, custodianKeys: this.#custodianKeys, knows }, wanted, body);
  }

  #envelope(service: keyof T & string, data: object): Record<string, string> {
    const { protocol } = this;
    const now = this.#config.now?.() ?? new Date();
    const stamped = protocol.timestamps ? { ...data, timestamp: beijingTime(now) } : data;
    const reqData = encode(stamped, new Set(this.#facts[service].amounts));
    const signature = signBytes(Buffer.from(reqData, 'utf8'), this.#key, protocol.signatureEncoding);
    return {
      serviceName: service,
      platformNo: this.platformNo,
      ...(protocol.keySerials ? { keySerial: this.#config.keySerial ?? '1' } : {}),
      reqData,
      [protocol.signatureField]: signature,
    };
  }

  #verify(body: Buffer, signature: string): boolean {
    const keys = [...this.#custodianKeys.values()];
    return signature !== '' && keys.some((key) => verifyBytes(body, signature, key, this.protocol.signatureEncoding));
  }

  #judge<A>(service: keyof T & string, received: Received, verified: boolean): Answer<A> {
    if (!verified)
      return this.#unknown(service, 'UNVERIFIED', `HTTP ${received.status}, not signed by the custodian`, null);
    const data = parseObject(received.body);
    if (!data) return this.#unknown(service, 'UNVERIFIED', 'the answer is no JSON object', null);
    const code = textOf(data[this.protocol.codeField]);
    const message = textOf(data[this.protocol.messageField]);
    if (code === this.protocol.successCode) return { kind: 'done', data: data as A };
    if (code === '' || this.protocol.unknownCodes.includes(code))
      return this.#unknown(service, 'CUSTODIAN', message, code);
    return { kind: 'refused', code, message, data: data as Partial<A> };
  }

  #unknown(service: keyof T & string, reason: UnknownReason, message: string, code: string | null): Unknown {
    const { idempotent, query } = this.#facts[service];
    return { kind: 'unknown', reason, message, code, repeatable: reason === 'NOT_SENT' || idempotent || query };
  }
}
