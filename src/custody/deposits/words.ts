/** Words about deposits. */

/** How money is paid in at the bank's page. */
export type DepositWay = 'NETBANK_B2C' | 'NETBANK_B2B';
