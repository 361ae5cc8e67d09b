/** The states of a project (L2.11-6, D-MOD): 募集中 → 还款中 → 已截标, 募集中 → 流标, and no way back. */
import { defineStates } from '../../kernel/states.ts';

export const PROJECT_STATES = defineStates({
  COLLECTING: { loaned: 'REPAYING', miscarried: 'MISCARRY' },
  REPAYING: { repaid: 'FINISH' },
  FINISH: {},
  MISCARRY: {},
});
