/**
 * A second opinion on the core: the rules of money in the plainest arithmetic, knowing nothing of accounts or postings.
 * Property tests let the core do random commands, tell the model what was done, and compare.
 */
import type {
  ConfirmLoan,
  ConfirmRepayment,
  CreateProject,
  Freeze,
  Hold,
  ModifyProject,
  Withdraw,
} from '../custody/commands.ts';
import type { Fen } from '../kernel/money.ts';

interface Purse {
  available: Fen;
  frozen: Fen;
}
interface ModelHold {
  readonly kind: string;
  readonly userNo: string;
  readonly projectNo: string;
  left: Fen;
  packet: Fen;
}
interface ModelFreeze {
  readonly userNo: string;
  readonly amount: Fen;
  released: boolean;
}
interface ModelProject {
  readonly borrower: string;
  amount: Fen;
  status: string;
  loaned: Fen;
  repaid: Fen;
  interest: Fen;
}

export class Model {
  readonly purses = new Map<string, Purse>();
  readonly holds = new Map<string, ModelHold>();
  readonly freezes = new Map<string, ModelFreeze>();
  readonly projects = new Map<string, ModelProject>();
  readonly claims = new Map<string, Fen>();
  /** Withdrawals under way, by request number. */
  readonly leaving = new Map<string, Withdraw>();
  private readonly withdrawalsFreeze: boolean;

  constructor(withdrawalsFreeze: boolean) {
    this.withdrawalsFreeze = withdrawalsFreeze;
  }

  purse(of: string): Purse {
    let purse = this.purses.get(of);
    if (!purse) {
      purse = { available: 0n, frozen: 0n };
      this.purses.set(of, purse);
    }
    return purse;
  }

  create({ projectNo, borrowerNo: borrower, amount }: CreateProject): void {
    this.projects.set(projectNo, { borrower, amount, status: 'COLLECTING', loaned: 0n, repaid: 0n, interest: 0n });
  }

  modify({ projectNo, status, amount }: ModifyProject): void {
    const project = this.project(projectNo);
    project.status = status ?? project.status;
    project.amount = amount ?? project.amount;
  }

  hold(holdNo: string, { userNo, kind, amount, redPacket, projectNo }: Omit<Hold, 'verb'>): void {
    this.purse(userNo).available -= amount;
    this.purse(userNo).frozen += amount;
    this.holds.set(holdNo, { kind, userNo, projectNo, left: amount, packet: redPacket });
  }

  cancel(holdNo: string, amount: Fen): void {
    const hold = this.take(holdNo, amount);
    hold.packet = 0n;
    this.purse(hold.userNo).available += amount;
  }

  lend({ projectNo, commission, details }: ConfirmLoan): void {
    const project = this.project(projectNo);
    for (const { holdNo, amount } of details) {
      const hold = this.take(holdNo, amount);
      this.purse('MARKETING').available -= hold.packet;
      this.purse(project.borrower).available += amount + hold.packet;
      this.claim(projectNo, hold.userNo, amount + hold.packet);
      project.loaned += amount + hold.packet;
      hold.packet = 0n;
    }
    this.purse(project.borrower).available -= commission;
    this.purse('FEE').available += commission;
  }

  repay({ projectNo, holdNo, commission, details }: ConfirmRepayment): void {
    const project = this.project(projectNo);
    this.take(holdNo, commission);
    this.purse('FEE').available += commission;
    for (const detail of details) {
      const { userNo, principal, interest, dividend } = detail;
      this.take(holdNo, principal + interest);
      this.purse('MARKETING').available -= dividend;
      this.purse(userNo).available += principal + interest + dividend - detail.commission;
      this.purse('FEE').available += detail.commission;
      this.claim(projectNo, userNo, -principal);
      project.repaid += principal;
      project.interest += interest;
    }
  }

  freeze(freezeNo: string, { userNo, amount }: Freeze): void {
    this.purse(userNo).available -= amount;
    this.purse(userNo).frozen += amount;
    this.freezes.set(freezeNo, { userNo, amount, released: false });
  }

  release(freezeNo: string): void {
    const freeze = this.freezes.get(freezeNo) as ModelFreeze;
    freeze.released = true;
    this.purse(freeze.userNo).frozen -= freeze.amount;
    this.purse(freeze.userNo).available += freeze.amount;
  }

  withdraw(requestNo: string, of: string, command: Withdraw): void {
    this.purse(of).available -= command.amount;
    if (this.withdrawalsFreeze) this.purse(of).frozen += command.amount;
    this.leaving.set(requestNo, command);
  }

  paidOut(requestNo: string, of: string, paid: boolean): void {
    const { amount, commission } = this.leaving.get(requestNo) as Withdraw;
    this.leaving.delete(requestNo);
    if (this.withdrawalsFreeze) this.purse(of).frozen -= amount;
    if (paid) this.purse('FEE').available += commission;
    else this.purse(of).available += amount;
  }

  /** What is tendered of a project: open tender holds and their red packets. */
  tendered(projectNo: string): Fen {
    let total = 0n;
    for (const hold of this.holds.values()) {
      if (hold.kind === 'TENDER' && hold.projectNo === projectNo) total += hold.left + hold.packet;
    }
    return total;
  }

  openHolds(projectNo: string): number {
    return [...this.holds.values()].filter((hold) => hold.projectNo === projectNo && hold.left > 0n).length;
  }

  /** A hold that is used up has no red packet left either. */
  private take(holdNo: string, amount: Fen): ModelHold {
    const hold = this.holds.get(holdNo) as ModelHold;
    hold.left -= amount;
    this.purse(hold.userNo).frozen -= amount;
    return hold;
  }

  private claim(projectNo: string, userNo: string, change: Fen): void {
    const key = `${projectNo}/${userNo}`;
    this.claims.set(key, (this.claims.get(key) ?? 0n) + change);
  }

  private project(projectNo: string): ModelProject {
    return this.projects.get(projectNo) as ModelProject;
  }
}
