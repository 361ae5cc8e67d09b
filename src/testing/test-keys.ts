/**
 * The key pairs of the protocol documents (docs/protocols/test-keys): whoever reads the repository has their private
 * halves, so that examples and test vectors can be made again by anybody, and no key command takes them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'protocols', 'test-keys');

const pem = (file: string): string => readFileSync(join(FOLDER, `${file}.pem`), 'utf8');
const pair = (whose: string) => ({ privateKey: pem(`${whose}-private`), publicKey: pem(`${whose}-public`) });

/** The platform's pair and the custodian's, PEM as the files hold them. */
export const TEST_KEYS = { platform: pair('platform'), custodian: pair('custodian') } as const;
