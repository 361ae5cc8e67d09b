/** Words about enterprises: how the custodian's look at them stands. */

/** AUDIT: being looked at. BACK: to be mended and submitted again. PASSED and REFUSED are for ever. */
export type AuditStatus = 'AUDIT' | 'PASSED' | 'BACK' | 'REFUSED';

/** Whether a word, from a command line say, is one. */
export function isAuditStatus(word: string): word is AuditStatus {
  return ['AUDIT', 'PASSED', 'BACK', 'REFUSED'].includes(word);
}

/** What an operator decides of an enterprise under audit. */
export type AuditVerdict = 'approved' | 'handedBack' | 'refused';
