/**
 * Enterprises under audit, for whoever decides: the operator's commands, later the console. What a caller is told here
 * is in the core's words, personal data masked (G-19); that he may decide is for him to have shown.
 */
import { type Core, newCommandId, policyOf } from '../core.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { Objected } from '../objections.ts';
import type { StoredFile } from '../papers/attach.ts';
import type { PaperFile } from '../papers/files.ts';
import type { Papers } from '../papers/papers.ts';
import { type Audited, decideTask, papersTask, resubmitTask } from './audit.ts';
import type { EnterpriseData } from './commands.ts';
import { profileOf, refuseData } from './data.ts';
import type { AuditHappening, EnterpriseFilter, EnterpriseLine } from './reads.store.ts';
import type { AuditStatus, AuditVerdict } from './words.ts';

/** An enterprise with its data and all that was submitted and decided. */
export interface EnterpriseInformation {
  readonly userNo: string;
  readonly memberNo: bigint;
  /** The registration's. */
  readonly requestNo: string;
  readonly status: AuditStatus;
  readonly data: EnterpriseData;
  readonly history: readonly AuditHappening[];
}

export interface Resubmission {
  readonly corrected: Partial<EnterpriseData>;
  readonly files: readonly PaperFile[];
  readonly by: string;
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
  /** Attaches papers to one that is under audit or was handed back; `by` is whoever brought them. */
  attach(platform: PlatformRecord, userNo: string, files: readonly PaperFile[], by: string): Promise<Objected<Audited>>;
  /** Submits one that was handed back again, with what was corrected; refused in any other state. */
  resubmit(platform: PlatformRecord, userNo: string, given: Resubmission): Promise<Objected<Audited>>;
  /** Those of a platform, or of all, in a state, or any; who has waited longest comes first. */
  list(filter: EnterpriseFilter, limit: number): Promise<readonly EnterpriseLine[]>;
}

/** Builds the face on the core. */
export function enterprisesOf(core: Core, papers: Papers): Enterprises {
  const { lanes, reads, sealer } = core;
  return {
    async find({ platformId }, userNo) {
      const [member, data, history, registered] = await Promise.all([
        reads.member(platformId, userNo, core.clock.now()),
        reads.enterpriseData(platformId, userNo),
        reads.auditHistory(platformId, userNo),
        reads.registrationOf(platformId, userNo),
      ]);
      const status = member?.auditStatus;
      return data && status && registered ? { userNo, ...registered, status, data, history } : null;
    },
    decide: ({ platformId }, userNo, verdict) =>
      lanes.submit(platformId, decideTask({ userNo, ...verdict, commandId: newCommandId() })),
    attach: ({ platformId }, userNo, files, by) =>
      papers.take(platformId, files, (stored) => papersTask(userNo, stored, by)),
    resubmit(platform, userNo, { corrected, files: given, by }) {
      const { platformId } = platform;
      const taskOf = (files: readonly StoredFile[]) =>
        resubmitTask({
          ...{ userNo, corrected, files, by, commandId: newCommandId() },
          refused: (data) => refuseData(data, policyOf(core, platform)),
          profile: (data) => profileOf(data, sealer.fingerprint),
        });
      return given.length > 0 ? papers.take(platformId, given, taskOf) : lanes.submit(platformId, taskOf([]));
    },
    list: (filter, limit) => reads.listEnterprises(filter, limit),
  };
}
