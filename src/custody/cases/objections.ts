/** Why a case is not opened, proposed or decided, with the facts that each carries. */
import type { ReceiptRow } from '../receipts/tables.ts';
import type { MemberRow } from '../members/tables.ts';
import type { CaseEvent, CaseState } from './states.ts';
import type { CaseKindName } from './words.ts';

export interface CaseObjections {
  CASE_UNKNOWN: { caseNo: bigint };
  CASE_NOT_SO: { caseNo: bigint; state: CaseState; event: CaseEvent };
  CASE_SAME_PERSON: { name: string };
  CASE_WITHOUT_PLAN: { kind: CaseKindName };
  CASE_WITHOUT_PAPERS: { kind: CaseKindName; least: number };
  CASE_OPEN_ALREADY: { caseNo: bigint };
  CASE_MEMBER_UNKNOWN: { userNo: string };
  CASE_MEMBER_NOT_ACTIVE: { userNo: string; state: MemberRow['state'] };
  CASE_RECEIPT_UNKNOWN: { receiptNo: bigint };
  CASE_RECEIPT_SETTLED: { receiptNo: bigint; state: ReceiptRow['state'] };
  CASE_RECEIPT_CAME_BACK: { receiptNo: bigint };
  CASE_BREAK_UNKNOWN: { breakNo: bigint };
  CASE_BREAK_HAS_MONEY: { breakNo: bigint; receiptNo: bigint };
  CASE_PASSWORD_NOT_LOCKED: { userNo: string };
}
