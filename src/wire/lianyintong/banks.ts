/**
 * The banks of lianyintong as one table: the code that the document prints (5.2), the bank it means, and what each bank
 * serves (R5 of 2.1 and 2.4, R7 of 2.2 and R2 of 2.5, R3 and R4 of 2.6, R2 and R3 of 2.9). Never shared with the other
 * protocol: CMBC is 招商 here and 民生 there (LW-12).
 */
import type { Bank } from '../../custody/banks.ts';

/** Persons' cards and their withdrawals; enterprises' accounts and theirs; netbank of persons and of enterprises. */
export type BankUse = 'CARD' | 'ACCOUNT' | 'B2C' | 'B2B' | 'PERSON_OUT' | 'ENTERPRISE_OUT';

interface BankRow {
  readonly core: Bank;
  readonly label: string;
  readonly serves: readonly BankUse[];
}

const PERSON = ['CARD', 'PERSON_OUT'] as const;
const ENTERPRISE = ['ACCOUNT', 'ENTERPRISE_OUT'] as const;

export const BANKS = {
  ABOC: { core: 'ABC', label: '中国农业银行', serves: [...PERSON, ...ENTERPRISE, 'B2C', 'B2B'] },
  BKCH: { core: 'BOC', label: '中国银行', serves: [...PERSON, ...ENTERPRISE, 'B2C', 'B2B'] },
  CBXM: { core: 'XMB', label: '厦门银行', serves: [] },
  CIBK: { core: 'CITIC', label: '中信银行', serves: [...PERSON, 'B2C'] },
  CMBC: { core: 'CMB', label: '招商银行', serves: [...PERSON, ...ENTERPRISE, 'B2C', 'B2B'] },
  EVER: { core: 'CEB', label: '中国光大银行', serves: [...PERSON, 'B2C', 'B2B'] },
  FJIB: { core: 'CIB', label: '兴业银行', serves: [...PERSON, ...ENTERPRISE] },
  GDBK: { core: 'CGB', label: '广发银行', serves: [...PERSON, 'B2C'] },
  HXBK: { core: 'HXB', label: '华夏银行', serves: [...PERSON, 'B2C'] },
  ICBK: { core: 'ICBC', label: '中国工商银行', serves: [...PERSON, ...ENTERPRISE, 'B2C', 'B2B'] },
  MSBC: { core: 'CMSB', label: '中国民生银行', serves: [...PERSON, ...ENTERPRISE, 'B2C', 'B2B'] },
  PCBC: { core: 'CCB', label: '中国建设银行', serves: [...PERSON, ...ENTERPRISE, 'B2C', 'B2B'] },
  PSBC: { core: 'PSBC', label: '中国邮政储蓄银行', serves: ['B2C'] },
  SZDB: { core: 'PAB', label: '平安银行', serves: [...PERSON, ...ENTERPRISE, 'B2C', 'B2B'] },
  SPDB: { core: 'SPDB', label: '浦发银行', serves: [...PERSON, 'B2B'] },
  BJCN: { core: 'BOB', label: '北京银行', serves: [...PERSON, ...ENTERPRISE, 'B2C'] },
} as const satisfies Readonly<Record<string, BankRow>>;

/** The banks that serve a use, in the core's codes. */
export function banksServing(use: BankUse): readonly Bank[] {
  const rows: readonly BankRow[] = Object.values(BANKS);
  return rows.filter(({ serves }) => serves.includes(use)).map(({ core }) => core);
}
