/** The admin registry: what the command line can ask, with its arguments read, and which room answers it. */
import type { CustodyParts } from '../custody/custody.ts';
import type { Directory } from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import type { ClockMover } from '../jobs/mover.ts';
import { formatYuan } from '../kernel/money.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Notices } from '../notices/notices.ts';
import type { Registry } from './audited.ts';

/** `clock …`; without a mover (production) there is nothing to move. */
export function clockCommands(mover: ClockMover | null): Registry {
  const moving = (): ClockMover => {
    if (!mover)
      throw new OperatorError('The clock can be moved in a sandbox only; this custodian runs in production mode.');
    return mover;
  };
  return {
    'clock.show': { does: 'reads', run: async () => moving().show() },
    'clock.advance': { does: 'changes', run: async (args) => moving().advance(text(args, 'duration')) },
    'clock.set': { does: 'changes', run: async (args) => moving().set(text(args, 'time')) },
  };
}

/** A text that must be there. Throws a `OperatorError` naming it. */
export function text(args: AdminArguments, name: string): string {
  const value = args[name];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new OperatorError(`The argument "${name}" is missing.`);
}

/** A text that may be missing; null then. */
export function optionalText(args: AdminArguments, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/**
 * `ledger verify`, whole or `--since last`. A difference is a failure that names the first place; breaks are told
 * beside it.
 */
export function ledgerCommands({ verify }: Pick<CustodyParts, 'verify'>): Registry {
  return { 'ledger.verify': { does: 'reads', run: (args) => verifyLedger(verify, args) } };
}

async function verifyLedger(verify: CustodyParts['verify'], args: AdminArguments): Promise<unknown> {
  const since = sinceOf(args);
  const { checks, leftOut, platforms, differences, figures } = await verify(since);
  const { breaks } = figures;
  const [first] = differences;
  if (!first) {
    return {
      checks,
      ...(since && { leftOut }),
      platforms,
      differences: 0,
      breaks: Number(breaks?.count),
      moneyInBreaks: formatYuan(breaks?.amount ?? 0n),
    };
  }
  const { check, platformId, place, expected, found } = first;
  throw new OperatorError(`Broken: ${check}. Platform ${platformId}, ${place}: expected ${expected}, found ${found}.`);
}

/** `--since last`, or everything. */
function sinceOf({ since }: AdminArguments): 'last' | null {
  return since === 'last' ? since : null;
}

/** `notices …`. */
export function noticeCommands({ operations }: Notices, directory: Directory): Registry {
  const word = (args: AdminArguments, name: string) => (typeof args[name] === 'string' ? args[name] : undefined);
  return {
    'notices.list': {
      does: 'reads',
      run: async (args) => {
        const platform = word(args, 'platformNo');
        if (platform !== undefined && !(await directory.byNo(platform))) {
          throw new OperatorError(`There is no platform ${platform}.`);
        }
        return operations.list({ platform, state: word(args, 'state') });
      },
    },
    'notices.resend': { does: 'changes', run: async (args) => operations.resend(text(args, 'id')) },
  };
}
