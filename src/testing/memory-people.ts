/** A core without a database and the few people that its tests begin with. */
import assert from 'node:assert/strict';
import type { Platform, Policy } from '../custody/api.ts';
import type { PageCommand, RegisterEnterprise } from '../custody/commands.ts';
import type { Proof } from '../custody/verb.ts';
import { person } from './custody.ts';
import { MemoryCore } from './memory.ts';

const PEOPLE = ['i1', 'i2', 'i3', 'b1', 'b2', 'g1'];
const PROVED = { bank: 'CITIC', accessType: 'FULL', passwordHash: 'x', idFingerprint: 'x' } as const;

/** A core with its people and their authorisations. */
export function peopled(policy: Policy, settings: Platform['settings'] = {}): MemoryCore {
  const core = new MemoryCore(policy, Date.UTC(2026, 10, 21), settings);
  for (const userNo of PEOPLE) {
    const command = person(userNo, userNo === 'g1' ? 'GUARANTOR' : 'ORDINARY');
    assert.equal(core.page(`register-${userNo}`, command, provedOf(command))?.state, 'DONE');
    const grant = { verb: 'AUTHORIZE', userNo, kinds: ['TENDER'], amount: 5_000n, until: null } as const;
    assert.equal(core.page(`grant-${userNo}`, grant)?.state, 'DONE');
  }
  return core;
}

/** What a registration proves on its page, where the platform has passed everything. */
export function provedOf(command: PageCommand): Proof {
  assert.ok(command.verb === 'REGISTER_PERSON');
  const { realName, idNumber, mobile, cardNumber } = command as { [K in keyof typeof command]: string };
  return { registration: { realName, idNumber, mobile, cardNumber, ...PROVED } };
}

/** What the registration of an enterprise proves on its page. */
export function enrolledAs({ name: realName, legalIdNumber: idNumber, mobile }: RegisterEnterprise) {
  return { enrolment: { passwordHash: 'x', profile: { realName, idNumber, idFingerprint: 'x', mobile } } };
}
