/**
 * The commands of the core: what a platform can order, amounts in fen, no trace of a protocol. `verb` tells them apart.
 * What is only for show (remark, callback address, hidden balance) is not part of a command and so not of its
 * content (G-9): it rides in `Presentation`.
 */
import type { Fen } from '../kernel/money.ts';
import type { Instant } from '../kernel/time.ts';
import type { Bank } from './banks.ts';
import type {
  AccessType,
  AuthorizationKind,
  DepositWay,
  Holder,
  HoldKind,
  MemberRole,
  ProjectStatus,
  RepaymentWay,
  WithdrawalUrgency,
} from './vocabulary.ts';

/** Personal registration with a card (L2.1, D-REG). What the platform did not pass is asked on the page. */
export interface RegisterPerson {
  readonly verb: 'REGISTER_PERSON';
  readonly userNo: string;
  readonly role: MemberRole;
  readonly realName: string | null;
  readonly idNumber: string | null;
  readonly mobile: string | null;
  readonly cardNumber: string | null;
}

/** Deposit through the bank's page (L2.6, D-RCG). `bank` null: the payer chooses there. */
export interface Deposit {
  readonly verb: 'DEPOSIT';
  readonly holder: Holder;
  readonly amount: Fen;
  readonly way: DepositWay;
  readonly bank: Bank | null;
  /** The payment company asked for (depository), kept as given; the answer names the one really used. */
  readonly payCompany: string | null;
}

/** Withdrawal to the bound card (L2.9, D-WDR); platform accounts go to the settlement account. */
export interface Withdraw {
  readonly verb: 'WITHDRAW';
  readonly holder: Holder;
  readonly amount: Fen;
  /** The platform's commission, taken out of the amount at success; 0n when none. */
  readonly commission: Fen;
  readonly urgency: WithdrawalUrgency;
}

/** A member lets the platform act without a page (D-EXT USER_AUTHORIZATION). */
export interface Authorize {
  readonly verb: 'AUTHORIZE';
  readonly userNo: string;
  readonly kinds: readonly AuthorizationKind[];
  /** The most that may be used in total, or null for no limit. */
  readonly amount: Fen | null;
  /** The end of the authorisation (exclusive), or null for none. */
  readonly until: Instant | null;
}

export interface CreateProject {
  readonly verb: 'CREATE_PROJECT';
  readonly projectNo: string;
  readonly borrowerNo: string;
  readonly amount: Fen;
  readonly name: string;
  readonly description: string | null;
  readonly periodDays: number | null;
  /** The annual rate exactly as given (G-4). */
  readonly rate: string;
  readonly repaymentWay: RepaymentWay;
}

export interface ModifyProject {
  readonly verb: 'MODIFY_PROJECT';
  readonly projectNo: string;
  readonly status: ProjectStatus | null;
  readonly amount: Fen | null;
}

/** A hold on the member's money for one project, confirmed on a page with the trade password (L2.12, D-PRE). */
export interface Hold {
  readonly verb: 'HOLD';
  readonly userNo: string;
  readonly kind: HoldKind;
  readonly amount: Fen;
  /** Remembered, not frozen; 0n when none (D-PRE-3). */
  readonly redPacket: Fen;
  readonly projectNo: string;
}

/** The same without a page, on the member's standing authorisation (D-PRE). */
export type AutoHold = Omit<Hold, 'verb'> & { readonly verb: 'AUTO_HOLD' };

export interface CancelHold {
  readonly verb: 'CANCEL_HOLD';
  readonly holdNo: string;
  readonly amount: Fen;
}

export interface ConfirmLoan {
  readonly verb: 'CONFIRM_LOAN';
  readonly projectNo: string;
  readonly commission: Fen;
  readonly details: readonly { readonly holdNo: string; readonly amount: Fen }[];
}

export interface RepaymentDetail {
  readonly userNo: string;
  readonly principal: Fen;
  readonly interest: Fen;
  /** Taken from the payee; 0n in lianyintong. */
  readonly commission: Fen;
  /** Paid from the marketing account; 0n in lianyintong. */
  readonly dividend: Fen;
}

export interface ConfirmRepayment {
  readonly verb: 'CONFIRM_REPAYMENT';
  readonly projectNo: string;
  readonly holdNo: string;
  readonly commission: Fen;
  readonly details: readonly RepaymentDetail[];
}

/** Orders that open a page. */
export type PageCommand = RegisterPerson | Deposit | Withdraw | Authorize | Hold;
/** Orders that are done at once. */
export type DirectCommand = CreateProject | ModifyProject | AutoHold | CancelHold | ConfirmLoan | ConfirmRepayment;
export type Command = PageCommand | DirectCommand;
export type VerbName = Command['verb'];

/** What each verb leaves behind: stored with the order, answered again for ever (G-9). */
export interface Outcomes {
  REGISTER_PERSON: {
    readonly userNo: string;
    readonly role: MemberRole;
    readonly realName: string;
    readonly idNumber: string;
    readonly mobile: string;
    readonly cardNumber: string;
    readonly bank: Bank;
    readonly accessType: AccessType;
  };
  DEPOSIT: { readonly fee: Fen; readonly bank: Bank | null; readonly payCompany: string };
  WITHDRAW: {
    readonly fee: Fen;
    readonly cardNumber: string;
    readonly bank: Bank;
    /** When the order was accepted; it is finished only when the bank has spoken. */
    readonly acceptedAt: Instant;
  };
  AUTHORIZE: { readonly kinds: readonly AuthorizationKind[] };
  CREATE_PROJECT: Record<string, never>;
  MODIFY_PROJECT: { readonly status: ProjectStatus };
  HOLD: Record<string, never>;
  AUTO_HOLD: Record<string, never>;
  CANCEL_HOLD: Record<string, never>;
  CONFIRM_LOAN: Record<string, never>;
  CONFIRM_REPAYMENT: Record<string, never>;
}

export type CommandOf<V extends VerbName> = Extract<Command, { verb: V }>;
