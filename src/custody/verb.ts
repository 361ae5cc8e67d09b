/**
 * What a verb is: the rows it must see, and a decision: a staircase of guards, each leaving with one
 * named refusal, then a marked line after which nothing may fail, then effects. It reads and changes the world and
 * touches nothing else: no clock, no random, no SQL.
 */
import type { Task } from '../executor/lane.ts';
import type { Want, World } from '../executor/world.ts';
import type { Fen } from '../kernel/money.ts';
import type { Failure, Ok } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { Bank } from './banks.ts';
import type { BindCard } from './cards/commands.ts';
import type { AccessType } from './cards/words.ts';
import type { Command, Outcomes, PageCommand, PlacedCommand } from './commands.ts';
import type { RegisterEnterprise } from './enterprises/commands.ts';
import type { ResetPassword } from './credentials/commands.ts';
import type { RegisterPerson } from './members/commands.ts';
import type { Holder } from './members/words.ts';
import type { StepAnswer } from './page-orders/pages.ts';
import type { Platform } from './platforms/platform.ts';
import type { PlatformRecord } from './platforms/record.ts';
import type { Policy } from './policy.ts';
import type { PayinOrder } from './ports.ts';
import { type Judged, type Refusal, refusal } from './refusals.ts';

/** What has been proved outside the lane before a page order is completed. */
export interface Proof {
  /** The holder whose trade password was right, just now. */
  readonly passwordOf?: bigint;
  readonly registration?: {
    readonly realName: string;
    readonly idNumber: string;
    readonly mobile: string;
    readonly cardNumber: string;
    readonly bank: Bank;
    readonly accessType: AccessType;
    readonly passwordHash: string;
    readonly idFingerprint: string;
  };
  /** The trade password that was set for an enterprise, and its profile. */
  readonly enrolment?: {
    readonly passwordHash: string;
    readonly profile: {
      readonly realName: string;
      readonly idNumber: string;
      readonly idFingerprint: string;
      readonly mobile: string;
    };
  };
  /** The hash of the password that was chosen; by the bound card where it was told, else by the old password. */
  readonly newPassword?: { readonly hash: string; readonly cardNo: bigint | null };
  /** The card of a member that the bank has confirmed, and the mobile that the code went to. */
  readonly card?: {
    readonly cardNumber: string;
    readonly bank: Bank;
    readonly accessType: AccessType;
    readonly mobile: string;
  };
}

/** Everything a decision is given besides its command. */
export interface Act {
  readonly world: World;
  readonly platform: PlatformRecord;
  readonly policy: Policy;
  readonly requestNo: string;
  readonly orderNo: bigint;
  readonly proof: Proof;
}

/** What a decision comes to. */
export type Decision<O> =
  | (Ok<O> & {
      /** The bank still has to act. */
      readonly accepted?: true;
    })
  | (Failure<Refusal> & {
      /** Rows to keep although the order is refused (an over-cap request recorded). */
      readonly keep?: (world: World) => void;
    });

export interface Verb<C extends Command> {
  readonly name: C['verb'];
  /** Fields of the command that repeat personal data: compared by fingerprint only (G-19). */
  readonly personal: readonly (keyof C & string)[];
  /** The number of its order, where its calls bring none of their own (G-8). */
  numberOf?(command: C): string;
  /** How many rows it touches, roughly. */
  weight(command: C): number;
  /** Whose order it is, for queries: the member's number or the project's. */
  subject(command: C): string | null;
  needs(command: C, want: Want, policy: Policy): void;
  /** What it leaves beside its order that a query of the order tells. */
  readonly leaves: 'HOLD' | 'FREEZE' | 'PAYOUT' | null;
  decide(command: C, act: Act): Decision<Outcomes[C['verb']]>;
}

/** A verb whose order has a page on which its person completes it. */
export interface PageVerb<C extends PageCommand> extends Verb<C> {
  /** A direct call places its order; a gateway call only enters it (L2.7, L2.8). */
  readonly placed?: true;
  /** What can be refused before the page is shown. The same guards stand in `decide`. */
  admit(command: C, act: Act): Judged<unknown>;
  readonly page: PageOf<C>;
}

/** What a page is about, and what completes it. */
export interface PageOf<C extends PageCommand> {
  readonly completion: Completion<C>;
  /** Whose money it is about; null where nobody is known yet. */
  holder(command: C): Holder | null;
  projectNo(command: C): string | null;
  /** The custodian's fee; null where none can be. */
  fee(command: C, platform: Platform): Fen | null;
  /** When money that leaves is expected where it goes; null where none leaves. */
  arrivesAt(command: C, outcome: Outcomes[C['verb']] | null, now: Instant): Instant | null;
  /** When the person was done with the page of an order that is accepted and goes on for days. */
  left?(outcome: Outcomes[C['verb']]): Instant;
}

/** What completes an order with a page. */
export type Completion<C extends PageCommand> =
  | { readonly by: 'PASSWORD' }
  | (C extends RegisterPerson ? { readonly by: 'REGISTRATION' } : never)
  | (C extends RegisterEnterprise ? { readonly by: 'ENROLMENT' } : never)
  /** Paid at a terminal of the bank that reads the barcode of the page. */
  | (C extends PlacedCommand ? { readonly by: 'TERMINAL' } : never)
  /** The password, a code and what the bank says of a card. */
  | (C extends ResetPassword ? { readonly by: 'NEW_PASSWORD' } : never)
  | (C extends BindCard ? { readonly by: 'CARD' } : never)
  | {
      readonly by: 'BANK';
      /** Commits that the browser goes to the bank. */
      handOver(orderNo: bigint, channel: string): Task<StepAnswer>;
      /** What the bank is to be told. */
      payin(command: C, platform: Platform): Pick<PayinOrder, 'amount' | 'payer' | 'bank' | 'subject'>;
    };

/** Asserts that the holder's own trade password stands behind an order; that it is missing is a defect of ours. */
export function requirePassword(act: Act, holderNo: bigint): void {
  if (act.proof.passwordOf !== holderNo)
    throw new Error(`order ${act.orderNo} was to be completed without its password`);
}

/** The refusal of a holder whose balance does not reach. */
export function insufficient(available: Fen, needed: Fen): Refusal {
  return refusal('BALANCE_INSUFFICIENT', { available, needed });
}
