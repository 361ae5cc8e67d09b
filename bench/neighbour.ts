/** One bad neighbour, on a thread of its own, so that whoever measures is not held up by it: until it is told to go. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

export type NeighbourKind = 'CROWD' | 'SLOW' | 'FLOODS';

export interface NeighbourWork {
  readonly kind: NeighbourKind;
  readonly address: string;
  readonly bodies: readonly string[];
}

const CROWD = 256;
const FLOODS = 4;
const SLOW = 3_000;
/** Each writes a byte so often, a part of them at a time. */
const PAUSE = 1_000;
const STEPS = 50;

// In life they stand on machines of their own: here they must not take the processor from those who are measured. On
// Linux this is for the calling thread alone.
setPriority(19);

const { kind, address, bodies } = workerData as NeighbourWork;
const encoded = bodies.map((body) => Buffer.from(body));
const agent = new Agent({ keepAlive: true });
let over = false;
parentPort?.once('message', () => {
  over = true;
});

/** Sends and waits for whatever comes, also for nothing. */
function post(body: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
    const sent = request(`${address}/service`, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('close', resolve);
    });
    sent.once('error', () => resolve());
    sent.end(body);
  });
}

async function rush(callers: number): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    while (!over) await post(encoded[next++ % encoded.length] as Buffer);
  };
  const all = Promise.all(Array.from({ length: callers }, caller));
  parentPort?.postMessage('there');
  await all;
}

/** Each sends the head and a sixth of a body, and then a byte now and then. */
async function dawdle(): Promise<void> {
  const sockets: Socket[] = [];
  const { port } = new URL(address);
  for (let count = 0; count < SLOW; count += 1) {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(`POST /service HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n${'x'.repeat(10_000)}`);
    sockets.push(socket);
  }
  parentPort?.postMessage('there');
  for (let turn = 0; !over; turn += 1) {
    // Callers who have nothing to do with each other do not write at once.
    for (let i = turn % STEPS; i < sockets.length; i += STEPS) if (!sockets[i]?.destroyed) sockets[i]?.write('x');
    await delay(PAUSE / STEPS);
  }
  for (const socket of sockets) socket.destroy();
}

await (kind === 'SLOW' ? dawdle() : rush(kind === 'CROWD' ? CROWD : FLOODS));
agent.destroy();
process.exit(0);
