/**
 * The life of an enterprise as a member (L2.2-2 … -4): registered it is looked at by an operator, who approves it,
 * hands it back to be mended by the platform's staff, or refuses it for ever.
 */
import { defineStates } from '../../kernel/states.ts';
import type { OrderEvent } from '../orders/history.ts';
import type { AuditStatus } from './words.ts';

export const AUDIT_STATES = defineStates({
  AUDIT: { approved: 'PASSED', handedBack: 'BACK', refused: 'REFUSED' },
  BACK: { resubmitted: 'AUDIT' },
  PASSED: {},
  REFUSED: {},
});

export type AuditEvent = (typeof AUDIT_STATES.edges)[number]['event'];

/** How the member of an enterprise stands. */
export const MEMBER_STATE = { AUDIT: 'AUDIT', BACK: 'BACK', PASSED: 'ACTIVE', REFUSED: 'REFUSED' } as const satisfies {
  readonly [S in AuditStatus]: string;
};

/** How an audit stands after an event of its registration's history. */
export const AUDIT_AFTER: Readonly<Partial<Record<OrderEvent, AuditStatus>>> = {
  accepted: 'AUDIT',
  handedBack: 'BACK',
  resubmitted: 'AUDIT',
  completed: 'PASSED',
  refused: 'REFUSED',
};
