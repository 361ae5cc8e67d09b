/** Commands of the registry as they are, for tests that are not about the audit trail. */
import assert from 'node:assert/strict';
import type { AdminArguments } from '../http/admin.ts';
import type { Registry } from '../main/audited.ts';

/** Runs a command as the command line asks for it; answers what the person is answered. */
export async function runCommand<T>(
  registry: Registry,
  name: string,
  args: AdminArguments,
  reason: string | null = null,
): Promise<T> {
  const by = { who: 'a test', reason };
  const command = registry[name];
  assert.ok(command, name);
  if (command.does === 'reads') return (await command.run(args, by)) as T;
  return (await command.run(args, by)).answer as T;
}
