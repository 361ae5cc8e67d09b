/**
 * The client a platform holds: one per platform number and protocol. It signs what goes out, believes only what the
 * custodian signed, and says of every call whether it is done, refused, or unknown. It keeps no state of its own.
 */
import type { KeyObject } from 'node:crypto';
import { unwrap } from './answer.ts';
import type { Answer, Unknown } from './answer.ts';
import type { Facts, NamesOf, RepeatableNames, Types } from './catalogue.ts';
import { beijingTime, encode } from './encode.ts';
import { CunguanError } from './errors.ts';
import type { UnknownReason } from './errors.ts';
import { readInbound } from './inbound.ts';
import type { Rejected, ResponseType, Verified } from './inbound.ts';
import { textOf } from './json.ts';
import { judge } from './judge.ts';
import { privateKey, publicKey } from './keys.ts';
import type { KeySource } from './keys.ts';
import type { Protocol } from './protocol.ts';
import { signBytes } from './signature.ts';
import { postForm } from './transport.ts';

/** What a platform is given at registration, and where its custodian is. */
export interface ClientConfig {
  /** `https://host`, or with a path prefix. */
  readonly baseUrl: string;
  readonly platformNo: string;
  /** The platform's private key: PEM, bare base64, or a file; its public half is registered with the custodian. */
  readonly privateKey: KeySource;
  /** Serial of that key (lianyintong). Default '1'. */
  readonly keySerial?: string;
  /** The custodian's public keys by serial; several while it changes keys. */
  readonly custodianKeys: Readonly<Record<string, KeySource>>;
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
  /** Why no answer came, or none that can be believed; '' otherwise. */
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
  readonly #baseUrl: string;
  readonly #timeoutMs: number;
  readonly #key: KeyObject;
  readonly #custodianKeys: ReadonlyMap<string, KeyObject>;

  /** Throws a CunguanError, KEY or CONFIG, for what no call could be made with. */
  constructor(protocol: Protocol, facts: F, config: ClientConfig) {
    this.protocol = protocol;
    this.platformNo = config.platformNo;
    this.#facts = facts;
    this.#config = config;
    this.#timeoutMs = config.timeoutMs ?? 15_000;
    this.#baseUrl = checkedUrl(config.baseUrl);
    this.#key = privateKey(config.privateKey);
    const keys = Object.entries(config.custodianKeys);
    this.#custodianKeys = new Map(keys.map(([no, key]) => [no, publicKey(key, `custodianKeys[${no}]`)]));
    if (keys.length === 0)
      throw new CunguanError('CONFIG', 'custodianKeys is empty: a public key of the custodian is needed');
    if (!(this.#timeoutMs > 0)) throw new CunguanError('CONFIG', `timeoutMs must be positive, not ${this.#timeoutMs}`);
    if (!config.platformNo) throw new CunguanError('CONFIG', 'platformNo is empty');
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
    const url = this.#baseUrl + this.protocol.servicePath;
    const fields = this.#envelope(service, data);
    const started = performance.now();
    const result = await postForm(url, fields, this.#timeoutMs);
    const received = result.kind === 'received';
    const judged = received
      ? judge({ protocol: this.protocol, custodianKeys: this.#custodianKeys }, url, result)
      : ({ ...result, kind: 'disbelieved' } as const);
    this.#config.onExchange?.({
      service,
      url,
      fields,
      status: received ? result.status : null,
      body: received ? result.body.toString('utf8') : '',
      signature: received ? (result.headers.get(this.protocol.signatureField) ?? '') : '',
      verified: judged.kind === 'believed',
      failure: judged.kind === 'believed' ? '' : judged.message,
      ms: Math.round(performance.now() - started),
    });
    if (judged.kind === 'disbelieved') return this.#unknown(service, judged.reason, judged.message, null);
    return this.#read<T[N]['answer']>(service, judged.data);
  }

  /** As `call`, but the data itself; throws a CunguanError that says whether it may have been executed. */
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
    return { action: this.#baseUrl + this.protocol.gatewayPath, fields: this.#envelope(service, data) };
  }

  /** Verifies a notice. Pass the body's bytes as they came; act on it once, then answer `acknowledgement`. */
  readNotice(body: Uint8Array | string): MessageOf<T, F> | Rejected {
    return this.#inbound('NOTIFY', body) as MessageOf<T, F> | Rejected;
  }

  /** Verifies what the browser came back with. Show it; act on the notice or a query. */
  readReturn(body: Uint8Array | string): MessageOf<T, F> | Rejected {
    return this.#inbound('CALLBACK', body) as MessageOf<T, F> | Rejected;
  }

  #inbound(wanted: ResponseType, body: Uint8Array | string): Verified<string, object> | Rejected {
    const { protocol, platformNo } = this;
    const knows = (service: string): boolean =>
      Object.hasOwn(this.#facts, service) && this.#facts[service as keyof T & string].mode === 'gateway';
    return readInbound({ protocol, platformNo, custodianKeys: this.#custodianKeys, knows }, wanted, body);
  }

  #envelope(service: keyof T & string, data: object): Record<string, string> {
    const { protocol } = this;
    const stamped = protocol.timestamps ? { ...data, timestamp: beijingTime(this.#now()) } : data;
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

  #now(): Date {
    const now = this.#config.now?.() ?? new Date();
    if (Number.isNaN(now.getTime())) throw new CunguanError('CONFIG', 'now() answered no valid Date');
    return now;
  }

  /** What a signed answer says. */
  #read<A>(service: keyof T & string, data: Readonly<Record<string, unknown>>): Answer<A> {
    const code = textOf(data[this.protocol.codeField]);
    const message = textOf(data[this.protocol.messageField]);
    if (code === this.protocol.successCode) return { kind: 'done', data: data as A };
    if (code === '' || this.protocol.unknownCodes.includes(code))
      return this.#unknown(service, 'CUSTODIAN', message || 'the custodian’s answer holds no code', code);
    return { kind: 'refused', code, message, data: data as Partial<A> };
  }

  #unknown(service: keyof T & string, reason: UnknownReason, message: string, code: string | null): Unknown {
    const { idempotent, query } = this.#facts[service];
    const sent = reason !== 'NOT_SENT';
    const repeatable = !sent || idempotent || query;
    return { kind: 'unknown', reason, message, code, mayHaveBeenExecuted: sent && !query, repeatable };
  }
}

/** An address to which paths can be added. Throws a CunguanError. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    const shown = text.replace(/\/\/[^/]*@/, '//…@');
    throw new CunguanError('CONFIG', `baseUrl must be an http or https address without user and query, not "${shown}"`);
  }
  return text.replace(/\/+$/, '');
}
