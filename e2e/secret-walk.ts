/**
 * A loan's whole road on a platform of its own, in one protocol, by people without a browser, with whatever goes wrong
 * on it: passwords and codes mistyped, cards that fail, signatures that do not fit, bodies that are none, faults of the
 * bank and of the database. It collects every secret that was used on the way, and what was answered to bad requests.
 */
import assert from 'node:assert/strict';
import { createPrivateKey, randomInt, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { depositoryDesk } from '../demo/desk-depository.ts';
import { lianyintongDesk } from '../demo/desk-lianyintong.ts';
import type { Desk, OrderHead, Prepared } from '../demo/desk.ts';
import { type Person, samplePerson } from '../demo/people.ts';
import { pemPair } from '../sdk/testing/custodian.ts';
import { cardNumber } from '../src/testing/people.ts';
import type { Page } from '../src/testing/bank.ts';
import { startReceiver } from '../src/testing/receiver.ts';
import { DIALECTS } from '../src/wire/dialects.ts';
import type { Program } from './program.ts';
import type { Secret } from './secret-search.ts';
import { during } from './secrets.store.ts';
import { statusOf, type Typed, Visitor } from './visitor.ts';
import type { Dialect } from './walk.ts';

/** Names that nobody else has. */
const NAMES: Readonly<Record<Dialect, readonly [investor: string, borrower: string]>> = {
  lianyintong: ['司徒锦瑟', '令狐霜序'],
  depository: ['慕容栖梧', '尉迟听澜'],
};
const NUMBERS: Readonly<Record<Dialect, string>> = { lianyintong: '6000000091', depository: '6000000092' };

interface Created {
  readonly custodianKeySerial: string;
  readonly custodianPublicKey: string;
  readonly platformPassword: string;
}

/** Six digits that are not refused as guessable. */
const PASSWORDS: Readonly<Record<Dialect, readonly [right: string, wrong: string]>> = {
  lianyintong: ['284617', '730592'],
  depository: ['916284', '402759'],
};

export class SecretWalk {
  readonly secrets: Secret[] = [];
  /** What was answered to requests that were refused or could not be read. */
  readonly answers: (readonly [door: string, text: string])[] = [];
  readonly #program: Program;
  readonly #dialect: Dialect;
  readonly #desk: Desk;
  readonly #privateKey: string;
  readonly #visitor: Visitor;
  readonly #investor: Person;
  readonly #borrower: Person;
  #last = 0;

  private constructor(program: Program, dialect: Dialect, created: Created, privateKey: string) {
    const make = dialect === 'lianyintong' ? lianyintongDesk : depositoryDesk;
    this.#program = program;
    this.#dialect = dialect;
    this.#privateKey = privateKey;
    this.#visitor = new Visitor(program.at.bank);
    this.#desk = make({
      baseUrl: program.at.custodian,
      platformNo: NUMBERS[dialect],
      privateKey,
      keySerial: '1',
      custodianKeys: { [created.custodianKeySerial]: created.custodianPublicKey },
    });
    const [investor, borrower] = NAMES[dialect];
    this.#investor = { ...samplePerson('investor', `I_${dialect}`), realName: investor };
    this.#borrower = { ...samplePerson('borrower', `B_${dialect}`), realName: borrower };
    for (const person of [this.#investor, this.#borrower]) this.#keep(person);
    this.secrets.push({ what: "a platform's password", value: created.platformPassword });
    for (const value of PASSWORDS[dialect]) this.secrets.push({ what: 'a trade password', value });
  }

  /** Registers the platform, with a signing key of the custodian's that is known here. */
  static async begin(program: Program, dialect: Dialect, folder: string): Promise<SecretWalk> {
    const [own, custodian] = [pemPair(), pemPair()];
    const account = cardNumber(`62220202${randomInt(10_000_000, 99_999_999)}`);
    // The first is not taken, so that a delivery that failed is logged, too.
    const receiver = await startReceiver((received, index) =>
      received.answer(index === 0 ? 500 : 200, DIALECTS[dialect].notices.acknowledgement),
    );
    const files = { 'platform.pem': own.publicKey, 'custodian.pem': custodian.privateKey };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
    const created = await program.ask<Created>(
      ...['platform', 'create', '--no', NUMBERS[dialect], '--name', '试验', '--dialect', dialect],
      ...['--public-key', join(folder, 'platform.pem'), '--custodian-key', join(folder, 'custodian.pem')],
      ...['--notify-url', receiver.url, '--settlement-account', account, '--settlement-bank', 'ICBC'],
    );
    const walk = new SecretWalk(program, dialect, created, own.privateKey);
    walk.secrets.push({ what: 'a card number', value: account }, ...keySecrets('a platform’s key', own.privateKey));
    return walk;
  }

  async go(): Promise<void> {
    await this.#register(this.#investor, 'investor');
    await this.#register(this.#borrower, 'borrower');
    await this.#lend();
    await this.#offend();
    this.secrets.push(...this.#visitor.codes.map((value) => ({ what: 'an SMS code', value })));
  }

  #keep(person: Person): void {
    this.secrets.push(
      { what: 'a name', value: person.realName },
      { what: 'an ID number', value: person.idNumber },
      { what: 'a mobile', value: person.mobile },
      { what: 'a card number', value: person.cardNumber },
    );
  }

  #head(): OrderHead {
    this.#last += 1;
    return { requestNo: `S_${this.#dialect}_${this.#last}`, callbackUrl: 'https://platform.example/back' };
  }

  /** A registration on which all goes wrong that can, and which ends well. In depository the person types it all. */
  async #register(person: Person, role: 'investor' | 'borrower'): Promise<void> {
    const visitor = this.#visitor;
    const url = await this.#program.databaseUrl();
    const [right, wrong] = PASSWORDS[this.#dialect];
    const types = this.#dialect === 'depository';
    const given = types ? { ...person, realName: '', idNumber: '', mobile: '', cardNumber: '' } : person;
    const typed = types ? asTyped(person) : {};
    let page = await visitor.visit(this.#desk.register(this.#head(), given, role));
    this.#keepAddress(page);
    await during(url, 'the bank takes no message', async () => {
      page = await visitor.type(page, typed, '/sms');
    });
    await this.#program.ask('clock', 'advance', '1m');
    const [asked, smsCode] = await visitor.askForCode(page, person.mobile, typed);
    const all: Typed = { ...typed, smsCode, password: right, passwordAgain: right, agreed: '1' };
    page = await visitor.type(asked, { ...all, password: wrong });
    const guess = String((Number(smsCode) + 654_321) % 1_000_000).padStart(6, '0');
    this.secrets.push({ what: 'an SMS code', value: guess });
    page = await visitor.type(page, { ...all, smsCode: guess });
    if (types) page = await visitor.type(page, { ...all, cardNumber: this.#failing() });
    const broken = await during(url, 'nobody can become a member', () => visitor.type(page, all));
    assert.notEqual(statusOf(broken), 'SUCCESS', 'the database was at fault');
    const again = await visitor.settled(broken);
    const done = await visitor.settled(statusOf(again) === '' ? await visitor.type(again, all) : again);
    assert.equal(statusOf(done), 'SUCCESS', done.text);
  }

  /** A card that the bank does not find to be the person's: its last four digits say so. */
  #failing(): string {
    for (;;) {
      const card = cardNumber(`622202${randomInt(10_000_000, 99_999_999)}0000`);
      if (!card.endsWith('0002')) continue;
      this.secrets.push({ what: 'a card number', value: card });
      return card;
    }
  }

  /** Whoever has the address of an open page is its person. */
  #keepAddress(page: Page): void {
    const token = /\/(?:pages|netbank)\/([^/?]+)/.exec(page.url)?.[1];
    assert.ok(token, `${page.url}: ${page.text}`);
    this.secrets.push({ what: "a page's address", value: token });
  }

  async #lend(): Promise<void> {
    const desk = this.#desk;
    const { userNo } = this.#investor;
    const borrowerNo = this.#borrower.userNo;
    const projectNo = `P_${this.#dialect}`;
    await this.#deposit(userNo, '1000.00');
    await this.#deposit(borrowerNo, '500.00');
    await this.#call((head) =>
      desk.createProject(head, { projectNo, borrowerNo, amount: '800.00', name: '标的', days: 30, rate: '5' }),
    );
    const tender = { userNo, projectNo, amount: '800.00', redPacket: '', remark: '' };
    const holdNo = await this.#confirm((head) => desk.tender(head, tender));
    await this.#call((head) => desk.confirmLoan(head, projectNo, '1.00', [{ holdNo, amount: '800.00' }]));
    await this.#call((head) => desk.setProject(head, projectNo, 'REPAYING'));
    const owed = await this.#confirm((head) => desk.holdRepayment(head, borrowerNo, projectNo, '810.00'));
    const parts = { projectNo, holdNo: owed, commission: '', payeeNo: userNo, principal: '800.00', interest: '10.00' };
    await this.#call((head) => desk.confirmRepayment(head, parts));
    await this.#call((head) => desk.setProject(head, projectNo, 'FINISH'));
    await this.#confirm((head) => desk.withdraw(head, userNo, '300.00', true));
    const balance = await desk.balance(userNo);
    assert.ok('found' in balance && balance.found.available === '710.00', JSON.stringify(balance));
  }

  async #deposit(userNo: string, amount: string): Promise<void> {
    const page = await this.#visitor.visit(this.#desk.deposit(this.#head(), userNo, amount));
    this.#keepAddress(page);
    const url = await this.#program.databaseUrl();
    await during(url, 'the bank takes no order', () => this.#visitor.payAtBank(page).catch(() => undefined));
    const back = await this.#visitor.settled(await this.#visitor.payAtBank(page));
    assert.equal(statusOf(back), 'SUCCESS', back.text);
  }

  async #call(prepare: (head: OrderHead) => Prepared): Promise<void> {
    const prepared = prepare(this.#head());
    assert.ok(prepared.kind === 'call');
    const answer = await prepared.send();
    assert.equal(answer.kind, 'done', `${prepared.service}: ${JSON.stringify(answer)}`);
  }

  /** With the wrong password first. Answers the request number. */
  async #confirm(prepare: (head: OrderHead) => Prepared): Promise<string> {
    const head = this.#head();
    const [right, wrong] = PASSWORDS[this.#dialect];
    const page = await this.#visitor.visit(prepare(head));
    this.#keepAddress(page);
    const again = await this.#visitor.type(page, { password: wrong });
    const done = await this.#visitor.type(again, { password: right });
    assert.match(statusOf(done), /^(?:SUCCESS|ACCEPT)$/, done.text);
    return head.requestNo;
  }

  /** Requests that are refused, with everything personal in places where it should not be. */
  async #offend(): Promise<void> {
    const { custodian, bank } = this.#program.at;
    const { realName, idNumber, mobile, cardNumber: card } = this.#investor;
    const prepared = this.#desk.register(this.#head(), { ...this.#investor, idNumber: `${idNumber}9` }, 'investor');
    assert.ok(prepared.kind === 'page');
    const { action, fields } = prepared.form();
    const [reqData = '', signature] = [fields.reqData, fields.sign === undefined ? 'signature' : 'sign'];
    const { writeSignature } = DIALECTS[this.#dialect];
    const resigned = (text: string, service = fields.serviceName ?? '') => ({
      ...{ ...fields, reqData: text, serviceName: service },
      [signature]: writeSignature(sign('sha1', Buffer.from(text), createPrivateKey(this.#privateKey))),
    });
    const direct = action.replace('gateway', 'service');
    const forms = [
      fields,
      { ...fields, reqData: `${reqData} ` },
      { ...fields, platformNo: realName, keySerial: mobile },
      resigned(reqData.slice(0, -2)),
      resigned(`{"realName":{"x":"${realName}"},"mobile":[${mobile}],"idCardNo":${idNumber.slice(0, -1)}}`),
      resigned(reqData, realName),
      { [realName]: mobile, reqData: card },
    ];
    for (const url of [action, direct]) for (const form of forms) await this.#send(url, new URLSearchParams(form));
    for (const body of [reqData, `${realName}%${card}`, Buffer.from(realName, 'utf16le')]) {
      for (const path of [
        '/bank/notify',
        '/bank/return',
        '/pages/x',
        new URL(action).pathname,
        new URL(direct).pathname,
      ])
        await this.#send(custodian + path, body, 'application/json');
      for (const path of ['/api/sms', '/netbank/payin', '/sandbox/reports', '/api/card/verify'])
        await this.#send(bank + path, body, 'application/json');
    }
    const query = new URLSearchParams({ realName, mobile, reqData: card });
    for (const base of [custodian, bank, direct, `${custodian}/pages/${mobile}`, `${custodian}/${card}`])
      await this.#send(`${base}/${encodeURIComponent(realName)}?${query}`);
    for (const line of [
      ['member', 'show', NUMBERS[this.#dialect], idNumber],
      ['request', 'list', '--member', idNumber],
    ]) {
      const said = await this.#program.cli(...line);
      assert.match(said.err, /That is an ID number/);
    }
  }

  async #send(url: string, body?: URLSearchParams | string | Buffer, type?: string): Promise<void> {
    const headers = type === undefined ? {} : { headers: { 'content-type': type } };
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', body, ...headers });
    const { pathname } = new URL(url);
    this.answers.push([pathname.split('/')[1] ?? '', await response.text()]);
  }
}

/** As people type: numbers in groups, names with blanks around them. */
function asTyped({ realName, idNumber, mobile, cardNumber: card }: Person): Typed {
  return {
    realName: ` ${realName} `,
    idNumber: `${idNumber.slice(0, 6)} ${idNumber.slice(6, 14)} ${idNumber.slice(14)}`,
    mobile: `${mobile.slice(0, 3)}-${mobile.slice(3, 7)}-${mobile.slice(7)}`,
    cardNumber: card.replace(/(.{4})(?!$)/g, '$1 '),
  };
}

/** A private key in the forms in which it could lie about: a line of its PEM, and one of its primes. */
export function keySecrets(what: string, pem: string): readonly Secret[] {
  const { p } = createPrivateKey(pem).export({ format: 'jwk' });
  assert.ok(p, 'an RSA key');
  return [
    { what, value: pem.split('\n')[12] ?? '' },
    { what, value: Buffer.from(p, 'base64url') },
  ];
}
