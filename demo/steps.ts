/** The road of a loan as an ordered list of steps, and which of them can be done at a given moment. */
import { stepDone } from './book.ts';
import type { Dialect, Walk } from './state.ts';
import type { Role, Step } from './step.ts';
import {
  AUTO_TENDER,
  AUTO_TENDER_BESIDE,
  CANCEL_TENDER,
  CONFIRM_LOAN,
  CONFIRM_REPAYMENT,
  CREATE_PROJECT,
  FINISH_PROJECT,
  HOLD_REPAYMENT,
  START_REPAYING,
  TENDER,
} from './steps-lending.ts';
import {
  AUTHORIZE,
  AUTHORIZE_BESIDE,
  DEPOSIT,
  DEPOSIT_BORROWER,
  FUND_MARKETING,
  REGISTER_BORROWER,
  REGISTER_INVESTOR,
  WITHDRAW,
  WITHDRAW_AT_ONCE,
} from './steps-people.ts';

/** In the order in which a newcomer walks them; extras last. */
const ALL: readonly Step[] = [
  REGISTER_INVESTOR,
  REGISTER_BORROWER,
  DEPOSIT,
  CREATE_PROJECT,
  TENDER,
  AUTHORIZE,
  AUTO_TENDER,
  CONFIRM_LOAN,
  START_REPAYING,
  DEPOSIT_BORROWER,
  HOLD_REPAYMENT,
  CONFIRM_REPAYMENT,
  FINISH_PROJECT,
  WITHDRAW,
  WITHDRAW_AT_ONCE,
  FUND_MARKETING,
  CANCEL_TENDER,
  AUTHORIZE_BESIDE,
  AUTO_TENDER_BESIDE,
];

/** The road of a protocol, extras left out. */
export function road(dialect: Dialect): readonly Step[] {
  return ALL.filter((step) => step.dialects.includes(dialect) && !step.extra);
}

/** A step of a protocol by its id. */
export function stepOf(dialect: Dialect, id: string): Step | null {
  return ALL.find((step) => step.id === id && step.dialects.includes(dialect)) ?? null;
}

/** What comes next on the road; null at its end. */
export function currentStep(walk: Walk): Step | null {
  return road(walk.dialect).find((step) => !stepDone(walk, step.id)) ?? null;
}

/** Whether a step can be done now: it is next, or may be repeated, or is an extra whose time it is. */
export function canDo(walk: Walk, step: Step): boolean {
  if (step.open && !step.open(walk)) return false;
  if (step.extra) return true;
  return step === currentStep(walk) || (step.repeatable === true && stepDone(walk, step.id));
}

/** What a role can do now. */
export function stepsFor(walk: Walk, role: Role): readonly Step[] {
  return ALL.filter((step) => step.role === role && step.dialects.includes(walk.dialect) && canDo(walk, step));
}
