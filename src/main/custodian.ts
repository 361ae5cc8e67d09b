/**
 * The custodian itself, put together: clock, bank channel, core, protocols, pages, notices and clockwork behind one
 * listener, and the admin door beside it. Closing lets everything under way end first.
 */
import type { Config } from '../config.ts';
import { LANE_SETTINGS } from '../executor/lane.ts';
import { createSandboxChannel, type SandboxChannel } from '../channels/sandbox/channel.ts';
import { unconnectedChannel, unconnectedSms } from '../channels/unconnected.ts';
import { type CustodyParts, createCustody } from '../custody/custody.ts';
import { LookUps } from '../custody/operator.ts';
import { closePool, openPool, type Sql } from '../db/pool.ts';
import { type AdminCommands, startAdmin } from '../http/admin.ts';
import { watchLoad } from '../http/health.ts';
import { type ServerLimits, startServer } from '../http/server.ts';
import { type Clockwork, createClockwork } from '../jobs/clockwork.ts';
import { createClockMover } from '../jobs/mover.ts';
import { openSandboxClock, type SandboxClock } from '../jobs/sandbox-clock.ts';
import { createSealer, type Sealer } from '../kernel/seal.ts';
import type { Clock } from '../kernel/time.ts';
import { addressPolicy } from '../notices/addresses.ts';
import { createNotices } from '../notices/notices.ts';
import { RequestStore, SEALED_REQUESTS } from '../requests/requests.store.ts';
import { DIALECTS, dialectOf } from '../wire/dialects.ts';
import { renderNotice } from '../wire/outgoing.ts';
import { auditCommands } from './audit-commands.ts';
import { openTrail, tellStart, tellStop } from './audit-files.ts';
import { audited, type Registry } from './audited.ts';
import type { Bank } from './bank.ts';
import { caseCommands } from './case-commands.ts';
import { clockCommands, ledgerCommands, noticeCommands } from './commands.ts';
import { enterpriseCommands } from './enterprise-commands.ts';
import { type Figures, registerFigures } from './figures.ts';
import { keyCommands } from './key-commands.ts';
import { KeyRing } from './key-ring.ts';
import { lookUpCommands } from './look-up-commands.ts';
import { operatorCommands } from './operator-commands.ts';
import { openOps, type Ops } from './ops.ts';
import { paperCommands } from './paper-commands.ts';
import type { Parts } from './parts.ts';
import { platformCommands } from './platform-commands.ts';
import { reconCommands } from './recon-commands.ts';
import type { Keys, Rooms } from './rooms.ts';
import { routes } from './routes.ts';
import { sandboxCommands } from './sandbox-people.ts';
import { sealingHolder, tokenHolder } from './secret-holders.ts';
import { SecretKeys } from './secret-keys.ts';
import { openRequestLog, requestCommands } from './requests.ts';
import { resealSigningKeys } from './signing-keys.ts';
import { sealingOf } from './sealing.ts';

export interface Custodian {
  /** For the node itself: what it changes is in the audit trail, as its own doing. */
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
  const sealing = await sealingOf(sql, keys.dataKey, folder);
  const { sealer } = sealing;
  const ops = await openOps(parts, stack);
  const reseal = () => resealEverything(rooms.parts, sql, sealer);
  const tokens = tokenHolder(keys.tokenKey);
  const common = { sql, wrapper: createSealer(keys.dataKey) };
  const secrets = {
    data: new SecretKeys({ ...common, purpose: 'data', holder: sealingHolder(sealer), reseal }),
    token: new SecretKeys({ ...common, purpose: 'token', holder: tokens, reseal: null }),
  };
  await Promise.all([secrets.data.refresh(), secrets.token.refresh()]);
  const sandboxClock = bank ? await openSandboxClock({ sql, log }) : null;
  stack.defer(async () => sandboxClock?.stop());
  const clock: Clock = sandboxClock ?? { now: Date.now };
  const connection = bank ? connect(parts, bank) : null;
  const ring = await openRing(sql, sealer, clock);
  const held = { ring, sealing, tokens, secrets };
  const rooms = buildRooms(parts, clock, connection, held, stack);
  const mover = sandboxClock && connection ? await moveTogether(sandboxClock, rooms.clockwork, connection) : null;
  const figures = figuresOf(parts, rooms, clock, ops);
  const keyDesk = { sql, sealer, ring, clock, makes: parts.config.mode === 'sandbox' };
  const trail = openTrail(parts, sealer);
  const commands: Registry = {
    ...clockCommands(mover),
    ...ledgerCommands({ verify: figures.watch(rooms.parts.verify) }),
    ...reconCommands(sql, sealer, rooms.parts.directory),
    ...lookUpsOf(parts, rooms, sealer, clock),
    ...noticeCommands(rooms.notices, rooms.parts.directory),
    ...platformCommands(rooms.parts.directory, keyDesk, addressPolicy(parts.config.mode)),
    ...keyCommands(rooms.parts.directory, keyDesk, secrets),
    ...auditCommands(sql, sealer, trail),
    ...deskCommands(rooms.parts, new LookUps(sql, sealer)),
  };
  const server = await startServer({
    host: parts.config.host,
    port: parts.addresses.custodian.port,
    portName: 'CUNGUAN_PORT',
    log,
    routes: [...ops.routes, ...routes(parts, clock, connection, held, rooms, figures)],
    observe: ops.metrics.observe,
    limits: limitsOf(parts.config),
  });
  watchLoad(ops.metrics.registry, server.load);
  stack.defer(() => server.close());
  await tellStart(trail, parts, sealer);
  stack.defer(() => tellStop(trail));
  const admin = await startAdmin(folder, audited(commands, trail, 'cli'), log);
  stack.defer(() => admin.close());
  rooms.clockwork.start();
  ops.readiness.enter();
  const leave = (): void => {
    ops.readiness.leave();
    server.leave();
  };
  return { commands: audited(commands, trail, 'node'), leave };
}

async function openRing(sql: Sql, sealer: Sealer, clock: Clock): Promise<KeyRing> {
  const ring = new KeyRing(sql, sealer, clock);
  await ring.warm();
  // A key that does not open is told now, and not by the first answer.
  await ring.signerFor(null);
  return ring;
}

/** What strangers may cost; a burst of twenty seconds is what a page that everybody opens at once comes to. */
function limitsOf({ connections, bodies, addressRate, proxies }: Config): ServerLimits {
  const address = { perSecond: addressRate, burst: addressRate * 20 };
  return { connections, bodies: bodies * 1024 * 1024, address, proxies, arrival: 30_000, reading: 30_000 };
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

/** The core with its own pool, notices, and the clockwork that runs what is due in both. */
function buildRooms(
  parts: Parts,
  clock: Clock,
  connection: SandboxChannel | null,
  { ring, sealing, tokens, secrets }: Keys,
  stack: AsyncDisposableStack,
): Rooms {
  const { config, sql, log, databaseUrl, addresses } = parts;
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
    tokenKeys: tokens.keys,
    channel: connection?.channel ?? unconnectedChannel,
    sms: connection?.sms ?? unconnectedSms,
    policies: { lianyintong: DIALECTS.lianyintong.policy, depository: DIALECTS.depository.policy },
    publicUrl: addresses.custodian.outside,
    onHealed: (platformId) =>
      log.warn({ platformId }, 'the numbers of a lane were behind the highest ones used, and were put right'),
    onReportFailed: (platformId, error) =>
      log.error({ err: error, platformId }, 'a bank report failed; it is tried again'),
    onNotices: (platformId) => notices.wake([platformId]),
    onDueWork() {
      for (const sweep of ['withdrawals', 'send-backs']) clockwork.poke(sweep);
    },
  });
  stack.defer(() => custody.idle());
  const notices = createNotices({
    sql,
    clock,
    log,
    rules: { lianyintong: DIALECTS.lianyintong.notices, depository: DIALECTS.depository.notices },
    platform: (platformId) => custody.directory.byId(platformId),
    order: custody.custody.queries.orderAsOf,
    render: async (platform, order) =>
      renderNotice(dialectOf(platform.dialect), await ring.signerFor(platform), platform, order),
    policy: addressPolicy(config.mode),
  });
  stack.defer(() => notices.stop());
  const requests = openRequestLog(parts, sealing.sealer, custody.custody.queries, clock);
  stack.defer(() => requests.stop());
  const keeping = [secrets.data.sweep, secrets.token.sweep, sealing.sweep, requests.sweep];
  const clockwork = createClockwork({
    sweeps: [...custody.sweeps, notices.sweep, ...keeping],
    clock,
    log,
  });
  stack.defer(() => clockwork.stop());
  return { parts: custody, notices, requests, lanes, clockwork };
}

function figuresOf({ sql }: Parts, { parts, lanes, requests }: Rooms, clock: Clock, { metrics }: Ops): Figures {
  const { registry } = metrics;
  return registerFigures({ registry, sql, clock, pools: { sql, lanes }, lanes: parts.load, requests });
}

/** Who works and decides here, and on what. */
function deskCommands(parts: CustodyParts, lookUps: LookUps): Registry {
  return {
    ...operatorCommands(parts.operators),
    ...paperCommands(parts),
    ...caseCommands({ ...parts, lookUps }),
    ...enterpriseCommands(parts),
  };
}

/** What the operator can look up. */
function lookUpsOf({ config, sql }: Parts, { parts, notices }: Rooms, sealer: Sealer, clock: Clock): Registry {
  const { directory, custody } = parts;
  const requests = new RequestStore(sql, sealer);
  return {
    ...lookUpCommands({ lookUps: new LookUps(sql, sealer), directory, notices: notices.operations, requests, clock }),
    ...requestCommands(requests, directory, custody.queries),
    ...sandboxCommands(config.mode),
  };
}

/** All that is sealed: what the core keeps, the keys that we sign with, and the request log. */
async function* resealEverything(custody: CustodyParts, sql: Sql, sealer: Sealer): AsyncGenerator<number> {
  const keys = await resealSigningKeys(sql, sealer);
  if (keys > 0) yield keys;
  yield* custody.reseal([SEALED_REQUESTS]);
}

/** The sandbox bank's clock follows ours; also after a crash that fell between the two. */
async function moveTogether(clock: SandboxClock, clockwork: Clockwork, { sweep }: SandboxChannel) {
  const moveTo = async (at: number): Promise<void> => void (await sweep.run(at));
  await moveTo(clock.now());
  return createClockMover({ clock, clockwork, bank: { nextDue: () => sweep.nextDue(), moveTo } });
}
