/** The sandbox bank beside us: a program of its own, with our public key for the channel and a key of its own. */
import { join } from 'node:path';
import { deriveKey } from '../kernel/seal.ts';
import { type Child, startChild } from './child.ts';
import { loadChannelKey } from './keys.ts';
import type { Parts } from './parts.ts';
import { BANK_PROGRAM } from './paths.ts';

export interface Bank {
  /** The bank's public key, SPKI PEM. */
  readonly publicKeyPem: string;
  /** Our private key for the channel, PKCS #8 PEM. */
  readonly channelKeyPem: string;
  stop(): Promise<void>;
}

/**
 * Starts it and answers when it listens. The key of its tables is its own and comes of the data key, so that it is
 * wrapped and shared by nodes as that one is, and cannot be lost alone; neither tells the other.
 */
export async function startBank({ config, addresses, folder, databaseUrl, keys, wrapping, log }: Parts): Promise<Bank> {
  const { privateKeyPem, publicKeyPem } = await loadChannelKey(join(folder, 'keys'), wrapping);
  const child: Child = await startChild({
    name: 'The sandbox bank',
    file: BANK_PROGRAM,
    logFile: join(folder, 'bank.log'),
    report: (message) => log.warn(message),
    env: {
      CUNGUAN_BANK_PORT: String(addresses.bank.port),
      CUNGUAN_BANK_URL: addresses.bank.outside,
      CUNGUAN_HOST: config.host,
      CUNGUAN_LOG_LEVEL: config.logLevel,
      CUSTODIAN_URL: addresses.custodian.inside,
      CUSTODIAN_PUBLIC_URL: addresses.custodian.outside,
      CUSTODIAN_BANK_PUBLIC_KEY: publicKeyPem,
    },
    secrets: { databaseUrl, sealingKey: deriveKey(keys.dataKey, 'sandbox bank').toString('hex') },
  });
  return { publicKeyPem: String(child.word.publicKey), channelKeyPem: privateKeyPem, stop: child.stop };
}
