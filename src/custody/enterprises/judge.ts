/** What `ledger verify` says of an enterprise: whether it is as its registration and its audit have made it. */
import type { Want, World } from '../../executor/world.ts';
import { canonical } from '../../kernel/canonical.ts';
import { unpack } from '../../kernel/pack.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Finding } from '../../ledger/verify.store.ts';
import { cards } from '../cards/tables.ts';
import { compare } from '../compare.ts';
import { members, profiles } from '../members/tables.ts';
import { orderEvents } from '../orders/history.ts';
import { commandIn, type OrderRow } from '../orders/table.ts';
import type { Refusal } from '../refusals.ts';
import type { EnterpriseOutcomes, RegisterEnterprise } from './commands.ts';
import { dataOf, profileOf } from './data.ts';
import { MEMBER_STATE } from './states.ts';
import { auditSteps, enterprises, submittedLast } from './tables.ts';

/** Asks for what belongs to a registration. */
export function wantEnterprise(want: Want, { orderNo, subjectNo }: OrderRow): void {
  for (const { seq } of want.rows(auditSteps, 'byOrder', orderNo) ?? []) want.row(orderEvents, orderNo, seq);
  const member = want.row(members, subjectNo ?? '');
  if (!member) return;
  want.row(profiles, member.memberNo);
  want.row(enterprises, member.memberNo);
  want.rows(cards, 'byMember', member.memberNo);
}

/** The first thing that is not as it was submitted and decided. */
export function judgeEnterprise(order: OrderRow, world: World, sealer: Sealer): Finding | null {
  const command = commandIn(order) as RegisterEnterprise;
  const told = (order.outcome ?? {}) as EnterpriseOutcomes['REGISTER_ENTERPRISE'];
  const member = world.get(members, order.subjectNo ?? '');
  const place = `enterprise ${order.subjectNo}`;
  if (!member) return { place, expected: 'a member', found: 'none' };
  const steps = [...world.find(auditSteps, 'byOrder', order.orderNo)].sort((a, b) => a.seq - b.seq);
  const data = submittedLast(steps);
  const [first] = steps;
  if (!data || !first?.submitted) return { place, expected: 'what was submitted', found: 'nothing' };
  const profile = world.get(profiles, member.memberNo);
  const stands = profileOf(data, sealer.fingerprint);
  const account = world.find(cards, 'byMember', member.memberNo).find(({ boundBy }) => boundBy === order.orderNo);
  const unlike = compare(place, [
    ['what was submitted first', canonical(dataOf(command)), canonical(first.submitted)],
    ['registration', order.orderNo, world.get(enterprises, member.memberNo)?.orderNo],
    ['state', MEMBER_STATE[told.status], member.state],
    ['role', command.role, member.role],
    ['name', stands.realName, profile?.realName],
    ["legal person's ID number", stands.idNumber, profile?.idNumber],
    ['fingerprint of it', stands.idFingerprint, profile?.idFingerprint],
    ["contact's mobile", stands.mobile, profile?.mobile],
    ['account', data.accountNumber, account?.number],
    ['bank', data.bank, account?.bank],
    ['access', null, account?.accessType],
    ['time', told.acceptedAt, account?.boundAt],
    ['account that is told', data.accountNumber, told.accountNumber],
    ['bank that is told', data.bank, told.bank],
  ]);
  if (unlike) return unlike;
  for (const { seq, reason } of steps) {
    const facts = world.get(orderEvents, order.orderNo, seq)?.facts ?? null;
    const told = facts === null ? null : ((unpack(facts) as Refusal).facts as { reason?: string }).reason;
    if (facts !== null && told !== reason)
      return { place: `${place}, step ${seq}`, expected: 'its reason', found: 'another' };
  }
  return null;
}
