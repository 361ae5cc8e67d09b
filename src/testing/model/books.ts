/**
 * The books of the independent model: who has what, in the plainest arithmetic. No accounts, no postings, nothing of
 * the core but the shapes of its commands. The rules stand beside it, a file per subject; they are written from the
 * documents and the register of rules, and decide by themselves what is allowed.
 */
import type { Command } from '../../custody/commands.ts';
import type { AuthorizationKind, Holder, HoldKind, MemberRole, ProjectStatus } from '../../custody/vocabulary.ts';
import type { Fen } from '../../kernel/money.ts';
import { DAY, HOUR, type Instant } from '../../kernel/time.ts';
import type { Settings, Terms } from './terms.ts';

export interface Purse {
  available: Fen;
  frozen: Fen;
}
export interface Member {
  readonly type: 'PERSON' | 'ENTERPRISE';
  readonly role: MemberRole;
  /** An enterprise is looked at before it may do anything (L2.2). */
  state: 'ACTIVE' | 'AUDIT' | 'BACK' | 'REFUSED';
}
export interface Project {
  readonly borrower: string;
  amount: Fen;
  status: ProjectStatus;
  loaned: Fen;
  repaid: Fen;
  interest: Fen;
}
export interface ModelHold {
  readonly no: string;
  readonly kind: HoldKind;
  readonly of: string;
  /** Marketing money is for none. */
  readonly projectNo: string | null;
  readonly madeAt: Instant;
  /** On which authorisation it was made. */
  readonly grant: Grant | null;
  left: Fen;
  packet: Fen;
  /** Cancelled on the day on which it was made. */
  cancelledAtOnce: Fen;
  readonly amount: Fen;
}
/** A claim as it was made, and what is left of it (G-23). */
export interface ClaimRecord {
  readonly projectNo: string;
  readonly owner: string;
  /** It is named by the hold that paid for it, or by the confirmation (L2.18). */
  readonly holdNo: string;
  readonly confirmNo: string;
  left: Fen;
  /** It ended by being repaid: interest may still follow (L2.16-4). */
  repaid: boolean;
}
export interface Grant {
  readonly member: string;
  kinds: readonly AuthorizationKind[];
  readonly amount: Fen | null;
  readonly until: Instant | null;
  used: Fen;
}
export interface ModelFreeze {
  readonly of: string;
  readonly amount: Fen;
  standing: boolean;
}
export interface PayIn {
  readonly no: string;
  readonly of: string;
  readonly amount: Fen;
  state: 'HANDED' | 'PAID' | 'CLOSED';
  /** The references under which money came for it. */
  readonly references: Set<string>;
}
export interface PayOut {
  readonly of: string;
  readonly amount: Fen;
  readonly commission: Fen;
  readonly fee: Fen;
  readonly dueAt: Instant;
  state: 'WAITING' | 'SENT' | 'PAID' | 'RETURNED';
  /** The bank has sent it back although it had paid. */
  cameBack: boolean;
}
/** What became of a request number. */
export interface ModelOrder {
  readonly command: Command;
  state: 'OPEN' | 'DONE' | 'REFUSED';
  readonly expiresAt: Instant | null;
}

export class Books {
  at: Instant;
  readonly terms: Terms;
  readonly settings: Settings;
  readonly purses = new Map<string, Purse>();
  readonly members = new Map<string, Member>();
  readonly projects = new Map<string, Project>();
  readonly holds = new Map<string, ModelHold>();
  readonly claims: ClaimRecord[] = [];
  readonly grants: Grant[] = [];
  readonly freezes = new Map<string, ModelFreeze>();
  readonly payIns: PayIn[] = [];
  readonly payOuts = new Map<string, PayOut>();
  readonly orders = new Map<string, ModelOrder>();
  /** Money that nobody ordered (G-14). */
  unallocated: Fen = 0n;
  /** What the custodian has earned (L2.6), and what of it could not be taken yet, by the order, the oldest first. */
  earned: Fen = 0n;
  readonly owedFees = new Map<string, Fen>();

  constructor(terms: Terms, settings: Settings, at: Instant) {
    this.terms = terms;
    this.settings = settings;
    this.at = at;
  }

  /** A member by his number, a platform account by its name. */
  purse(of: string): Purse {
    let purse = this.purses.get(of);
    if (!purse) {
      purse = { available: 0n, frozen: 0n };
      this.purses.set(of, purse);
    }
    return purse;
  }

  available(of: string): Fen {
    return this.purses.get(of)?.available ?? 0n;
  }

  /** Available becomes frozen; a negative amount comes back. */
  freeze(of: string, amount: Fen): void {
    this.purse(of).available -= amount;
    this.purse(of).frozen += amount;
  }

  /** Fees that are owed are collected out of what the platform's fee account is given (L2.6). */
  give(to: string, amount: Fen): void {
    this.purse(to).available += amount;
    if (to === 'FEE' && amount > 0n) this.collectFees();
  }

  /** A fee is taken from the platform's fee account at once; what that does not have stays owed (L2.6). */
  charge(requestNo: string, fee: Fen): void {
    this.earned += fee;
    if (fee > 0n) this.owedFees.set(requestNo, fee);
    this.collectFees();
  }

  /** A fee is given back: what of it is owed is struck first (L2.9). */
  giveFeeBack(requestNo: string, fee: Fen): void {
    const owed = this.owedFees.get(requestNo) ?? 0n;
    this.earned -= fee;
    this.owedFees.delete(requestNo);
    this.give('FEE', fee - owed);
  }

  private collectFees(): void {
    const purse = this.purse('FEE');
    for (const [requestNo, owed] of this.owedFees) {
      const taken = owed < purse.available ? owed : purse.available;
      purse.available -= taken;
      if (taken === owed) this.owedFees.delete(requestNo);
      else this.owedFees.set(requestNo, owed - taken);
    }
  }

  /** Frozen money leaves through a hold. */
  spend(hold: ModelHold, amount: Fen): void {
    hold.left -= amount;
    this.purse(hold.of).frozen -= amount;
  }

  openHolds(projectNo: string): readonly ModelHold[] {
    return [...this.holds.values()].filter((hold) => hold.projectNo === projectNo && hold.left > 0n);
  }

  /** Open tender holds of a project, red packets included (G-22). */
  tendered(projectNo: string): Fen {
    return total(this.openHolds(projectNo).map((hold) => (hold.kind === 'TENDER' ? hold.left + hold.packet : 0n)));
  }

  /** What has left the balances and has not reached the bank. */
  payable(): Fen {
    if (this.terms.withdrawalsFreeze) return 0n;
    const under = [...this.payOuts.values()].filter(({ state }) => state === 'WAITING' || state === 'SENT');
    return total(under.map(({ amount }) => amount));
  }

  claimsOf(projectNo: string, owner: string): readonly ClaimRecord[] {
    return this.claims.filter((claim) => claim.projectNo === projectNo && claim.owner === owner);
  }

  /** What is left of a member's claims on a project. */
  claim(projectNo: string, owner: string): Fen {
    return total(this.claimsOf(projectNo, owner).map(({ left }) => left));
  }

  /** What of the principal of a project is still owed. */
  owed(projectNo: string): Fen {
    return total(this.claims.map((claim) => (claim.projectNo === projectNo ? claim.left : 0n)));
  }

  /** The running total of a borrower (D-PRJ-1). */
  borrowing(borrower: string): Fen {
    let sum = 0n;
    for (const [projectNo, project] of this.projects) {
      if (project.borrower !== borrower) continue;
      if (project.status === 'COLLECTING') sum += project.amount;
      if (project.status === 'REPAYING') sum += this.owed(projectNo);
    }
    return sum;
  }
}

export function nameOf(holder: Holder): string {
  return holder.kind === 'member' ? holder.userNo : holder.account;
}

/** The day in Beijing. */
export function dayOf(at: Instant): number {
  return Math.floor((at + 8 * HOUR) / DAY);
}

export function total(amounts: readonly Fen[]): Fen {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}
