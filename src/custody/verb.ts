/**
 * What a verb is: the rows it must see, and a decision: a staircase of guards, each leaving with one
 * named refusal, then a marked line after which nothing may fail, then effects. It reads and changes the world and
 * touches nothing else: no clock, no random, no SQL.
 */
import type { Want, World } from '../executor/world.ts';
import type { Fen } from '../kernel/money.ts';
import type { Failure, Ok } from '../kernel/result.ts';
import type { Bank } from './banks.ts';
import type { AccessType } from './cards/words.ts';
import type { Command, Outcomes } from './commands.ts';
import type { PlatformRecord } from './platforms/record.ts';
import type { Policy } from './policy.ts';
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
  /** How many rows it touches, roughly. */
  weight(command: C): number;
  /** Whose order it is, for queries: the member's number or the project's. */
  subject(command: C): string | null;
  needs(command: C, want: Want, policy: Policy): void;
  /** Orders with a page: what can be refused before it is shown. The same guards stand in `decide`. */
  admit?(command: C, act: Act): Judged<unknown>;
  decide(command: C, act: Act): Decision<Outcomes[C['verb']]>;
}

/** Asserts that the holder's own trade password stands behind an order; that it is missing is a defect of ours. */
export function requirePassword(act: Act, holderNo: bigint): void {
  if (act.proof.passwordOf !== holderNo)
    throw new Error(`order ${act.orderNo} was to be completed without its password`);
}

/** The refusal of a holder whose balance does not reach. */
export function insufficient(available: Fen, needed: Fen): Refusal {
  return refusal('BALANCE_INSUFFICIENT', { available, needed });
}
