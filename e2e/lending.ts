/**
 * Lending without end on one platform: projects, tenders with and without page, cancellations, loans, repayments in
 * parts. It keeps its own books of who must have how much, from acknowledged orders alone.
 */
import { type Fen, formatYuan } from '../src/kernel/money.ts';
import type { Desk } from '../demo/desk.ts';
import type { Caller } from './caller.ts';

/** What the orders must have added to a holder: available and frozen fen. */
export type Books = Map<string, [available: Fen, frozen: Fen]>;

/** The people of one round; nobody is in two rounds at once, for five passwords at a time lock an account. */
export interface Party {
  readonly borrower: string;
  readonly investors: readonly [string, string, string];
}

const TENDER = 100_000n;
const INTEREST = 1_000n;
const COMMISSION = 1_500n;

export class Lending {
  readonly caller: Caller;
  readonly books: Books = new Map();
  /** Whole roads, from project to FINISH. */
  rounds = 0;
  #projects = 0;

  constructor(caller: Caller) {
    this.caller = caller;
  }

  /** Goes on until `stopped` says so, and then to the end of the round. */
  async go(party: Party, stopped: () => boolean): Promise<void> {
    while (!stopped()) await this.round(party);
  }

  /** One loan's life. */
  async round({ borrower, investors }: Party): Promise<void> {
    const { caller } = this;
    const { desk } = caller;
    const projectNo = await this.#project(borrower, 4n * TENDER);
    const holds = await Promise.all(investors.map((userNo, i) => this.tender(userNo, projectNo, TENDER, i > 0)));
    await this.#changeOfMind(investors[0], projectNo);
    const details = holds.map((holdNo) => ({ holdNo, amount: formatYuan(TENDER) }));
    await caller.order((head) => desk.confirmLoan(head, projectNo, formatYuan(COMMISSION), details));
    for (const userNo of investors) this.#add(userNo, 0n, -TENDER);
    this.#add(borrower, 3n * TENDER - COMMISSION, 0n);
    this.#add('FEE', COMMISSION, 0n);
    await caller.order((head) => desk.setProject(head, projectNo, 'REPAYING'));
    await this.#repay(borrower, projectNo, investors);
    await caller.order((head) => desk.setProject(head, projectNo, 'FINISH'));
    this.rounds += 1;
  }

  /** Tenders on one project from many people, as fast as answers come. */
  async rush(borrower: string, crowd: readonly string[], callers: number, stopped: () => boolean): Promise<void> {
    const projectNo = await this.#project(borrower, 10_000_000n);
    let next = 0;
    const one = async (): Promise<void> => {
      while (!stopped()) {
        next += 1;
        await this.tender(crowd[next % crowd.length] as string, projectNo, 100n, true);
      }
    };
    await Promise.all(Array.from({ length: callers }, one));
  }

  async tender(userNo: string, projectNo: string, amount: Fen, auto: boolean): Promise<string> {
    const { desk } = this.caller;
    const tender = { userNo, projectNo, amount: formatYuan(amount), redPacket: '', remark: '' };
    const holdNo = await this.caller.order((head) =>
      auto && desk.standing ? desk.autoTender(head, tender) : desk.tender(head, tender),
    );
    this.#add(userNo, -amount, amount);
    return holdNo;
  }

  async #project(borrowerNo: string, amount: Fen): Promise<string> {
    this.#projects += 1;
    const projectNo = `${borrowerNo}_P${this.#projects}`;
    const project = { projectNo, borrowerNo, amount: formatYuan(amount), name: '试验标的', days: 30, rate: '5' };
    await this.caller.order((head) => this.caller.desk.createProject(head, project));
    return projectNo;
  }

  /** A tender that is taken back in two parts, at once. */
  async #changeOfMind(userNo: string, projectNo: string): Promise<void> {
    const amount = TENDER / 2n;
    const holdNo = await this.tender(userNo, projectNo, amount, false);
    const parts = [amount / 5n, amount - amount / 5n];
    const cancel = (part: Fen) =>
      this.caller.order((head) => this.caller.desk.cancelTender(head, holdNo, formatYuan(part)));
    await Promise.all(parts.map(cancel));
    this.#add(userNo, amount, -amount);
  }

  /** One hold, paid out to each investor by a confirmation of its own, all at once. */
  async #repay(borrower: string, projectNo: string, investors: Party['investors']): Promise<void> {
    const { caller } = this;
    const desk: Desk = caller.desk;
    const owed = 3n * (TENDER + INTEREST);
    const holdNo = await caller.order((head) => desk.holdRepayment(head, borrower, projectNo, formatYuan(owed)));
    this.#add(borrower, -owed, owed);
    const parts = { projectNo, holdNo, commission: '', principal: formatYuan(TENDER), interest: formatYuan(INTEREST) };
    await Promise.all(
      investors.map((payeeNo) => caller.order((head) => desk.confirmRepayment(head, { ...parts, payeeNo }))),
    );
    this.#add(borrower, 0n, -owed);
    for (const userNo of investors) this.#add(userNo, TENDER + INTEREST, 0n);
  }

  #add(holder: string, available: Fen, frozen: Fen): void {
    const [a, f] = this.books.get(holder) ?? [0n, 0n];
    this.books.set(holder, [a + available, f + frozen]);
  }
}
