/** What holds for authorisations. */
import type { Check } from '../../ledger/verify.store.ts';

export const AUTHORIZATION_CHECKS: readonly Check[] = [
  {
    name: 'an authorisation has used no more than it was given',
    sql: `
      select platform_id, 'authorisation ' || authorization_no as place, 'at most ' || amount as expected,
        used::text as found
      from authorizations where used > amount`,
  },
];
