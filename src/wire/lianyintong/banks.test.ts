/** The document's lists of banks, stated here once more by their names as the document prints them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BANK_NAMES, type Bank } from '../../custody/banks.ts';
import { BANKS, type BankUse, banksServing } from './banks.ts';
import { BANK_CODE } from './enumerations.ts';
import { lianyintongPolicy } from './policy.ts';

/** 5.2, its scan faults corrected: BKCH and HXBK stand there in Cyrillic. */
const CODES = {
  ...{ ABOC: '中国农业银行', BKCH: '中国银行', CBXM: '厦门银行', CIBK: '中信银行', CMBC: '招商银行' },
  ...{ EVER: '中国光大银行', FJIB: '兴业银行', GDBK: '广发银行', HXBK: '华夏银行', ICBK: '中国工商银行' },
  ...{ MSBC: '中国民生银行', PCBC: '中国建设银行', PSBC: '中国邮政储蓄银行', SZDB: '平安银行', SPDB: '浦发银行' },
  BJCN: '北京银行',
};

const FOURTEEN =
  '中国银行,农业银行,工商银行,建设银行,华夏银行,光大银行,浦发银行,兴业银行,北京银行,平安银行,民生银行,招商银行,' +
  '中信银行,广发银行';
const NINE = '中国银行,农业银行,工商银行,建设银行,兴业银行,北京银行,平安银行,民生银行,招商银行';

/** As 2.1 R5 and 2.4 R5, 2.2 R7 and 2.5 R2, 2.6 R3 and R4, 2.9 R2 and R3 print them. */
const LISTS: Readonly<Record<BankUse, string>> = {
  CARD: FOURTEEN,
  ACCOUNT: NINE,
  B2C:
    '北京银行,广发银行,华夏银行,平安银行,招商银行,工商银行,光大银行,建设银行,民生银行,中国银行,邮政储蓄银行,' +
    '中信银行,农业银行',
  B2B: '中国银行,农业银行,工商银行,建设银行,招商银行,光大银行,平安银行,浦发银行,民生银行',
  PERSON_OUT: FOURTEEN,
  ENTERPRISE_OUT: NINE,
};

const short = (name: string) => (name === '中国银行' ? name : name.replace(/^中国/, ''));
const named = (banks: readonly Bank[]) => banks.map((bank) => short(BANK_NAMES[bank][0])).sort();

test('LW-12 the sixteen codes mean the banks that the document names', () => {
  assert.deepEqual(Object.fromEntries(Object.entries(BANKS).map(([code, { label }]) => [code, label])), CODES);
  for (const [code, label] of Object.entries(CODES)) {
    const read = BANK_CODE.read(code);
    assert.ok(read.ok, code);
    assert.equal(short(BANK_NAMES[read.value][0]), short(label), code);
    assert.equal(BANK_CODE.spell(read.value), code);
  }
});

for (const [use, printed] of Object.entries(LISTS)) {
  test(`L2.1-5 L2.6 L2.9 the banks that serve ${use} are those that the document lists`, () => {
    assert.deepEqual(named(banksServing(use as BankUse)), printed.split(',').sort());
  });
}

test('L2.1-5 L2.6 L2.9 the core is told these lists, and how many there are', () => {
  const { cardBanks, depositBanks, withdrawalBanks } = lianyintongPolicy;
  const given = [cardBanks, depositBanks.PERSON, depositBanks.ENTERPRISE];
  const out = [withdrawalBanks.PERSON, withdrawalBanks.ENTERPRISE];
  assert.deepEqual([...given, ...out].map(named), [
    ...[LISTS.CARD, LISTS.B2C, LISTS.B2B, LISTS.PERSON_OUT, LISTS.ENTERPRISE_OUT].map((list) => list.split(',').sort()),
  ]);
  assert.deepEqual(
    [...given, ...out].map(({ length }) => length),
    [14, 13, 9, 14, 9],
  );
});
