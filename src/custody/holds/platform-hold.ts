/**
 * PLATFORM_HOLD: freezes money of the platform's own accounts (L2.13): COMPENSATORY of the compensation account, for a
 * project that is being repaid, MARKETING of the marketing account, for none, within what the platform may pay out on a
 * day. No password stands behind it: the platform signs for what is its own.
 */
import { fail, ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS, type PlatformAccount } from '../../ledger/chart.ts';
import { balanceOf, wantAccounts } from '../../ledger/journal.ts';
import { countMarketing, refuseOverLimit, wantMarketing } from '../marketing/daily-limit.ts';
import { holderName } from '../members/holders.ts';
import { projects } from '../projects/tables.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import { type Act, insufficient, type Verb } from '../verb.ts';
import type { PlatformHold } from './commands.ts';
import { makeHold } from './tables.ts';
import type { PlatformHoldKind } from './words.ts';

/** Whose money each kind is. */
const OWNERS: Readonly<Record<PlatformHoldKind, PlatformAccount>> = {
  COMPENSATORY: 'COMPENSATION',
  MARKETING: 'MARKETING',
};

export const platformHold: Verb<PlatformHold> = {
  name: 'PLATFORM_HOLD',
  personal: [],
  weight: () => 6,
  subject: ({ holder }) => holderName(holder),
  leaves: 'HOLD',
  needs({ kind, projectNo }, want) {
    wantAccounts(want, ACCOUNT_HOLDERS[OWNERS[kind]], 'AVAILABLE', 'FROZEN');
    if (projectNo !== null) want.row(projects, projectNo);
    if (kind === 'MARKETING') wantMarketing(want);
  },
  decide(command, act) {
    const { world, requestNo, orderNo } = act;
    const { kind, holder, amount, projectNo } = command;
    if (amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
    const account = OWNERS[kind];
    if (holder.kind !== 'account' || holder.account !== account) return refuse('HOLD_ACCOUNT', { kind, account });
    const refused = kind === 'MARKETING' ? refuseOverLimit(act, amount) : refuseProject(act, projectNo);
    if (refused) return fail(refused);
    const holderNo = ACCOUNT_HOLDERS[account];
    const available = balanceOf(world, holderNo, 'AVAILABLE');
    if (available < amount) return fail(insufficient(available, amount));
    // ---- nothing fails below this line
    const of = { kind, holderNo, projectNo: kind === 'MARKETING' ? null : projectNo };
    makeHold(world, orderNo, { ...of, holdNo: requestNo, amount, redPacket: 0n, authorizationNo: null });
    if (kind === 'MARKETING') countMarketing(world, amount);
    return ok({});
  },
};

/** A compensation is for a project that is being repaid (L2.11-2). */
function refuseProject({ world }: Act, projectNo: string | null): Refusal | null {
  if (projectNo === null) return refusal('HOLD_PROJECT_MISSING', {});
  const project = world.get(projects, projectNo);
  if (!project) return refusal('PROJECT_UNKNOWN', { projectNo });
  const { status } = project;
  return status === 'REPAYING' ? null : refusal('PROJECT_STATUS', { projectNo, status });
}
