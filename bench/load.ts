/**
 * Load as callers make it: signed orders, each with a number of its own, signed before the clock starts, sent over
 * kept-alive connections that wait for each answer. An answer that is not a success counts as an error.
 */
import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import type { Platform } from '../src/custody/api.ts';
import { formatTime } from '../src/kernel/time.ts';
import type { Stage } from './stage.ts';

const signBytes = promisify(sign);

/** A signed body of a depository service. */
export async function signedBody(
  key: KeyObject,
  platformNo: string,
  serviceName: string,
  data: object,
): Promise<string> {
  const reqData = JSON.stringify({ ...data, timestamp: formatTime(Date.now()) });
  const signature = await signatureOf(key, reqData);
  return new URLSearchParams({ serviceName, platformNo, reqData, signature }).toString();
}

/** With what a platform signs; a base of before has one key for all. */
export function keyOf(stage: Stage & { readonly platformKey?: KeyObject }, platform: Platform): KeyObject {
  const key = stage.platformKey ?? stage.platformKeys.get(platform.platformNo);
  if (!key) throw new Error(`platform ${platform.platformNo} has no key`);
  return key;
}

/** A platform's signature over reqData, in hex. */
export async function signatureOf(key: KeyObject, reqData: string): Promise<string> {
  return (await signBytes('RSA-SHA1', Buffer.from(reqData), key)).toString('hex');
}

let serial = 0;

export interface Spread {
  readonly platforms: readonly Platform[];
  readonly projects: number;
  readonly investors: number;
}

/** Tenders of one fen, spread evenly over platforms, projects and investors. */
export async function tenders(stage: Stage, spread: Spread, count: number): Promise<string[]> {
  const make = (i: number) => {
    serial += 1;
    const platform = spread.platforms[i % spread.platforms.length] as Platform;
    const turn = Math.floor(i / spread.platforms.length);
    return signedBody(keyOf(stage, platform), platform.platformNo, 'USER_AUTO_PRE_TRANSACTION', {
      requestNo: `t${serial}`,
      userNo: `inv${(turn * 7 + serial) % spread.investors}`,
      bizType: 'TENDER',
      amount: '0.01',
      projectNo: `p${turn % spread.projects}`,
    });
  };
  const bodies: string[] = [];
  for (let i = 0; i < count; i += 64) {
    bodies.push(...(await Promise.all(Array.from({ length: Math.min(64, count - i) }, (_, k) => make(i + k)))));
  }
  return bodies;
}

export interface Measured {
  readonly perSecond: number;
  readonly errors: number;
  readonly p99: number;
}

/**
 * Sends every body once over so many connections and answers the rate, from the start to the last answer. (autocannon
 * itself looks at the clock once a second, which is too coarse for what is measured here.)
 */
export async function send(url: string, bodies: readonly string[], connections: number): Promise<Measured> {
  const each = Math.floor(bodies.length / connections);
  const amount = each * connections;
  let client = 0;
  let last = 0;
  const began = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url,
      connections,
      amount,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      timeout: 30,
      sampleInt: 50,
      setupClient(one) {
        const own = bodies.slice(client * each, (client + 1) * each);
        client += 1;
        one.setRequests(own.map((body) => ({ body })));
      },
      verifyBody: (body) => String(body).includes('"SUCCESS"'),
    };
    const run = autocannon(options, (error: unknown, measured) => (error ? reject(error) : resolve(measured)));
    run.on('response', () => {
      last = performance.now();
    });
  });
  const bad = result.errors + result.timeouts + result.non2xx + result.mismatches;
  return { perSecond: amount / ((last - began) / 1000), errors: bad, p99: result.latency.p99 };
}
