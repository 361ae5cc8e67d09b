/** Where the custodian is reached by people, platforms and the bank: pages, reports, and both protocols. */
import type { Logger } from 'pino';
import type { SandboxChannel } from '../channels/sandbox/channel.ts';
import { unconnectedChannel } from '../channels/unconnected.ts';
import type { Platform } from '../custody/api.ts';
import { pageRoutes } from '../http/page-routes.ts';
import type { Route } from '../http/server.ts';
import { wireRoutes } from '../http/wire-routes.ts';
import type { Clock } from '../kernel/time.ts';
import type { Running } from '../pages/front.ts';
import { createPages } from '../pages/pages.ts';
import { admissionLimits, createAdmission } from '../wire/admission.ts';
import { DIALECTS, dialectOf } from '../wire/dialects.ts';
import type { Exchanged } from '../wire/exchange.ts';
import { renderReturn } from '../wire/outgoing.ts';
import type { Figures } from './figures.ts';
import type { Parts } from './parts.ts';
import type { Keys, Rooms } from './rooms.ts';

export function routes(
  parts: Parts,
  clock: Clock,
  connection: SandboxChannel | null,
  { ring, tokens }: Keys,
  rooms: Rooms,
  figures: Figures,
): readonly Route[] {
  const { config, log, addresses } = parts;
  const { custody } = rooms.parts;
  const channel = connection?.channel ?? unconnectedChannel;
  const hosted = createPages({
    pages: custody.pages,
    clock,
    sealer: tokens.sealer,
    renderReturn: async (order, platform) =>
      renderReturn(dialectOf(platform.dialect), await ring.signerFor(platform), platform, order),
    acceptedStatus: (platform) => dialectOf(platform.dialect).acceptedStatus,
    sandbox: config.mode === 'sandbox',
    running: running(parts),
    publicUrl: addresses.custodian.outside,
    log,
  });
  const admission = createAdmission(admissionLimits(config.platformRate));
  const exchange = {
    custody,
    signerFor: (to: Platform | string | null) => ring.signerFor(to),
    clock,
    realTime: config.mode === 'sandbox' ? { now: Date.now } : null,
    log: wireLog(log),
    prefix: '',
    admission,
    keep: (exchanged: Exchanged) => {
      rooms.requests.keep(exchanged);
      figures.exchanged(exchanged);
    },
  };
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
  return { protocols, demo: outside('demo'), bank: outside('bank'), saysReady: addresses.ops === null };
}

function wireLog(log: Logger) {
  return {
    info: (facts: Readonly<Record<string, unknown>>, message: string) => log.info(facts, message),
    error: (facts: Readonly<Record<string, unknown>>, message: string) => log.error(facts, message),
  };
}
