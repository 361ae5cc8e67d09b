/**
 * A plain caller over kept-alive connections, for loads that a load generator does not make: callers that alternate
 * between addresses, and orders that leave when they are due, whether or not the last one has been answered.
 */
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** Posts a signed body; answers the milliseconds until the whole answer was there, and whether it was a success. */
export function post(url: string, body: string): Promise<{ readonly ms: number; readonly success: boolean }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.once('error', reject);
      response.once('end', () => {
        resolve({ ms: performance.now() - began, success: text.includes('"SUCCESS"') });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
