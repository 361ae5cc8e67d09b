/** Whether what is submitted of an enterprise can be right, when it is registered and when it was corrected. */
import type { Sealer } from '../../kernel/seal.ts';
import { enterpriseName, personName } from '../../kernel/person-name.ts';
import { checkIdNumber, isMobile } from '../members/identity.ts';
import type { Policy } from '../policy.ts';
import { type Refusal, refusal } from '../refusals.ts';
import type { EnterpriseData } from './commands.ts';

/** An account of an enterprise: its number carries no check digit. */
function isAccountNumber(text: string): boolean {
  return /^\d{8,32}$/.test(text);
}

/** The names of the data, in the order in which they are told. */
export const ENTERPRISE_FIELDS = [
  'name',
  'unifiedCode',
  'businessLicense',
  'orgNo',
  'taxNo',
  'bankLicense',
  'creditCode',
  'legal',
  'legalIdNumber',
  'contact',
  'mobile',
  'accountNumber',
  'bank',
] as const satisfies readonly (keyof EnterpriseData)[];

/** Why these data cannot be looked at, or null. */
export function refuseData(data: EnterpriseData, { accountBanks }: Pick<Policy, 'accountBanks'>): Refusal | null {
  const { unifiedCode, businessLicense, orgNo, taxNo } = data;
  if (unifiedCode === null && [businessLicense, orgNo, taxNo].includes(null)) return refusal('LICENCES_MISSING', {});
  if (enterpriseName(data.name) !== data.name) return refusal('ENTERPRISE_NAME_INVALID', {});
  if ([data.legal, data.contact].some((name) => personName(name) !== name)) return refusal('NAME_INVALID', {});
  if (!checkIdNumber(data.legalIdNumber)) return refusal('ID_NUMBER_INVALID', {});
  if (!isMobile(data.mobile)) return refusal('MOBILE_INVALID', {});
  if (!isAccountNumber(data.accountNumber)) return refusal('ACCOUNT_NUMBER_INVALID', {});
  return accountBanks.includes(data.bank) ? null : refusal('BANK_UNSUPPORTED', { bank: data.bank });
}

/** The data alone, without what else a command says. */
export function dataOf(given: EnterpriseData): EnterpriseData {
  const data = Object.fromEntries(ENTERPRISE_FIELDS.map((field) => [field, given[field]])) as unknown as EnterpriseData;
  return { ...data, legalIdNumber: data.legalIdNumber.toUpperCase() };
}

/** The profile of an enterprise's member: its own name, its legal person's number, its contact's mobile. */
export function profileOf(data: EnterpriseData, fingerprint: Sealer['fingerprint']) {
  const { name: realName, legalIdNumber: idNumber, mobile } = data;
  return { realName, idNumber, idFingerprint: fingerprint(idNumber), mobile };
}
