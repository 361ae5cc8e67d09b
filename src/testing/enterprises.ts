/** Short ways to enterprises, for tests: registered by the real page, looked at by the real audit. */
import assert from 'node:assert/strict';
import type { RegisterEnterprise } from '../custody/commands.ts';
import { MOVED } from '../custody/page-orders/pages.ts';
import { MINUTE } from '../kernel/time.ts';
import { type TestCustody, type TestPlatform, TYPED } from './custody.ts';
import { fileOf } from './papers.ts';
import { idNumber } from './people.ts';

let made = 1_000;

/** The registration of a made-up enterprise, with an account and a contact of its own. */
export function enterprise(userNo: string, more: Partial<RegisterEnterprise> = {}): RegisterEnterprise {
  made += 1;
  return {
    ...{ verb: 'REGISTER_ENTERPRISE', userNo, role: 'ORDINARY' },
    ...{
      name: `杭州测试供应链（${made}）有限公司`,
      unifiedCode: `91330106MA27X${made}X`,
      bankLicense: `J331001234${made}`,
    },
    ...{ businessLicense: null, orgNo: null, taxNo: null, creditCode: null },
    ...{ legal: '李四', legalIdNumber: idNumber(), contact: '王五', mobile: `1390000${made}` },
    ...{ accountNumber: `120202123456789${made}`, bank: 'ICBC' },
    ...more,
  };
}

/** Does on its page what the authorised person does; answers the page's token. */
export async function enrol(core: TestCustody, p: TestPlatform, command: RegisterEnterprise, requestNo: string) {
  const token = (await p.open(requestNo, command, false)) as string;
  assert.equal(typeof token, 'string', JSON.stringify(token));
  await enrolOn(core, token);
  return token;
}

/** The same on a page that is open. */
export async function enrolOn(core: TestCustody, token: string): Promise<void> {
  core.clock.advance(MINUTE);
  const { pages } = core.custody;
  assert.deepEqual(await pages.sendSms(token, ''), MOVED);
  const smsCode = /\d{6}/.exec(core.bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
  assert.deepEqual(await pages.register(token, { ...TYPED, smsCode }), MOVED);
}

/** An enterprise in a state of its audit. */
export async function enterpriseIn(
  core: TestCustody,
  p: TestPlatform,
  state: 'AUDIT' | 'BACK' | 'REFUSED' | 'ACTIVE',
  command: RegisterEnterprise,
): Promise<void> {
  await enrol(core, p, command, `reg-${command.userNo}`);
  await decided(core, p, state, command.userNo);
}

/** The operator decides so that it comes to this state. */
export async function decided(
  core: TestCustody,
  p: TestPlatform,
  state: 'AUDIT' | 'BACK' | 'REFUSED' | 'ACTIVE',
  userNo: string,
): Promise<void> {
  if (state === 'AUDIT') return;
  const { platform } = p;
  const brought = await core.enterprises.attach(platform, userNo, [fileOf('PDF', '执照.pdf')], 'a platform');
  assert.ok(brought.ok, JSON.stringify(brought));
  const verdict = ({ BACK: 'handedBack', REFUSED: 'refused', ACTIVE: 'approved' } as const)[state];
  const answer = await core.enterprises.decide(platform, userNo, { verdict, by: 'OP', reason: '资料核对' });
  assert.ok(answer.ok, JSON.stringify(answer));
}
