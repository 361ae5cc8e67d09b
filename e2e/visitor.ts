/**
 * A person at a browser without script, of a few lines: opens the platform's forms, types, presses, and follows to the
 * bank and back. Whatever was answered is kept, so that it can be looked at.
 */
import assert from 'node:assert/strict';
import type { Prepared } from '../demo/desk.ts';
import type { Person } from '../demo/people.ts';
import type { GatewayForm } from '../sdk/index.ts';
import { until } from '../src/db/embedded/postmaster.ts';
import { enterNetbank, formOf, open, type Page, press } from '../src/testing/bank.ts';
import { newestCode } from './walk.ts';

const PATIENCE = 20_000;

/** What a person types into the page of a registration, besides what the platform has given. */
export interface Typed extends Partial<Omit<Person, 'userNo'>> {
  readonly smsCode?: string;
  readonly password?: string;
  readonly passwordAgain?: string;
  readonly agreed?: '1';
}

export class Visitor {
  readonly #bank: string;
  /** The six digits of each message that he got. */
  readonly codes: string[] = [];

  /** `bank`: where the sandbox bank shows its messages. */
  constructor(bank: string) {
    this.#bank = bank;
  }

  /** Goes to the page of an order. */
  async visit(prepared: Prepared): Promise<Page> {
    assert.ok(prepared.kind === 'page');
    return this.post(prepared.form());
  }

  post({ action, fields }: GatewayForm): Promise<Page> {
    return enterNetbank({ url: action, fields });
  }

  /** Types into the page's form and sends it, there or at a step of it; answers the page that follows. */
  type(page: Page, typed: Typed, step = ''): Promise<Page> {
    const { url, fields } = formOf(page, 'nextButton');
    return open(url + step, new URLSearchParams({ ...fields, ...(typed as Readonly<Record<string, string>>) }));
  }

  /** Has a code sent to a mobile; answers the page and the code. */
  async askForCode(page: Page, mobile: string, typed: Typed = {}): Promise<readonly [Page, string]> {
    const after = await this.type(page, typed, '/sms');
    const code = await newestCode(this.#bank, mobile);
    this.codes.push(code);
    return [after, code];
  }

  /** Looks again until what is under way has come to an end. */
  async settled(page: Page): Promise<Page> {
    let seen = page;
    const isSettled = async () => {
      if (statusOf(seen) !== 'PROCESSING') return true;
      seen = await open(page.url);
      return false;
    };
    await until(isSettled, PATIENCE);
    return seen;
  }

  /** From the hand-over to the bank, pays, and comes back. */
  async payAtBank(page: Page): Promise<Page> {
    const atBank = await press(page, 'nextButton');
    return press(await press(atBank, 'payButton'), 'returnButton');
  }
}

/** The state that an outcome page tells; an empty text for any other page. */
export function statusOf(page: Page): string {
  return /<body[^>]*\bdata-status="(\w+)"/.exec(page.text)?.[1] ?? '';
}
