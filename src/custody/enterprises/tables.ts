/** Enterprises (企业) beside their members, and what was submitted and decided of each, as the lane sees them. */
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';
import type { EnterpriseData } from './commands.ts';

interface EnterpriseRow {
  readonly memberNo: bigint;
  /** The registration, whose history is that of the audit. */
  readonly orderNo: bigint;
  /** The command that moved its audit last: a re-run after a lost commit finds its own. */
  readonly commandId: string;
}

export const enterprises = defineTable<EnterpriseRow>()('enterprises', {
  key: ['memberNo'],
  types: { memberNo: 'bigint', orderNo: 'bigint', commandId: 'text' },
  mutable: ['commandId'],
});

/** What an event of the registration's history knows besides, sealed (G-19). */
export interface AuditStepRow {
  readonly orderNo: bigint;
  /** The event's. */
  readonly seq: number;
  /** The operator who decided; null for what was submitted. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** All data as they were submitted; null for what was decided. */
  readonly submitted: EnterpriseData | null;
}

export const auditSteps = defineTable<AuditStepRow>()('audit_steps', {
  key: ['orderNo', 'seq'],
  types: { orderNo: 'bigint', seq: 'int', decidedBy: 'text', reason: 'sealed', submitted: 'packed' },
  finders: { byOrder: ['orderNo'] },
});

/** What was submitted last. */
export function submittedLast(steps: readonly AuditStepRow[]): EnterpriseData | null {
  const [latest] = steps.filter(({ submitted }) => submitted !== null).sort((a, b) => b.seq - a.seq);
  return latest?.submitted ?? null;
}

/** The same of a registration, in the lane. */
export function standingData(world: World, orderNo: bigint): EnterpriseData | null {
  return submittedLast(world.find(auditSteps, 'byOrder', orderNo));
}
