/**
 * Every table that the lanes write. A lane that is entered checks its counters against the highest number that stands
 * in any of them; a test compares this list with the database's own.
 */
import { accounts, dues, entries, postings } from '../ledger/journal.ts';
import { authorizations } from './authorizations/tables.ts';
import { breaks } from './breaks/tables.ts';
import { caseEvents, cases } from './cases/tables.ts';
import { claims } from './claims/tables.ts';
import { deposits } from './deposits/tables.ts';
import { auditSteps, enterprises } from './enterprises/tables.ts';
import { freezes } from './freezes/tables.ts';
import { holds } from './holds/tables.ts';
import { cards } from './cards/tables.ts';
import { credentials } from './credentials/tables.ts';
import { marketingCounters } from './marketing/tables.ts';
import { members, profiles } from './members/tables.ts';
import { papers } from './papers/tables.ts';
import { smsCodes } from './page-orders/sms-codes.ts';
import { orderEvents } from './orders/history.ts';
import { notices, orders } from './orders/table.ts';
import { overCapRequests, projects } from './projects/tables.ts';
import { receipts } from './receipts/tables.ts';
import { sendBacks } from './receipts/send-backs.ts';
import { withdrawals } from './withdrawals/tables.ts';

export const CORE_TABLES = [
  ...[accounts, entries, postings, dues],
  ...[orders, orderEvents, notices],
  ...[enterprises, auditSteps],
  ...[members, profiles, credentials, smsCodes, cards, authorizations],
  ...[projects, overCapRequests, holds, claims, freezes, marketingCounters],
  ...[deposits, withdrawals, receipts, breaks],
  ...[papers, cases, caseEvents, sendBacks],
] as const;

/** Every table that `ledger verify` looks at: these, and what else is of a platform. */
export const VERIFIED_TABLES: readonly string[] = [
  ...['platforms', 'lanes', 'bank_reports', 'paper_contents'],
  ...CORE_TABLES.map(({ name }) => name),
];
