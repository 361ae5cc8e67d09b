/** What rich books hold of the platform's own money: marketing on two days, compensations and what is paid back. */
import { DAY, MINUTE } from '../kernel/time.ts';
import type { TestCustody } from './custody.ts';
import {
  cancelHold,
  compensate,
  compensateHold,
  lend,
  MARKETING,
  modify,
  part,
  payMarketing,
  platformHold,
  project,
  repay,
  repayHold,
  tender,
} from './loans.ts';

/** Compensated by a guarantor who holds a claim too, and by the platform, by interest alone; repaid to both in part. */
export async function fillCompensations({ depository: d, clock }: TestCustody): Promise<void> {
  await d.register('gua', 'GUARANTOR');
  await d.deposit('gua', 5_000n);
  await d.deposit('bor', 3_000n);
  await d.deposit(MARKETING, 100n);
  await d.outcome('P7-p', project('P7', 'bor', 2_000n), false);
  for (const userNo of ['inv', 'two']) await d.confirm(`P7-${userNo}`, tender(userNo, 'P7', 700n));
  const lent = [
    ['P7-inv', 700n],
    ['P7-two', 700n],
  ] as const;
  await d.outcome('P7-l', lend('P7', lent));
  await d.outcome('P7-r', modify('P7', 'REPAYING'), false);
  clock.advance(MINUTE);
  for (const no of ['P7-g', 'P7-k']) await d.confirm(no, compensateHold('gua', 'P7', 900n));
  const paid = [part('inv', 500n, 20n, { dividend: 3n, commission: 2n }), part('two', 200n, 10n)];
  await d.outcome('P7-x', compensate('P7', 'P7-g', paid, 5n));
  await d.outcome('P7-c', cancelHold('P7-g', 40n));
  await d.outcome('P7-y', compensate('P7', 'P7-k', [part('two', 100n, 1n)]));
  await d.confirm('P7-h', repayHold('bor', 'P7', 1_000n));
  const back = [part('gua', 150n, 6n), part('inv', 50n, 4n)];
  await d.outcome('P7-z', repay('P7', 'P7-h', back, 3n));
}

/** Set aside on two days: paid in part, taken back on the day itself and on the next, and wholly. */
export async function fillMarketing({ depository: d, clock }: TestCustody): Promise<void> {
  await d.deposit(MARKETING, 2_000n, 'mk-dep');
  await d.outcome('mk-1', platformHold(MARKETING, 'MARKETING', 500n));
  clock.advance(DAY);
  for (const no of ['mk-2', 'mk-3']) await d.outcome(no, platformHold(MARKETING, 'MARKETING', 300n));
  await d.outcome('mk-c1', cancelHold('mk-1', 100n));
  await d.outcome('mk-c2', cancelHold('mk-2', 120n));
  await d.outcome('mk-c3', cancelHold('mk-3', 300n));
  await d.outcome(
    'mk-p1',
    payMarketing('mk-1', [
      ['inv', 30n],
      ['two', 20n],
      ['inv', 1n],
    ]),
  );
  await d.outcome('mk-p2', payMarketing('mk-2', [['two', 180n]]));
}
