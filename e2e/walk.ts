/**
 * One person's browser on the whole road: the demo's steps, the custodian's pages, the bank's netbank, and back, with
 * script or without. It presses what a person presses and waits for what a person waits for.
 */
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Addresses } from './program.ts';

export type Dialect = 'lianyintong' | 'depository';

export interface WalkOptions {
  readonly browser: Browser;
  readonly at: Addresses;
  readonly dialect: Dialect;
  readonly script: boolean;
  /** Called with every page that a person looks at: `hosted-tender`, `netbank`, `demo-walk` … */
  readonly look?: (page: Page, name: string) => Promise<void>;
}

/** Six digits that are neither trivial nor part of a sample person's numbers, as far as chance allows. */
export const PASSWORD = '284617';
const PATIENCE = 30_000;
/** A page that returns by itself may be gone before its button is pressed. */
const IMPATIENCE = 3_000;

/** What each step does once the browser is at the custodian. */
const AT_CUSTODIAN: Readonly<Record<string, 'register' | 'bank' | 'password'>> = {
  'register-investor': 'register',
  'register-borrower': 'register',
  deposit: 'bank',
  'deposit-borrower': 'bank',
  tender: 'password',
  authorize: 'password',
  'hold-repayment': 'password',
  withdraw: 'password',
};

/** A message on the wire, as the demo's log shows it. */
export interface Message {
  readonly kind: string;
  readonly service: string;
  readonly requestNo: string;
}

/** Fills in the registration page whose details the platform has given, and sends it. */
export async function register(page: Page, bankUrl: string, mobile: string): Promise<void> {
  await page.click('#sendSmsButton');
  await page.waitForSelector('#status:not([hidden]):not(:empty)');
  await page.fill('#smsCode', await newestCode(bankUrl, mobile));
  await page.fill('#password', PASSWORD);
  await page.fill('#passwordAgain', PASSWORD);
  await page.check('#agreed');
  await page.click('#nextButton');
}

/** The newest code that the sandbox bank sent to a mobile. */
export async function newestCode(bankUrl: string, mobile: string): Promise<string> {
  const response = await fetch(`${bankUrl}/sandbox/sms?mobile=${mobile}`);
  const [newest] = (await response.json()) as readonly { readonly code: string }[];
  assert.match(newest?.code ?? '', /^\d{6}$/, 'the sandbox bank shows the code it sent');
  return newest?.code ?? '';
}

export class Walk implements AsyncDisposable {
  readonly page: Page;
  /** What the browser complained about: a breach of the policy, an error of a script, a failed request. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #options: WalkOptions;

  private constructor(context: BrowserContext, page: Page, options: WalkOptions) {
    this.#context = context;
    this.page = page;
    this.#options = options;
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.complaints.push(`${response.url()} answered ${response.status()}`);
    });
  }

  /** Opens a browser context (cookies of its own) at the demo's welcome and chooses the protocol. */
  static async open(options: WalkOptions): Promise<Walk> {
    const context = await options.browser.newContext({
      javaScriptEnabled: options.script,
      viewport: { width: 390, height: 844 },
      locale: 'zh-CN',
    });
    context.setDefaultTimeout(PATIENCE);
    const walk = new Walk(context, await context.newPage(), options);
    await walk.page.goto(options.at.demo);
    await walk.#look('demo-welcome');
    await walk.page.click(`#start-${options.dialect}`);
    return walk;
  }

  /** Does one step of the road to its end; `values` are typed over what the form offers. */
  async step(id: string, values: Readonly<Record<string, string>> = {}): Promise<void> {
    const { page } = this;
    await page.waitForSelector(`#step-${id}[data-state=current]`);
    await this.#look(`demo-${id}`);
    for (const [name, value] of Object.entries(values)) {
      const choice = page.locator(`select#${id}-${name}`);
      if ((await choice.count()) === 1) await choice.selectOption(value);
      else await page.fill(`#${id}-${name}`, value);
    }
    const way = AT_CUSTODIAN[id];
    const mobile = way === 'register' ? await page.inputValue(`#${id}-mobile`) : '';
    await page.click(`#go-${id}`);
    if (way) {
      await this.#crossOver();
      if (way === 'register') {
        await this.#look('hosted-register');
        await register(page, this.#options.at.bank, mobile);
      }
      if (way === 'bank') await this.#payAtBank();
      if (way === 'password') await this.#confirm(id);
      await this.#return();
    }
    await page.waitForSelector(`#step-${id}[data-state=done]`);
  }

  /** From the platform to the custodian: by itself with script, by a button without. */
  async #crossOver(): Promise<void> {
    if (!this.#options.script) await this.page.click('#goToCustodian');
    await this.page.waitForURL((url) => url.href.startsWith(`${this.#options.at.custodian}/`));
    await this.page.waitForSelector('h1');
  }

  async #payAtBank(): Promise<void> {
    const { page } = this;
    const { at, script } = this.#options;
    if (!script) {
      await this.#look('hosted-hand-over');
      await page.click('#bankForm button[type=submit]');
    }
    await page.waitForURL((url) => url.href.startsWith(`${at.bank}/`));
    await this.#look('netbank');
    await page.click('#payButton');
    if (!script) {
      await this.#look('netbank-paid');
      await page.click('#returnButton');
    }
  }

  async #confirm(id: string): Promise<void> {
    await this.#look(`hosted-${id}`);
    await this.page.fill('#password', PASSWORD);
    await this.page.click('#nextButton');
  }

  /** The outcome at the custodian, and back to the platform: pressed, or by itself where that was quicker. */
  async #return(): Promise<void> {
    const { page } = this;
    await page.waitForSelector('body[data-status=SUCCESS], body[data-status=ACCEPT], #progress');
    if ((await page.locator('#callbackForm').count()) > 0) {
      await this.#look('hosted-outcome');
      await page.click('#callbackForm button[type=submit]', { timeout: IMPATIENCE }).catch(() => undefined);
    }
    await page.waitForURL((url) => url.href.startsWith(`${this.#options.at.demo}/`));
  }

  async #look(name: string): Promise<void> {
    await this.#options.look?.(this.page, name);
  }

  /** Balances and project as the demo shows them: what the platform believes. */
  async standing(): Promise<Readonly<Record<string, string>>> {
    const { page } = this;
    await page.goto(`${this.#options.at.demo}/${this.#options.dialect}`);
    const shown: Record<string, string> = {};
    for (const who of ['investor', 'borrower']) {
      for (const what of ['balance', 'available', 'frozen']) {
        shown[`${who} ${what}`] = (await page.getAttribute(`#${what}-${who}`, 'data-yuan')) ?? '';
      }
    }
    shown.project = (await page.getAttribute('#project-status', 'data-status')) ?? '';
    return shown;
  }

  /** Messages on the wire as the demo logged them, queries left out: of what kind, service and order each was. */
  async wire(): Promise<readonly Message[]> {
    await this.page.goto(`${this.#options.at.demo}/${this.#options.dialect}/wire`);
    const entries = await this.page.locator('#wire-log details.wire').all();
    const messages = entries.map(async (entry) => ({
      kind: (await entry.getAttribute('data-kind')) ?? '',
      service: (await entry.getAttribute('data-service')) ?? '',
      requestNo: (await entry.getAttribute('data-request-no')) ?? '',
    }));
    return await Promise.all(messages);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
