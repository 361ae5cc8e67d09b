/** Why somebody may not act under a name, with the facts that each carries. */
import type { Duty, Role } from './words.ts';

export interface OperatorObjections {
  OPERATOR_UNKNOWN: { name: string };
  OPERATOR_DISABLED: { name: string };
  ROLE_MAY_NOT: { name: string; role: Role; duty: Duty };
  OPERATOR_NAME_TAKEN: { name: string };
}
