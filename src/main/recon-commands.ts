/** `recon …`: what the bank says that does not fit, for the operator: each break with both sides' facts. */
import {
  BREAK_KINDS,
  type BreakInformation,
  type BreakKind,
  BreakReads,
  type Directory,
  type Facts,
  isBreakKind,
} from '../custody/operator.ts';
import type { Sql } from '../db/pool.ts';
import type { AdminArguments } from '../http/admin.ts';
import { formatYuan } from '../kernel/money.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sealer } from '../kernel/seal.ts';
import { formatIso } from '../kernel/time.ts';
import type { Registry } from './audited.ts';
import { fileOf, text } from './commands.ts';

/** One listing; who needs more narrows it by platform or kind. */
const LIST_LIMIT = 1_000;

export function reconCommands(sql: Sql, sealer: Sealer, directory: Directory): Registry {
  const reads = new BreakReads(sql, sealer);
  return {
    'recon.breaks': {
      does: 'reads',
      run: async (args) => {
        const platformNo = typeof args.platformNo === 'string' ? args.platformNo : null;
        if (platformNo !== null) await fileOf(directory, platformNo);
        const found = await reads.list({ platformNo, kind: kindOf(args) }, LIST_LIMIT + 1);
        return { breaks: found.slice(0, LIST_LIMIT).map(line), more: found.length > LIST_LIMIT };
      },
    },
    'recon.show': { does: 'reads', run: async (args) => show(reads, text(args, 'id')) },
  };
}

function kindOf({ kind }: AdminArguments): BreakKind | null {
  if (typeof kind !== 'string') return null;
  const word = kind.toUpperCase().replaceAll('-', '_');
  if (isBreakKind(word)) return word;
  throw new OperatorError(`A break is ${Object.keys(BREAK_KINDS).join(', ')}, not ${kind}.`);
}

async function show(reads: BreakReads, id: string): Promise<object> {
  if (!/^[^-]+-./.test(id)) {
    throw new OperatorError(`A break's id looks like 6000000001-1042 (see "recon breaks"), not like ${id}.`);
  }
  const found = await reads.find(id);
  if (!found) throw new OperatorError(`There is no break ${id}.`);
  const { platformId, platformNo, orderNo, messageId, receiptNo, stray, failing } = found;
  const received = platformId === null || orderNo === null ? [] : await reads.receipts(platformId, orderNo);
  return {
    ...line(found),
    meaning: BREAK_KINDS[found.kind].join(', '),
    asked: found.asked && sideOf(found.asked),
    told: found.told && sideOf(found.told),
    messageId,
    ...(stray && { ...stray, lastAt: formatIso(stray.lastAt) }),
    ...(failing && { ...failing, dueAt: formatIso(failing.dueAt) }),
    receipt: receiptNo === null ? null : `${platformNo}-${receiptNo}`,
    receipts: received.map((receipt) => ({
      id: `${platformNo}-${receipt.receiptNo}`,
      bankRef: receipt.bankRef,
      source: receipt.source,
      state: receipt.state,
      amount: formatYuan(receipt.amount),
      receivedAt: formatIso(receipt.receivedAt),
    })),
  };
}

/** A break as `recon breaks` lists it: amounts in yuan, times ISO 8601 in Beijing. */
function line(found: BreakInformation) {
  const { id, platformNo, kind, requestNo, bankOrderNo, asked, told } = found;
  return {
    id,
    platformNo,
    kind,
    requestNo,
    bankOrderNo,
    amount: formatYuan(found.amount),
    asked: asked && inWords(asked),
    told: told && inWords(told),
    foundAt: formatIso(found.foundAt),
  };
}

/** `PAYOUT PAID 0.01 SB2026…` */
function inWords({ kind, state, amount, bankRef }: Facts): string {
  return [kind, state, amount === undefined ? null : formatYuan(amount), bankRef].filter(Boolean).join(' ');
}

function sideOf(facts: Facts): object {
  const { amount, bankRef = null, ...rest } = facts;
  return { ...rest, amount: amount === undefined ? null : formatYuan(amount), bankRef };
}
