/** Words about withdrawals. */

/** NORMAL reaches the card the next calendar day (T+1, from 00:30 Beijing); URGENT at once (T+0). */
export type WithdrawalUrgency = 'NORMAL' | 'URGENT';
