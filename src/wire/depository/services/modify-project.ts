/** 更改标的状态. */
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { PROJECT_STATUS } from '../enumerations.ts';
import { projectNo, requestNo } from '../fields.ts';

const projectStatus = {
  kind: 'E',
  required: true,
  of: PROJECT_STATUS,
  label: '标的状态',
  meaning: 'The new status: COLLECTING to REPAYING to FINISH, or COLLECTING to MISCARRY.',
} as const;

export const modifyProject = defineDirect({
  name: 'MODIFY_PROJECT',
  title: '更改标的状态',
  meaning: "Changes a project's status.",
  section: 'D-MOD',
  idempotent: false,
  verb: 'MODIFY_PROJECT',
  orderNo: 'requestNo',
  told: told<'MODIFY_PROJECT'>('MODIFY_PROJECT', ({ order: { command } }) => ({
    projectNo: command?.projectNo,
    amount: command?.amount,
  })),
  fields: { requestNo, projectNo, projectStatus },
  answer: { projectStatus },
  coreNames: { status: 'projectStatus' },
  toCommand: (input) => ({
    verb: 'MODIFY_PROJECT',
    projectNo: input.projectNo,
    status: input.projectStatus,
    amount: null,
  }),
  toAnswer: (_input, outcome) => ({ projectStatus: outcome.status }),
});
