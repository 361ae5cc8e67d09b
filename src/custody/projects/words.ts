/** Words about projects. */

export type ProjectStatus = 'COLLECTING' | 'REPAYING' | 'FINISH' | 'MISCARRY';
export type RepaymentWay = 'ONE_TIME' | 'INTEREST_FIRST' | 'FIXED_PAYMENT' | 'FIXED_PRINCIPAL';
