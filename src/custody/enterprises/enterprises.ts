/**
 * Enterprises under audit, for whoever decides: the operator's commands, later the console. What a caller is told here
 * is in the core's words, personal data masked (G-19); that he may decide is for him to have shown.
 */
import { type Core, newCommandId, policyOf } from '../core.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { Objected } from '../objections.ts';
import { type Audited, decideTask, resubmitTask } from './audit.ts';
import type { EnterpriseData } from './commands.ts';
import { profileOf, refuseData } from './data.ts';
import type { AuditHappening } from './reads.store.ts';
import type { AuditStatus, AuditVerdict } from './words.ts';

/** An enterprise with its data and all that was submitted and decided. */
export interface EnterpriseInformation {
  readonly userNo: string;
  readonly status: AuditStatus;
  readonly data: EnterpriseData;
  readonly history: readonly AuditHappening[];
}

export interface Verdict {
  readonly verdict: AuditVerdict;
  /** The operator. */
  readonly by: string;
  readonly reason: string;
}

export interface Enterprises {
  find(platform: PlatformRecord, userNo: string): Promise<EnterpriseInformation | null>;
  /** Decides of one under audit; refused in any other state. */
  decide(platform: PlatformRecord, userNo: string, verdict: Verdict): Promise<Objected<Audited>>;
  /** Submits one that was handed back again, with what was corrected; refused in any other state. */
  resubmit(platform: PlatformRecord, userNo: string, corrected: Partial<EnterpriseData>): Promise<Objected<Audited>>;
}

/** Builds the face on the core. */
export function enterprisesOf(core: Core): Enterprises {
  const { lanes, reads, sealer } = core;
  return {
    async find({ platformId }, userNo) {
      const [member, data, history] = await Promise.all([
        reads.member(platformId, userNo, core.clock.now()),
        reads.enterpriseData(platformId, userNo),
        reads.auditHistory(platformId, userNo),
      ]);
      const status = member?.auditStatus;
      return data && status ? { userNo, status, data, history } : null;
    },
    decide: ({ platformId }, userNo, verdict) =>
      lanes.submit(platformId, decideTask({ userNo, ...verdict, commandId: newCommandId() })),
    resubmit: (platform, userNo, corrected) =>
      lanes.submit(
        platform.platformId,
        resubmitTask({
          ...{ userNo, corrected, commandId: newCommandId() },
          refused: (data) => refuseData(data, policyOf(core, platform)),
          profile: (data) => profileOf(data, sealer.fingerprint),
        }),
      ),
  };
}
