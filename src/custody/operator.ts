/** A face of the core: what the operator's commands see of it besides the platforms' and pages' (`api.ts`). */
export { hashPassword, refusePassword } from './credentials/passwords.ts';
export { parseFee } from './fees/schedule.ts';
export type { Directory } from './platforms/directory.ts';
export type { PlatformFile, PlatformPatch } from './platforms/platforms.store.ts';
export { verifyLedger } from './verify.ts';
