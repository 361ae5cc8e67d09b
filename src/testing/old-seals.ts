/** Sealed values as they were made before they named their row, for tests of how they are sealed anew. */
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** The first form: AES-256-GCM under the same key, bound to the column alone. */
export function sealForColumn(key: Buffer, plain: string, column: string): Buffer {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `cunguan ${purpose} v1`, 32));
  const header = Buffer.concat([Buffer.of(1), derive('id').subarray(0, 4)]);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive('seal'), nonce);
  cipher.setAAD(Buffer.concat([header, Buffer.from(column)]));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), body]);
}

/** What stood in the clear, as the migration has marked it. */
export function inTheClear(plain: string): Buffer {
  return Buffer.concat([Buffer.of(0), Buffer.from(plain)]);
}
