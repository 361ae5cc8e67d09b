/**
 * The channel of a custodian that is connected to no bank yet: it knows nothing and says so. Card checks and payouts
 * stay unknown, and unknown moves no money; a payer is sent straight back. What reaches us in a bank's name is
 * forged.
 */
import type { BankChannel, SmsSender } from '../custody/ports.ts';

export const unconnectedChannel: BankChannel = {
  name: 'unconnected',
  acknowledgement: '',
  verifyCard: async () => 'UNKNOWN',
  payinForm: (order) => ({ url: order.returnUrl, fields: {} }),
  placeAtTerminals: async () => false,
  queryPayin: async () => ({ state: 'UNKNOWN' }),
  payOut: async () => ({ state: 'UNKNOWN' }),
  sendBack: async () => ({ state: 'UNKNOWN' }),
  queryPayout: async () => ({ state: 'UNKNOWN' }),
  readReport: () => null,
  statement: async () => null,
};

/** No message is handed over; the person is told to try again. */
export const unconnectedSms: SmsSender = { send: async () => false };
