/**
 * The banks the custodian knows, in the core's own codes. Each protocol maps its own codes to these and never shares
 * the mapping (CMBC is 招商 in one and 民生 in the other). A card's bank is recognised from its leading digits.
 */
export const BANK_NAMES = {
  ABC: ['中国农业银行', 'Agricultural Bank of China'],
  BOC: ['中国银行', 'Bank of China'],
  XMB: ['厦门银行', 'Xiamen Bank'],
  CITIC: ['中信银行', 'China CITIC Bank'],
  CMB: ['招商银行', 'China Merchants Bank'],
  CEB: ['中国光大银行', 'China Everbright Bank'],
  CIB: ['兴业银行', 'Industrial Bank'],
  CGB: ['广发银行', 'China Guangfa Bank'],
  HXB: ['华夏银行', 'Hua Xia Bank'],
  ICBC: ['中国工商银行', 'Industrial and Commercial Bank of China'],
  CMSB: ['中国民生银行', 'China Minsheng Bank'],
  CCB: ['中国建设银行', 'China Construction Bank'],
  PSBC: ['中国邮政储蓄银行', 'Postal Savings Bank of China'],
  PAB: ['平安银行', 'Ping An Bank'],
  SPDB: ['浦发银行', 'Shanghai Pudong Development Bank'],
  BOB: ['北京银行', 'Bank of Beijing'],
  BCM: ['交通银行', 'Bank of Communications'],
} as const satisfies Record<string, readonly [string, string]>;

/** A bank in the core's own code. */
export type Bank = keyof typeof BANK_NAMES;
