/** Words about deposits. */

/** How money is paid in. */
export type DepositWay = 'NETBANK_B2C' | 'NETBANK_B2B';
