/**
 * A custodian for tests of platforms: it listens on loopback, signs what it answers and builds signed notices and
 * returns. What it answers is the test's to say; it keeps no accounts.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readForm } from '../form-bytes.ts';
import { privateKey, publicKey } from '../keys.ts';
import type { Protocol } from '../protocol.ts';
import { signBytes, verifyBytes } from '../signature.ts';

/** A PEM pair, as platforms and custodians exchange them. */
export interface PemPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

export function pemPair(bits = 2048): PemPair {
  return generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** A request as it arrived, its signature judged. */
export interface Arrived {
  readonly path: string;
  readonly service: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
  readonly signed: boolean;
}

/** What to answer: data to be signed, or raw HTTP for what goes wrong; 'hang' never answers, 'drop' cuts the line. */
export type Reply =
  | { readonly data: object; readonly signature?: string }
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'drop';

export interface FakeCustodian {
  readonly baseUrl: string;
  readonly keys: PemPair;
  readonly arrived: Arrived[];
  /** The body of a notice or return: signed fields as a form. `change` alters them after signing. */
  message(protocol: Protocol, fields: MessageFields): string;
  close(): Promise<void>;
}

export interface MessageFields {
  readonly serviceName: string;
  readonly platformNo: string;
  readonly responseType: 'NOTIFY' | 'CALLBACK';
  readonly data: object;
  readonly keySerial?: string;
  readonly keys?: PemPair;
  readonly change?: Readonly<Record<string, string>>;
}

/** A deposit of 100.00 that was paid, as lianyintong notifies it. */
export const recharge: MessageFields = {
  serviceName: 'RECHARGE',
  platformNo: '6000000001',
  responseType: 'NOTIFY',
  keySerial: '7',
  data: { requestNo: 'R1', code: '0', description: '成功', amount: '100.00' },
};

/** Starts one. `platformKey` verifies what platforms send; `reply` says what is answered. */
export async function fakeCustodian(
  protocol: Protocol,
  platformKey: string,
  reply: (arrived: Arrived) => Reply | Promise<Reply>,
  keys: PemPair = pemPair(),
): Promise<FakeCustodian> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    void receive(request, protocol, platformKey).then(async (one) => {
      arrived.push(one);
      send(response, protocol, keys, await reply(one));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    arrived,
    message: (spoken, fields) => messageBody(spoken, fields, fields.keys ?? keys),
    close: () => close(server),
  };
}

async function receive(request: IncomingMessage, protocol: Protocol, platformKey: string): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = readForm(Buffer.concat(chunks)) ?? new Map<string, Buffer>();
  const fields = Object.fromEntries([...form].map(([name, value]) => [name, value.toString('utf8')]));
  const signature = fields[protocol.signatureField] ?? '';
  const bytes = form.get('reqData') ?? Buffer.alloc(0);
  return {
    path: request.url ?? '',
    service: fields.serviceName ?? '',
    fields,
    data: JSON.parse(fields.reqData ?? '{}') as Record<string, unknown>,
    signed: verifyBytes(bytes, signature, publicKey(platformKey), protocol.signatureEncoding),
  };
}

function send(response: ServerResponse, protocol: Protocol, keys: PemPair, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'drop') {
    response.destroy();
  } else if ('status' in reply) {
    response.writeHead(reply.status, reply.headers).end(reply.body);
  } else {
    const body = Buffer.from(JSON.stringify(reply.data), 'utf8');
    const signature = reply.signature ?? signBytes(body, privateKey(keys.privateKey), protocol.signatureEncoding);
    const headers = { 'content-type': 'application/json;charset=UTF-8', [protocol.signatureField]: signature };
    response.writeHead(200, headers).end(body);
  }
}

function messageBody(protocol: Protocol, fields: MessageFields, keys: PemPair): string {
  const respData = JSON.stringify(fields.data);
  const signature = signBytes(Buffer.from(respData), privateKey(keys.privateKey), protocol.signatureEncoding);
  return new URLSearchParams({
    serviceName: fields.serviceName,
    platformNo: fields.platformNo,
    responseType: fields.responseType,
    ...(protocol.keySerials ? { keySerial: fields.keySerial ?? '1' } : {}),
    respData,
    [protocol.signatureField]: signature,
    ...fields.change,
  }).toString();
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
