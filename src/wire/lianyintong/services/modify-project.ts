/** 2.11 变更标的: status, amount, or both in one step judged on the old state. */
import { orderStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { PROJECT_STATUS } from '../enumerations.ts';
import { projectNo, requestNo } from '../fields.ts';

const status = {
  kind: 'E',
  required: false,
  of: PROJECT_STATUS,
  label: '标的状态',
  meaning: 'The new status: COLLECTING to REPAYING to FINISH, or COLLECTING to MISCARRY.',
} as const;

export const modifyProject = defineDirect({
  name: 'MODIFY_PROJECT',
  title: '变更标的',
  meaning: "Changes a project's status or amount; at least one of the two.",
  section: '2.11',
  idempotent: false,
  verb: 'MODIFY_PROJECT',
  orderNo: 'requestNo',
  told: told<'MODIFY_PROJECT'>('MODIFY_PROJECT', ({ order }) => ({
    requestNo: order.requestNo,
    projectNo: order.command?.projectNo,
    status: orderStanding(order),
  })),
  fields: {
    requestNo,
    projectNo,
    status,
    projectAmount: {
      kind: 'A',
      required: false,
      label: '标的金额',
      meaning: 'The new amount, only while collecting, never below what is tendered and loaned.',
    },
  },
  answer: { status: { ...status, required: true, meaning: 'The status after the change.' } },
  coreNames: { amount: 'projectAmount' },
  toCommand: (input) => ({
    verb: 'MODIFY_PROJECT',
    projectNo: input.projectNo,
    status: input.status,
    amount: input.projectAmount,
  }),
  toAnswer: (_input, outcome) => ({ status: outcome.status }),
});
