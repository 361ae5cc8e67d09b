/**
 * Ready-made people for a sandbox, one with a card of each fate: what the sandbox bank does with a card is written in
 * its last four digits. One list for `cunguan sandbox people` and docs/sandbox-people.md; a test holds it against the
 * bank.
 */
import { OperatorError } from '../kernel/operator-error.ts';
import type { Registry } from './audited.ts';

interface SandboxPerson {
  readonly realName: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly cardNumber: string;
  readonly fate: string;
  readonly fateInChinese: string;
}

export const SANDBOX_PEOPLE: readonly SandboxPerson[] = [
  {
    ...{ realName: '林晓', idNumber: '330106199001101008', mobile: '13805711000' },
    cardNumber: '6217001001000018888',
    fate: 'everything works',
    fateInChinese: '一切正常',
  },
  {
    ...{ realName: '周岚', idNumber: '330106199102111010', mobile: '13805711111' },
    cardNumber: '6217001001000180001',
    fate: 'four elements fail, three pass: PART_CHECKED in lianyintong, refused in depository',
    fateInChinese: '四要素不通过、三要素通过（银行存管开户失败）',
  },
  {
    ...{ realName: '吴桐', idNumber: '330106199203121023', mobile: '13805711222' },
    cardNumber: '6217001001000250002',
    fate: 'card check fails: registration is refused',
    fateInChinese: '四要素、三要素均不通过，开户失败',
  },
  {
    ...{ realName: '郑屿', idNumber: '330106199304131036', mobile: '13805711333' },
    cardNumber: '6217001001000320003',
    fate: 'card check times out: nobody knows, try again later',
    fateInChinese: '鉴权超时，结果未知',
  },
  {
    ...{ realName: '冯溪', idNumber: '330106199405141049', mobile: '13805711444' },
    cardNumber: '6217001001000490004',
    fate: 'withdrawal is accepted, then returned by the bank',
    fateInChinese: '提现受理后被银行退回',
  },
  {
    ...{ realName: '陈禾', idNumber: '330106199506151051', mobile: '13805711555' },
    cardNumber: '6217001001000550005',
    fate: 'withdrawal stays unknown for 10 minutes, then succeeds',
    fateInChinese: '提现 10 分钟内结果未知，之后成功',
  },
  {
    ...{ realName: '褚白', idNumber: '330106199607161064', mobile: '13805711666' },
    cardNumber: '6217001001000620006',
    fate: 'the bank answers a withdrawal twice; it counts once',
    fateInChinese: '银行重复回报提现结果，只记一次',
  },
];

/** An enterprise, by the names of ENTERPRISE_REGISTER; its account is at a bank that serves all that enterprises do. */
export const SANDBOX_ENTERPRISE = {
  ...{ enterpriseName: '杭州沙箱供应链管理有限公司', unifiedCode: '91330106MA2SANDB1X', bankLicense: 'J3310000000001' },
  ...{ legal: '卫宁', legalIdCardNo: '330106199708171077', contact: '蒋荷', contactPhone: '13805711888' },
  ...{ bankcardNo: '1202020009900012345', bankcode: 'ICBK' },
  fate: 'an enterprise: B2B netbank and withdrawals work',
  fateInChinese: '企业：B2B 网银充值、提现正常',
} as const;

/** docs/sandbox-people.md. */
export function describePeople(): string {
  const rows = SANDBOX_PEOPLE.map(
    ({ realName, idNumber, mobile, cardNumber, fate, fateInChinese }) =>
      `| ${realName} | \`${idNumber}\` | \`${mobile}\` | \`${cardNumber}\` | ${fate} · ${fateInChinese} |`,
  );
  const fields = Object.entries(SANDBOX_ENTERPRISE)
    .filter(([name]) => !name.startsWith('fate'))
    .map(([name, value]) => `| ${name} | \`${value}\` |`);
  return `# People and cards for a sandbox · 沙箱测试人员

Made up, and taken by every sandbox: one with a card of each fate, which is written in the card's last four digits.
Any other card with a right check digit of a known bank simply works.
The list is what \`npm run -s cunguan -- sandbox people\` prints;
\`node bin/docs.js --write\` writes this page.

| name 姓名 | ID number 身份证号 | mobile 手机号 | card 银行卡号 | what becomes of it 结果 |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

An enterprise, by the names of lianyintong's ENTERPRISE_REGISTER (its code goes to \`contactPhone\`; after its page it
is [looked at](recipes/audit-enterprises.md)) · 企业：

| field | value |
| --- | --- |
${fields.join('\n')}

The SMS code is on the sandbox bank's page, \`GET /sandbox/sms?mobile=…\`. A mobile and an ID number have ten
messages and ten card checks a day (G-18); move the clock on for more.
`;
}

/** `sandbox people`; in production there is no such bank. */
export function sandboxCommands(mode: 'sandbox' | 'production'): Registry {
  return {
    'sandbox.people': {
      does: 'reads',
      run: async () => {
        if (mode === 'sandbox') return [...SANDBOX_PEOPLE, SANDBOX_ENTERPRISE];
        throw new OperatorError('There are made-up people in a sandbox only; this custodian runs in production mode.');
      },
    },
  };
}
