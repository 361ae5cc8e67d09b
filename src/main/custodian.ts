/**
 * The custodian itself, put together: clock, bank channel, core, protocols, pages, notices and clockwork behind one
 * listener, and the admin door beside it. Closing lets everything under way end first.
 */
import { type AdminCommands, startAdmin } from '../http/admin.ts';
import { createMetrics, healthRoutes } from '../http/health.ts';
import { startServer } from '../http/server.ts';
import { createClockwork } from '../jobs/clockwork.ts';
import { createClockMover } from '../jobs/mover.ts';
import { openSandboxClock } from '../jobs/sandbox-clock.ts';
import type { Bank } from './bank.ts';
import { clockCommands } from './commands.ts';
import { ping } from './database.store.ts';
import type { Parts } from './parts.ts';

export interface Custodian {
  readonly commands: AdminCommands;
  close(): Promise<void>;
}

/** Builds and starts it; `bank` is the sandbox bank, null in production. Answers when it serves. */
export async function startCustodian(parts: Parts, bank: Bank | null): Promise<Custodian> {
  const { config, addresses, sql, log, folder } = parts;
  const stack = new AsyncDisposableStack();
  try {
    const clock = await openSandboxClock({ sql, log });
    stack.defer(async () => clock.stop());
    const clockwork = createClockwork({ sweeps: [], clock, log });
    stack.defer(() => clockwork.stop());
    const mover = createClockMover({ clock, clockwork, bank: null });
    const commands: AdminCommands = clockCommands(bank ? mover : null);
    const metrics = createMetrics();
    const isReady = async (): Promise<string | null> =>
      ping(sql).then(
        () => null,
        () => 'the database does not answer',
      );
    const server = await startServer({
      host: config.host,
      port: addresses.custodian.port,
      portName: 'CUNGUAN_PORT',
      log,
      routes: healthRoutes(isReady, metrics.registry),
      observe: metrics.observe,
    });
    stack.defer(() => server.close());
    const admin = await startAdmin(folder, commands, log);
    stack.defer(() => admin.close());
    clockwork.start();
    return { commands, close: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
