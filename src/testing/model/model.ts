/**
 * A second opinion on the core: an independent model that decides by itself what is allowed, and keeps books of its
 * own. `random-orders.ts` thinks up commands, `play.ts` gives the same ones to the core and compares.
 */
import type { Command, CommandOf, VerbName } from '../../custody/commands.ts';
import type { RefusalName } from '../../custody/refusals.ts';
import { MINUTE } from '../../kernel/time.ts';
import { Books } from './books.ts';
import { autoHold, cancelHold, hold, payMarketing, platformHold } from './holds.ts';
import { confirmLoan, confirmRepayment } from './loans.ts';
import { authorize, cancelAuthorization, register, registerEnterprise } from './members.ts';
import { createProject, modifyProject } from './projects.ts';
import { deposit, freeze, unfreeze, withdraw } from './purses.ts';
import { namesOf, type Rules } from './rule.ts';
import { confirmTransfer } from './transfers.ts';

const RULES: { readonly [V in VerbName]?: Rules<CommandOf<V>> } = {
  REGISTER_PERSON: register,
  REGISTER_ENTERPRISE: registerEnterprise,
  AUTHORIZE: authorize,
  CANCEL_AUTHORIZATION: cancelAuthorization,
  DEPOSIT: deposit,
  WITHDRAW: withdraw,
  FREEZE: freeze,
  UNFREEZE: unfreeze,
  CREATE_PROJECT: createProject,
  MODIFY_PROJECT: modifyProject,
  HOLD: hold,
  AUTO_HOLD: autoHold,
  PLATFORM_HOLD: platformHold,
  CANCEL_HOLD: cancelHold,
  CONFIRM_LOAN: confirmLoan,
  CONFIRM_REPAYMENT: confirmRepayment,
  CONFIRM_TRANSFER: confirmTransfer,
  PAY_MARKETING: payMarketing,
};

/** The verbs that the model has rules for. */
export const MODELLED = Object.keys(RULES) as readonly VerbName[];

/** An order by its number; whether its service may be repeated (G-9), whether it has a page (G-12). */
export interface Asked {
  readonly requestNo: string;
  readonly command: Command;
  readonly repeatable: boolean;
  readonly page: boolean;
}

/** To be done now, done before (nothing moves), or to be refused for one of these. */
export type Verdict = 'DO' | 'KNOWN' | readonly RefusalName[];

export class Model extends Books {
  /** What the rules say of an order. */
  judge({ requestNo, command, repeatable, page }: Asked): Verdict {
    const known = this.orders.get(requestNo);
    if (!known || this.isFree(requestNo)) return this.judgeFresh(command, requestNo);
    const same = contentOf(known.command) === contentOf(command);
    if (same && (repeatable || page)) return 'KNOWN';
    return [repeatable ? 'REQUEST_CONTENT_DIFFERS' : 'REQUEST_DUPLICATE'];
  }

  /** What the rules say of a command whose number is free, or whose page is confirmed now. */
  judgeFresh(command: Command, requestNo: string): Verdict {
    const names = namesOf(this.rules(command).broken(this, command, requestNo));
    return names.length === 0 ? 'DO' : names;
  }

  /** Whether a number is not taken: never used, or refused. */
  isFree(requestNo: string): boolean {
    const known = this.orders.get(requestNo);
    return !known || known.state === 'REFUSED';
  }

  /** Whether the time of an open page is over (G-14). */
  isOver(requestNo: string): boolean {
    const known = this.orders.get(requestNo);
    return known?.state === 'OPEN' && known.expiresAt !== null && known.expiresAt <= this.at;
  }

  /** A page was opened; it stays for a quarter of an hour (G-14). */
  opened(requestNo: string, command: Command): void {
    this.orders.set(requestNo, { command, state: 'OPEN', expiresAt: this.at + 15 * MINUTE });
  }

  done(requestNo: string, command: Command): void {
    this.rules(command).done(this, command, requestNo);
    this.orders.set(requestNo, { command, state: 'DONE', expiresAt: null });
  }

  refused(requestNo: string, command: Command): void {
    this.orders.set(requestNo, { command, state: 'REFUSED', expiresAt: null });
  }

  private rules(command: Command): Rules<Command> {
    return RULES[command.verb] as unknown as Rules<Command>;
  }
}

/** What two calls with one number must agree in; the order of details is no part of it (G-9). */
function contentOf(command: Command): string {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).sort().join()}]`;
    if (value === null || typeof value !== 'object') return String(value);
    return `{${Object.entries(value)
      .map(([key, each]) => `${key}:${text(each)}`)
      .sort()
      .join()}}`;
  };
  return text(command);
}
