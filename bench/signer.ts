/** The signer's speed on this machine at this moment, by processor time, so that neighbours do not slow it down. */
import { type KeyObject, sign } from 'node:crypto';

const BYTES = Buffer.alloc(100, 'x');
const MILLISECONDS = 100;

/** RSA-2048 SHA1 signatures per second of one core. */
export function signaturesPerSecond(key: KeyObject): number {
  let count = 0;
  const before = process.threadCpuUsage();
  for (;;) {
    for (let i = 0; i < 10; i += 1) sign('RSA-SHA1', BYTES, key);
    count += 10;
    const { user, system } = process.threadCpuUsage(before);
    const spent = (user + system) / 1_000;
    if (spent >= MILLISECONDS) return (count * 1_000) / spent;
  }
}
