/**
 * A platform's side under fire: sends one order after another and repeats each until it has an answer, as the documents
 * ask of platforms. It writes down what was acknowledged, so that a test can ask for all of it again.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { lianyintongDesk } from '../demo/desk-lianyintong.ts';
import { depositoryDesk } from '../demo/desk-depository.ts';
import type { Desk, OrderHead, Prepared } from '../demo/desk.ts';
import type { ClientConfig, UnknownReason } from '../sdk/index.ts';
import { SERVICES as DEPOSITORY } from '../sdk/generated/depository.ts';
import { SERVICES as LIANYINTONG } from '../sdk/generated/lianyintong.ts';
import type { Dialect } from './walk.ts';

/** Six digits that every member of the crowd has. */
export const TRADE_PASSWORD = '284617';
const RETRY = 60;
/** An order that has no answer after so long never gets one. */
const PATIENCE = 90_000;
const CALLBACK = 'https://platform.example/back';

/** What says "I do not know yet", per protocol: answered by asking again. */
const UNKNOWN: Readonly<Record<Dialect, readonly string[]>> = {
  lianyintong: ['100001', '100020'],
  depository: ['00001'],
};
const DUPLICATE: Readonly<Record<Dialect, string>> = { lianyintong: '100013', depository: '00010' };

/** An order that the custodian has acknowledged. */
export interface Acknowledged {
  readonly requestNo: string;
  readonly service: string;
  readonly idempotent: boolean;
  /** The same order again, exactly as it was. */
  readonly prepared: Prepared;
  /** The answer of a call; the page's address of a page. */
  readonly answer: unknown;
}

/** Counts what callers saw, over all platforms. */
export class Tally {
  acknowledged = 0;
  /** Tries that ended without an answer. */
  unanswered = 0;
  /** Of these, the ones in which the request had left: it may have been done. */
  broken = 0;
  /** Of orders that are not idempotent: the answer was lost and the repetition was called a duplicate. */
  duplicates = 0;
  /** Nobody waits for answers any more: the test has failed. */
  abandoned = false;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  acknowledge(): void {
    this.acknowledged += 1;
    const due = this.#waiting.filter(({ count }) => count <= this.acknowledged);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.acknowledged);
    for (const { resolve } of due) resolve();
  }

  /** Resolves when so many more have been acknowledged. */
  after(count: number): Promise<void> {
    if (count <= 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count: this.acknowledged + count, resolve }));
  }
}

/** An answer that came and is not the custodian's, which no hard kill excuses. */
const UNBELIEVED: ReadonlySet<string> = new Set<UnknownReason>(['NOT_SIGNED', 'BAD_SIGNATURE', 'UNREADABLE']);

export class Caller {
  readonly desk: Desk;
  readonly dialect: Dialect;
  readonly journal: Acknowledged[] = [];
  readonly tally: Tally;
  readonly #base: string;
  readonly #prefix: string;
  #last = 0;

  constructor(dialect: Dialect, config: ClientConfig, tally: Tally) {
    // Repeating is this caller's own business.
    const once = { ...config, retryPauses: [], timeoutMs: 20_000 };
    this.desk = dialect === 'lianyintong' ? lianyintongDesk(once) : depositoryDesk(once);
    this.dialect = dialect;
    this.tally = tally;
    this.#base = config.baseUrl;
    this.#prefix = `K${config.platformNo}`;
  }

  /** A request number that nobody has used. */
  head(): OrderHead {
    this.#last += 1;
    return { requestNo: `${this.#prefix}_${this.#last}`, callbackUrl: CALLBACK };
  }

  /** Orders, until it is done. Throws when it is refused. Answers the request number. */
  async order(prepare: (head: OrderHead) => Prepared): Promise<string> {
    const head = this.head();
    const prepared = prepare(head);
    const { requestNo } = head;
    const answer = prepared.kind === 'page' ? await this.#page(prepared) : await this.#call(requestNo, prepared);
    const { service } = prepared;
    this.journal.push({ requestNo, service, prepared, answer, idempotent: this.#isIdempotent(service) });
    this.tally.acknowledge();
    return requestNo;
  }

  #isIdempotent(service: string): boolean {
    const facts: Readonly<Record<string, { readonly idempotent: boolean }>> =
      this.dialect === 'depository' ? DEPOSITORY : LIANYINTONG;
    return facts[service]?.idempotent ?? false;
  }

  async #call(requestNo: string, prepared: Prepared & { readonly kind: 'call' }): Promise<unknown> {
    let lost = 0;
    return this.#untilKnown(`${prepared.service} ${requestNo}`, async () => {
      const answer = await prepared.send();
      if (answer.kind === 'done') return answer.data;
      if (answer.kind === 'unknown') {
        assert.ok(!UNBELIEVED.has(answer.reason), `${prepared.service}: ${answer.message}`);
        lost += 1;
        if (answer.reason !== 'NOT_SENT') this.tally.broken += 1;
        return undefined;
      }
      const said = `${answer.code} ${answer.message}`;
      const why = `${prepared.service} ${requestNo} refused after ${lost} lost answers: ${said}`;
      assert.ok(lost > 0 && answer.code === DUPLICATE[this.dialect], why);
      assert.ok(!this.#isIdempotent(prepared.service), why);
      this.tally.duplicates += 1;
      return this.#untilKnown(requestNo, () => this.found(prepared.service, requestNo));
    });
  }

  /** A query's word on an order: true when it is done, undefined while nobody knows. */
  async found(service: string, requestNo: string): Promise<true | undefined> {
    const news = await this.desk.outcome(service, requestNo);
    if (news === null) return undefined;
    // A tender that was taken back whole is found, and its standing is FAIL (L3.3).
    const stands = news.state === 'DONE' || ['0', '00000'].includes(news.code);
    assert.ok(stands, `${service} ${requestNo} is found, but ${news.code} ${news.message}`);
    return true;
  }

  /** Opens the page, enters the password and waits for the outcome, as a stubborn person does. */
  async #page(prepared: Prepared & { readonly kind: 'page' }): Promise<string> {
    const address = await this.#untilKnown(prepared.service, () => this.open(prepared));
    await this.#untilKnown(
      address,
      async () => {
        const page = await this.#fetch(address);
        if (page === undefined) return undefined;
        const status = /<body[^>]*\bdata-status="(\w+)"/.exec(page)?.[1];
        if (status === 'SUCCESS') return true;
        assert.ok(
          status === undefined || status === 'PROCESSING',
          `the page of ${prepared.service} ended in ${status}`,
        );
        const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1];
        if (csrf) await this.#fetch(address, { csrf, password: TRADE_PASSWORD });
        return undefined;
      },
      0,
    );
    return address;
  }

  /** The address of a gateway order's page; undefined while nobody knows. Throws when it is refused. */
  async open(prepared: Prepared & { readonly kind: 'page' }): Promise<string | undefined> {
    const { action, fields } = prepared.form();
    const body = new URLSearchParams(fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(action, { method: 'POST', body, headers, redirect: 'manual' }).catch(() => null);
    const text = await response?.text().catch(() => null);
    if (!response || typeof text !== 'string') return undefined;
    const location = response.headers.get('location');
    if (response.status === 303 && location) return location;
    assert.ok(response.status < 500, `a gateway call was answered ${response.status}`);
    assert.ok(
      UNKNOWN[this.dialect].some((code) => text.includes(`>${code}<`)),
      `${prepared.service} was refused before its page: ${text.replace(/<[^>]*>|\s+/g, ' ').slice(0, 600)}`,
    );
    return undefined;
  }

  /** The text of a page, after a post the page it leads to; undefined when it could not be had. */
  async #fetch(address: string, form?: Readonly<Record<string, string>>): Promise<string | undefined> {
    const post = form && { method: 'POST', body: new URLSearchParams(form) };
    const response = await fetch(this.#base + address, { ...post, redirect: 'follow' }).catch(() => null);
    if (!response) return undefined;
    const text = await response.text().catch(() => undefined);
    assert.ok(response.status < 500 || response.status === 503, `a page was answered ${response.status}`);
    return response.status === 200 ? text : undefined;
  }

  async #untilKnown<T>(what: string, ask: () => Promise<T | undefined>, wait = RETRY): Promise<T> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const known = await ask();
      if (known !== undefined) return known;
      if (wait > 0) this.tally.unanswered += 1;
      if (this.tally.abandoned || performance.now() > end) throw new Error(`no answer within ${PATIENCE} ms: ${what}`);
      await pause(wait);
    }
  }
}
