/** Thinks up confirmations: loans, repayments, transfers of claims, marketing money. */
import type { CommandOf, RepaymentDetail } from '../../custody/commands.ts';
import { lend, repay } from '../loans.ts';
import type { ClaimRecord } from './books.ts';
import type { Dice } from './dice.ts';
import type { Model } from './model.ts';
import { PEOPLE, PROJECTS, somebody, someHold, someProject } from './random-picks.ts';

export function loan(dice: Dice, model: Model): CommandOf<'CONFIRM_LOAN'> | null {
  const some = dice.oneIn(8) ? someProject(dice, model, 'COLLECTING') : someHold(dice, model, 'TENDER')?.projectNo;
  if (!some && !dice.oneIn(9)) return null;
  const projectNo = some ?? 'P99';
  const open = model.openHolds(projectNo).filter(({ kind }) => kind === 'TENDER');
  const chosen = dice.some(open, 1 + dice.below(dice.oneIn(10) ? 14 : 5)).map((each) => each.no);
  if (chosen.length === 0 || dice.oneIn(25)) chosen.length = Math.max(0, chosen.length - 1);
  const nos = [
    ...chosen,
    ...(chosen.length === 0 || dice.oneIn(25) ? [someHold(dice, model, null)?.no ?? 'none'] : []),
  ];
  const whole = model.terms.lentWhole ? !dice.oneIn(12) : dice.oneIn(2);
  const details = nos.map((no) => {
    const left = model.holds.get(no)?.left ?? 5n;
    return [no, whole ? left : dice.near(left)] as const;
  });
  const lent = details.reduce((sum, [, amount]) => sum + amount, 0n);
  return lend(projectNo, details, dice.oneIn(2) ? 0n : dice.near(lent / (dice.oneIn(6) ? 1n : 50n)));
}

export function repayment(dice: Dice, model: Model): CommandOf<'CONFIRM_REPAYMENT'> | null {
  const from = someHold(dice, model, 'REPAYMENT');
  if (!from && !dice.oneIn(9)) return null;
  const projectNo = dice.oneIn(25) ? dice.pick(PROJECTS) : (from?.projectNo ?? 'P01');
  const owners = [...new Set(model.claims.filter((each) => each.projectNo === projectNo).map(({ owner }) => owner))];
  const payees = dice.some(owners, 1 + dice.below(4));
  const strange =
    payees.length === 0 || dice.oneIn(15) ? [dice.oneIn(2) ? somebody(dice) : (payees[0] ?? 'nobody')] : [];
  const all = [...payees, ...strange];
  const share = (from?.left ?? 0n) / BigInt(all.length + 1);
  const details = all.map((userNo) => part(dice, model, userNo, model.claim(projectNo, userNo), share));
  const taken = details.reduce((sum, { principal, interest }) => sum + principal + interest, 0n);
  const rest = (from?.left ?? 0n) - taken;
  const commission = dice.oneIn(3) ? dice.near(rest > 0n ? rest / (dice.oneIn(4) ? 1n : 40n) : 5n) : 0n;
  return repay(projectNo, from?.no ?? 'none', details, commission);
}

export function claimTransfer(dice: Dice, model: Model): CommandOf<'CONFIRM_TRANSFER'> | null {
  const from = someHold(dice, model, 'CREDIT_ASSIGNMENT');
  const projectNo = dice.oneIn(25) ? dice.pick(PROJECTS) : (from?.projectNo ?? 'P01');
  const spent = dice.oneIn(9);
  const own = dice.oneIn(12);
  const records = model.claims.filter(
    (each) => each.projectNo === projectNo && (spent || each.left > 0n) && (own || each.owner !== from?.of),
  );
  if (records.length === 0 && !dice.oneIn(20)) return null;
  const chosen = dice.some(records, 1 + dice.below(3));
  const share = (from?.left ?? 9n) / BigInt(chosen.length + 1);
  const details = chosen.map((record) => saleOf(dice, record, from?.no ?? 'none', share));
  const twice = dice.oneIn(8) && chosen[0] ? [saleOf(dice, chosen[0], from?.no ?? 'none', share)] : [];
  const commission = dice.oneIn(3) ? dice.near(share / 20n) : 0n;
  return {
    verb: 'CONFIRM_TRANSFER',
    projectNo,
    holdNo: from?.no ?? 'none',
    commission,
    details: [...details, ...twice],
  };
}

/** Some of a record, at about its worth; now and then a stranger's, or by a strange number. */
function saleOf(dice: Dice, record: ClaimRecord, holdNo: string, most: bigint) {
  const within = record.left < most ? record.left : most;
  const share = dice.oneIn(5) ? null : dice.oneIn(6) ? dice.near(record.left) : dice.near(within);
  const price = dice.oneIn(10) ? dice.near(share ?? record.left) : (share ?? record.left) + dice.upTo(50n);
  return {
    holdNo: dice.oneIn(25) ? 'none' : holdNo,
    userNo: dice.oneIn(20) ? somebody(dice) : record.owner,
    recordNo: dice.oneIn(20) ? 'none' : dice.oneIn(2) ? record.holdNo : record.confirmNo,
    price,
    share,
  };
}

function part(dice: Dice, model: Model, userNo: string, claim: bigint, share: bigint): RepaymentDetail {
  const whole = claim <= share || dice.oneIn(12);
  const principal = dice.oneIn(6) ? dice.near(claim) : whole ? claim : dice.oneIn(8) ? 0n : share;
  const interest = dice.oneIn(2) ? 0n : dice.near(share / 20n + 10n);
  const more = model.terms.redPackets && dice.oneIn(3);
  const commission = more ? dice.near((principal + interest) / 30n + 3n) : 0n;
  return { userNo, principal, interest, commission, dividend: more && dice.oneIn(2) ? dice.upTo(300n) : 0n };
}

export function marketing(dice: Dice, model: Model): CommandOf<'PAY_MARKETING'> | null {
  const from = someHold(dice, model, dice.oneIn(15) ? null : 'MARKETING');
  if (!from && !dice.oneIn(9)) return null;
  const count = 1 + dice.below(4);
  const share = (from?.left ?? 5n) / BigInt(count);
  const details = dice
    .some([...PEOPLE, ...PEOPLE.slice(0, 5)], count)
    .map((userNo) => ({ userNo, amount: dice.near(share) }));
  const strange = dice.oneIn(15) ? [{ userNo: 'nobody', amount: 1n }] : [];
  return { verb: 'PAY_MARKETING', holdNo: from?.no ?? 'none', details: [...details, ...strange] };
}
