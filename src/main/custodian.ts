/**
 * The custodian itself, put together: clock, bank channel, core, protocols, pages, notices and clockwork behind one
 * listener, and the admin door beside it. Closing lets everything under way end first.
 */
import { LANE_SETTINGS } from '../executor/lane.ts';
import type { Logger } from 'pino';
import { createSandboxChannel, type SandboxChannel } from '../channels/sandbox/channel.ts';
import { unconnectedChannel, unconnectedSms } from '../channels/unconnected.ts';
import { type CustodyParts, createCustody } from '../custody/custody.ts';
import type { Sealing } from '../custody/operator.ts';
import { readMigrations } from '../db/migrate.ts';
import { closePool, openPool } from '../db/pool.ts';
import { MIGRATIONS } from './paths.ts';
import { type AdminCommands, startAdmin } from '../http/admin.ts';
import { createMetrics, healthRoutes } from '../http/health.ts';
import { pageRoutes } from '../http/page-routes.ts';
import { type Route, startServer } from '../http/server.ts';
import { wireRoutes } from '../http/wire-routes.ts';
import { type Clockwork, createClockwork } from '../jobs/clockwork.ts';
import { createClockMover } from '../jobs/mover.ts';
import { openSandboxClock, type SandboxClock } from '../jobs/sandbox-clock.ts';
import { createSealer } from '../kernel/seal.ts';
import type { Clock } from '../kernel/time.ts';
import { createNotices, type Notices } from '../notices/notices.ts';
import type { Running } from '../pages/front.ts';
import { createPages } from '../pages/pages.ts';
import { DIALECTS, dialectOf } from '../wire/dialects.ts';
import { renderNotice, renderReturn } from '../wire/outgoing.ts';
import { createSigner, type Signer } from '../wire/signature.ts';
import type { Bank } from './bank.ts';
import { clockCommands, ledgerCommands, noticeCommands } from './commands.ts';
import type { Parts } from './parts.ts';
import { platformCommands } from './platform-commands.ts';
import { reconCommands } from './recon-commands.ts';
import { watchReadiness } from './readiness.ts';
import { sealingOf } from './sealing.ts';

export interface Custodian {
  readonly commands: AdminCommands;
  /** Serves on, but says to whoever asks that it is not ready, so that callers look elsewhere. */
  leave(): void;
  close(): Promise<void>;
}

/** Builds and starts it; `bank` is the sandbox bank, null in production. Answers when it serves. */
export async function startCustodian(parts: Parts, bank: Bank | null): Promise<Custodian> {
  const stack = new AsyncDisposableStack();
  try {
    return { ...(await build(parts, bank, stack)), close: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** What is closed last is opened first. */
async function build(parts: Parts, bank: Bank | null, stack: AsyncDisposableStack): Promise<Omit<Custodian, 'close'>> {
  const { folder, sql, log, keys } = parts;
  const sandboxClock = bank ? await openSandboxClock({ sql, log }) : null;
  stack.defer(async () => sandboxClock?.stop());
  const clock: Clock = sandboxClock ?? { now: Date.now };
  const connection = bank ? connect(parts, bank) : null;
  const [key] = keys.signing.slice(-1);
  if (!key) throw new Error('the custodian has no signing key');
  const signer = createSigner(key.serial, key.privateKeyPem);
  const sealing = await sealingOf(sql, keys.dataKey, folder);
  const rooms = buildRooms(parts, clock, connection, signer, sealing, stack);
  const mover = sandboxClock && connection ? await moveTogether(sandboxClock, rooms.clockwork, connection) : null;
  const commands: AdminCommands = {
    ...clockCommands(mover),
    ...ledgerCommands(rooms.parts),
    ...reconCommands(sql, sealing.sealer, rooms.parts.directory),
    ...noticeCommands(rooms.notices, rooms.parts.directory),
    ...platformCommands(rooms.parts.directory, key),
  };
  const metrics = createMetrics();
  const readiness = watchReadiness(sql, (await readMigrations(MIGRATIONS)).length);
  const server = await startServer({
    host: parts.config.host,
    port: parts.addresses.custodian.port,
    portName: 'CUNGUAN_PORT',
    log,
    routes: [...healthRoutes(readiness.missing, metrics.registry), ...routes(parts, clock, connection, signer, rooms)],
    observe: metrics.observe,
  });
  stack.defer(() => server.close());
  const admin = await startAdmin(folder, commands, log);
  stack.defer(() => admin.close());
  rooms.clockwork.start();
  const leave = (): void => {
    readiness.leave();
    server.leave();
  };
  return { commands, leave };
}

function connect({ addresses, log }: Parts, bank: Bank): SandboxChannel {
  return createSandboxChannel({
    bankUrl: addresses.bank.inside,
    bankPublicUrl: addresses.bank.outside,
    bankPublicKey: bank.publicKeyPem,
    privateKey: bank.channelKeyPem,
    onFault: (fault) => log.warn({ fault }, 'bank channel'),
  });
}

interface Rooms {
  readonly parts: CustodyParts;
  readonly notices: Notices;
  readonly clockwork: Clockwork;
}

/** The core with its own pool, notices, and the clockwork that runs what is due in both. */
function buildRooms(
  parts: Parts,
  clock: Clock,
  connection: SandboxChannel | null,
  signer: Signer,
  sealing: Sealing,
  stack: AsyncDisposableStack,
): Rooms {
  const { config, sql, log, keys, databaseUrl, addresses } = parts;
  const lanes = openPool({
    url: databaseUrl,
    max: config.poolSize,
    applicationName: 'cunguan-lanes',
    settings: LANE_SETTINGS,
  });
  stack.defer(() => closePool(lanes));
  const custody = createCustody({
    sql,
    lanes,
    laneConnections: config.poolSize,
    clock,
    sealer: sealing.sealer,
    tokenKey: keys.tokenKey,
    channel: connection?.channel ?? unconnectedChannel,
    sms: connection?.sms ?? unconnectedSms,
    policies: { lianyintong: DIALECTS.lianyintong.policy, depository: DIALECTS.depository.policy },
    publicUrl: addresses.custodian.outside,
    onHealed: (platformId) =>
      log.warn({ platformId }, 'the numbers of a lane were behind the highest ones used, and were put right'),
    onReportFailed: (platformId, error) =>
      log.error({ err: error, platformId }, 'a bank report failed; it is tried again'),
    onNotices: (platformId) => notices.wake([platformId]),
    onDueWork: () => clockwork.poke('withdrawals'),
  });
  stack.defer(() => custody.idle());
  const strict = config.mode === 'production';
  const notices = createNotices({
    sql,
    clock,
    log,
    rules: { lianyintong: DIALECTS.lianyintong.notices, depository: DIALECTS.depository.notices },
    platform: (platformId) => custody.directory.byId(platformId),
    order: custody.custody.queries.orderAsOf,
    render: (platform, order) => renderNotice(dialectOf(platform.dialect), signer, platform, order),
    policy: { requireHttps: strict, refusePrivate: strict },
  });
  stack.defer(() => notices.stop());
  const clockwork = createClockwork({ sweeps: [...custody.sweeps, notices.sweep, sealing.sweep], clock, log });
  stack.defer(() => clockwork.stop());
  return { parts: custody, notices, clockwork };
}

/** The sandbox bank's clock follows ours; also after a crash that fell between the two. */
async function moveTogether(clock: SandboxClock, clockwork: Clockwork, { sweep }: SandboxChannel) {
  const moveTo = async (at: number): Promise<void> => void (await sweep.run(at));
  await moveTo(clock.now());
  return createClockMover({ clock, clockwork, bank: { nextDue: () => sweep.nextDue(), moveTo } });
}

function routes(
  parts: Parts,
  clock: Clock,
  connection: SandboxChannel | null,
  signer: Signer,
  rooms: Rooms,
): readonly Route[] {
  const { config, log, keys, addresses } = parts;
  const { custody } = rooms.parts;
  const channel = connection?.channel ?? unconnectedChannel;
  const hosted = createPages({
    pages: custody.pages,
    clock,
    sealer: createSealer(keys.tokenKey),
    renderReturn: (order, platform) => renderReturn(dialectOf(platform.dialect), signer, platform, order),
    acceptedStatus: (platform) => dialectOf(platform.dialect).acceptedStatus,
    sandbox: config.mode === 'sandbox',
    running: running(parts),
    publicUrl: addresses.custodian.outside,
    log,
  });
  const exchange = { custody, signerFor: () => signer, clock, log: wireLog(log), prefix: '' };
  return [
    ...pageRoutes({ pages: hosted, bankReport: custody.bankReport, acknowledgement: channel.acknowledgement }),
    ...wireRoutes({ exchange, dialects: Object.values(DIALECTS), pages: hosted }),
  ];
}

/** What the page at our root tells. */
function running({ addresses, begun }: Parts): Running {
  const outside = (name: 'demo' | 'bank') => (begun.includes(name) ? addresses[name].outside : null);
  const protocols = Object.values(DIALECTS).map(({ name, paths }) => ({
    name,
    gateway: `${addresses.custodian.outside}${paths.gateway[0]}`,
    service: `${addresses.custodian.outside}${paths.service[0]}`,
  }));
  return { protocols, demo: outside('demo'), bank: outside('bank') };
}

function wireLog(log: Logger) {
  return {
    info: (facts: Readonly<Record<string, unknown>>, message: string) => log.info(facts, message),
    error: (facts: Readonly<Record<string, unknown>>, message: string) => log.error(facts, message),
  };
}
