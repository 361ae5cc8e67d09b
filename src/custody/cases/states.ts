/**
 * The life of a case. It is worked on while OPEN or BACK, decided while PROPOSED; APPROVED, REFUSED and ENDED are its
 * ends, save that money
 * which was sent back and did not arrive opens it again.
 */
import { defineStates } from '../../kernel/states.ts';

export const CASE_STATES = defineStates({
  OPEN: { papersAdded: 'OPEN', proposed: 'PROPOSED', refused: 'REFUSED', ended: 'ENDED' },
  PROPOSED: { approved: 'APPROVED', sentBack: 'BACK', refused: 'REFUSED', ended: 'ENDED' },
  BACK: { papersAdded: 'BACK', proposed: 'PROPOSED', refused: 'REFUSED', ended: 'ENDED' },
  APPROVED: { arrived: 'APPROVED', reopened: 'OPEN' },
  REFUSED: {},
  ENDED: {},
});

export type CaseState = (typeof CASE_STATES.all)[number];
export type CaseEvent = (typeof CASE_STATES.edges)[number]['event'];
