/** The admin registry: what the command line can ask, with its arguments read, and which room answers it. */
import type { CustodyParts } from '../custody/custody.ts';
import { checkIdNumber } from '../custody/numbers.ts';
import type { Directory, PlatformFile } from '../custody/operator.ts';
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
 * What a platform calls a member; null where it is missing. Nobody's ID number is asked of the database, which may log
 * what it is asked: whoever types one has mistaken it for the other (G-19).
 */
export function memberNo(args: AdminArguments, name: string): string | null {
  const number = optionalText(args, name);
  if (number === null || !checkIdNumber(number)) return number;
  throw new OperatorError('That is an ID number. Members are found by the number that their platform has given them.');
}

/** A platform that must be there. Throws a `OperatorError` when it is not. */
export async function fileOf(directory: Directory, platformNo: string): Promise<PlatformFile> {
  const file = await directory.byNo(platformNo);
  if (!file) throw new OperatorError(`There is no platform ${platformNo}.`);
  return file;
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
        if (platform !== undefined) await fileOf(directory, platform);
        return operations.list({ platform, state: word(args, 'state') });
      },
    },
    'notices.resend': { does: 'changes', run: async (args) => operations.resend(text(args, 'id')) },
    'notices.resendParked': {
      does: 'changes',
      run: async (args) => {
        const { platform } = await fileOf(directory, text(args, 'platformNo'));
        return operations.resendParked(platform.platformId);
      },
    },
  };
}
