/**
 * The server under measurement, in a process of its own: the product's listener, wire and core on the bench database,
 * and beside them two floors on the same threads: `/empty`, which reads the same form, verifies and signs, and does
 * nothing else; and `/floor`, which writes a tender's rows between the two (floor.ts).
 */
import { LANE_SETTINGS } from '../src/executor/lane.ts';
import { readFileSync } from 'node:fs';
import { unconnectedChannel, unconnectedSms } from '../src/channels/unconnected.ts';
import { createCustody } from '../src/custody/custody.ts';
import { openPool } from '../src/db/pool.ts';
import { openLog } from '../src/http/log.ts';
import { type Route, startServer } from '../src/http/server.ts';
import { wireRoutes } from '../src/http/wire-routes.ts';
import { createSealer } from '../src/kernel/seal.ts';
import { KeyRing } from '../src/main/key-ring.ts';
import { createRequestLog } from '../src/requests/request-log.ts';
import { admissionLimits, createAdmission } from '../src/wire/admission.ts';
import { DIALECTS } from '../src/wire/dialects.ts';
import { readForm } from '../src/wire/form.ts';
import { createSigner, fromHex, type Signer, verifySignature } from '../src/wire/signature.ts';
import { openFloor } from './floor.ts';
import { DATA_KEY } from './stage.ts';

/** PEM by platform number. */
type Keys = Readonly<Record<string, string>>;

const { BENCH_DATABASE_URL = '', BENCH_KEY = '', BENCH_PLATFORM_KEY = '', BENCH_LOG = '' } = process.env;

const signer = createSigner('1', readFileSync(BENCH_KEY, 'utf8'));
const sql = openPool({ url: BENCH_DATABASE_URL, max: 10, applicationName: 'bench' });
const lanes = openPool({ url: BENCH_DATABASE_URL, max: 10, applicationName: 'bench-lanes', settings: LANE_SETTINGS });
const clock = { now: Date.now };
const log = openLog(BENCH_LOG, 'info');
const sealer = createSealer(DATA_KEY);
const ring = new KeyRing(sql, sealer, clock);
const { custody } = createCustody({
  sql,
  lanes,
  clock,
  sealer,
  tokenKeys: () => [DATA_KEY],
  channel: unconnectedChannel,
  sms: unconnectedSms,
  policies: { lianyintong: DIALECTS.lianyintong.policy, depository: DIALECTS.depository.policy },
  publicUrl: 'http://127.0.0.1',
});
const days = Number(process.env.CUNGUAN_REQUEST_LOG_DAYS ?? 30);
const requests = createRequestLog({ sql, sealer, log, days, explain: null });
const pages = {
  opened: () => ({ status: 303, headers: {}, body: '' }),
  refused: () => ({ status: 400, headers: {}, body: '' }),
};
const platformKeys = new Map(Object.entries(JSON.parse(readFileSync(BENCH_PLATFORM_KEY, 'utf8')) as Keys));
let floor: ReturnType<typeof openFloor> | null = null;
/** Opened when it is first asked for: its tables are made after the server has started. */
const write = async (): Promise<void> => {
  floor ??= openFloor(lanes);
  return (await floor)();
};
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  portName: 'the bench port',
  log,
  limits: {
    ...{ connections: 8_192, bodies: 128 * 1024 * 1024, address: { perSecond: 2_000, burst: 40_000 } },
    ...{ proxies: ['127.0.0.0/8'], arrival: 30_000, reading: 30_000 },
  },
  routes: [
    floorRoute('/empty', signer, async () => undefined),
    floorRoute('/floor', signer, write),
    ...wireRoutes({
      exchange: {
        ...{ custody, signerFor: (platform) => ring.signerFor(platform), clock, realTime: null, log, prefix: '' },
        admission: createAdmission(admissionLimits()),
        keep: requests.keep,
      },
      dialects: [DIALECTS.depository],
      pages,
    }),
  ],
});
process.send?.({ port: server.port });
process.on('disconnect', () => process.exit(0));

function floorRoute(path: string, signing: Signer, work: () => Promise<void>): Route {
  return {
    method: 'POST',
    path,
    async handle(call) {
      const form = readForm(call.body);
      const data = form.ok ? form.value.get('reqData') : undefined;
      const signature = form.ok ? form.value.get('signature') : undefined;
      const key = platformKeys.get(String(form.ok && form.value.get('platformNo'))) ?? '';
      if (!data || !signature || !verifySignature(key, data, fromHex(signature.toString()))) {
        return { status: 403, headers: {}, body: 'no' };
      }
      await work();
      const body = Buffer.from('{"respCode":"00000","respMsg":"成功","status":"SUCCESS"}');
      const headers = {
        'content-type': 'application/json;charset=UTF-8',
        signature: (await signing.sign(body)).toString('hex'),
      };
      return { status: 200, headers, body };
    },
  };
}
