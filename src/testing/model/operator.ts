/** What the operator and the platform's staff do in a play: the audit of enterprises (L2.2). */
import { decideTask, papersTask, resubmitTask } from '../../custody/enterprises/audit.ts';
import type { AuditVerdict } from '../../custody/enterprises/words.ts';
import { enrolledAs } from '../memory-people.ts';
import { enterprise } from '../enterprises.ts';
import type { Dice } from './dice.ts';
import { audit } from './members.ts';
import type { Stage } from './stage.ts';

const VERDICTS: readonly AuditVerdict[] = ['approved', 'approved', 'handedBack', 'refused'];

export class Operator {
  private readonly stage: Stage;
  private decisions = 0;
  /** Enterprises of which there is a paper. */
  private readonly looked = new Set<string>();

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** A decision that fits or does not, or data that were mended. */
  something(dice: Dice): void {
    const { members } = this.stage.model;
    const enterprises = [...members].filter(([, { type }]) => type === 'ENTERPRISE');
    const open = enterprises.filter(([, { state }]) => state === 'AUDIT' || state === 'BACK');
    const found = dice.pickOr(dice.oneIn(4) ? enterprises : open, dice.pickOr([...members], undefined));
    if (!found) return;
    const [userNo, { state }] = found;
    const again = dice.oneIn(6) ? state !== 'BACK' : state === 'BACK';
    if (again) this.resubmit(userNo);
    else this.decide(userNo, dice.pick(VERDICTS), !dice.oneIn(4));
  }

  /** `papers`: whether papers are brought before, if there are none; without any nothing is approved. */
  decide(userNo: string, verdict: AuditVerdict, papers = true): void {
    const { core, model } = this.stage;
    if (papers) this.bringPaper(userNo);
    const answer = core.run(decideTask({ userNo, verdict, by: 'OP', reason: 'because', commandId: this.commandId() }));
    const blind = verdict === 'approved' && !this.looked.has(userNo);
    this.stage.same('the operator decides', { userNo, verdict }, [answer.ok, !blind && audit(model, userNo, verdict)]);
  }

  private bringPaper(userNo: string): void {
    const { core, model } = this.stage;
    const state = model.members.get(userNo)?.state;
    if (this.looked.has(userNo) || (state !== 'AUDIT' && state !== 'BACK')) return;
    const paper = { name: 'a.pdf', type: 'PDF', size: 1, digest: 'd', contentId: `of ${userNo}` } as const;
    this.looked.add(userNo);
    this.stage.same('the staff bring a paper', userNo, [core.run(papersTask(userNo, [paper], 'staff')).ok, true]);
  }

  private resubmit(userNo: string): void {
    const { core, model } = this.stage;
    const { profile } = enrolledAs(enterprise(userNo)).enrolment;
    const mended = {
      ...{ userNo, corrected: {}, files: [], by: 'staff', commandId: this.commandId() },
      ...{ refused: () => null, profile: () => profile },
    };
    const answer = core.run(resubmitTask(mended));
    this.stage.same('the staff submit again', userNo, [answer.ok, audit(model, userNo, 'resubmitted')]);
  }

  private commandId(): string {
    this.decisions += 1;
    return `operator ${this.decisions}`;
  }
}
