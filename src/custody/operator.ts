/** A face of the core: what the operator's commands see of it besides the platforms' and pages' (`api.ts`). */
export type { Facts } from './bank/said.ts';
export { BREAK_KINDS, type BreakKind, isBreakKind } from './breaks/kinds.ts';
export { type BreakInformation, BreakReads } from './breaks/reads.store.ts';
export { hashPassword } from './credentials/passwords.ts';
export { refusePassword } from './credentials/weak-passwords.ts';
export { parseFee } from './fees/schedule.ts';
export { type CustodyFigures, readFigures } from './figures.store.ts';
export { LookUps, type OrderLookUp } from './lookups.ts';
export type { Directory } from './platforms/directory.ts';
export type { PlatformFile, PlatformPatch } from './platforms/platforms.store.ts';
export type { Objected, Objection, ObjectionFacts, ObjectionName } from './objections.ts';
export type { Operators } from './operators/operators.ts';
export type { Operator } from './operators/operators.store.ts';
export { type Duty, isOperatorName, isRole, ROLE_DUTIES } from './operators/words.ts';
export type { PaperFile } from './papers/files.ts';
export type { Papers } from './papers/papers.ts';
export type { PaperInformation } from './papers/papers.store.ts';
export { openSealing, type Sealing } from './resealing.store.ts';
