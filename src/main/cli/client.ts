/** Asks the custodian that runs on a data folder. It is found through `admin.json`, which only its owner can read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADMIN_FILE, type AdminAddress, type AdminBody } from '../../http/admin.ts';
import { OperatorError } from '../../kernel/operator-error.ts';
import { caller } from './caller.ts';
import type { Asked } from './line.ts';

/** Moving the clock by months may do a lot; nothing takes longer than this. */
const PATIENCE = 30 * 60_000;

/** Runs a command there and answers its value. Throws a `OperatorError` for a refusal and where nothing runs. */
export async function callAdmin(folder: string, asked: Asked, reason: string | null = null): Promise<unknown> {
  const { port, secret } = await findAddress(folder);
  const body: AdminBody = { arguments: asked.args, by: caller(), reason };
  const response = await fetch(`http://127.0.0.1:${port}/admin/${asked.command}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => {
    throw new OperatorError(`No cunguan answers on the data folder ${folder}: start it with "npm start".`);
  });
  const answer = (await response.json()) as { readonly value?: unknown; readonly error?: string };
  if (response.status !== 200) throw new OperatorError(answer.error ?? 'The command failed.');
  return answer.value;
}

async function findAddress(folder: string): Promise<AdminAddress> {
  try {
    return JSON.parse(await readFile(join(folder, ADMIN_FILE), 'utf8')) as AdminAddress;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES')
      throw new OperatorError(`The data folder ${folder} belongs to another user: run this as that user.`);
    throw new OperatorError(
      `No cunguan runs on the data folder ${folder}: start it with "npm start", or set CUNGUAN_DATA.`,
    );
  }
}
