/**
 * The banks whose customers can pay on the netbank page, under the codes of this bank's own wire protocol. They happen
 * to be spelled as the custodian spells them; a test of the adapter holds its mapping to this list.
 */
export const BANKS: ReadonlyMap<string, { readonly zh: string; readonly en: string }> = new Map(
  Object.entries({
    ICBC: { zh: '中国工商银行', en: 'Industrial and Commercial Bank of China' },
    ABC: { zh: '中国农业银行', en: 'Agricultural Bank of China' },
    BOC: { zh: '中国银行', en: 'Bank of China' },
    CCB: { zh: '中国建设银行', en: 'China Construction Bank' },
    BCM: { zh: '交通银行', en: 'Bank of Communications' },
    PSBC: { zh: '中国邮政储蓄银行', en: 'Postal Savings Bank of China' },
    CMB: { zh: '招商银行', en: 'China Merchants Bank' },
    CITIC: { zh: '中信银行', en: 'China CITIC Bank' },
    CEB: { zh: '中国光大银行', en: 'China Everbright Bank' },
    CIB: { zh: '兴业银行', en: 'Industrial Bank' },
    CMSB: { zh: '中国民生银行', en: 'China Minsheng Bank' },
    SPDB: { zh: '浦发银行', en: 'Shanghai Pudong Development Bank' },
    PAB: { zh: '平安银行', en: 'Ping An Bank' },
    HXB: { zh: '华夏银行', en: 'Hua Xia Bank' },
    CGB: { zh: '广发银行', en: 'China Guangfa Bank' },
    BOB: { zh: '北京银行', en: 'Bank of Beijing' },
    XMB: { zh: '厦门银行', en: 'Xiamen Bank' },
  }),
);
