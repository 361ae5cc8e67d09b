/** A custodian's keys on a database of its own, as a start makes them in a sandbox, with a clock that stands still. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { Directory } from '../custody/platforms/directory.ts';
import { PlatformStore } from '../custody/platforms/platforms.store.ts';
import { createKeychain } from '../kernel/keychain.ts';
import { loadKeys } from '../main/keys.ts';
import { sealingHolder, tokenHolder } from '../main/secret-holders.ts';
import { SecretKeys } from '../main/secret-keys.ts';
import { manualClock } from './clock.ts';
import { createTestDatabase } from './database.ts';

export async function createKeyStage() {
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-keys-'));
  after(() => rm(folder, { recursive: true, force: true }));
  const { sql, url } = await createTestDatabase();
  const { dataKey } = await loadKeys(folder, sql, true);
  const sealer = createKeychain(dataKey);
  const common = { sql, wrapper: sealer, reseal: null };
  const secrets = {
    data: new SecretKeys({ ...common, purpose: 'data', holder: sealingHolder(sealer) }),
    token: new SecretKeys({ ...common, purpose: 'token', holder: tokenHolder(Buffer.alloc(32)) }),
  };
  const clock = manualClock();
  const directory = new Directory(new PlatformStore(sql, sealer, 'bank'), clock);
  return { sql, url, sealer, secrets, clock, directory };
}
