/**
 * CONFIRM_TRANSFER: claims pass from their holders to the one buyer whose hold pays for them (L2.18). All details or
 * none. Each seller gets his price, which is at least the principal he sells; the commission goes to the fee account.
 * What the project owes does not change: in the second book the sellers' accounts fall by what the buyer's rises. Only
 * claims are sold, never recourse (G-23): that has no record here.
 */
import type { World } from '../../executor/world.ts';
import { type Fen, least, sum } from '../../kernel/money.ts';
import { ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import { dueLine, dues, line, openDue, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { DueRow, Line } from '../../ledger/post.ts';
import type { PartOf } from '../../ledger/templates.ts';
import { type ClaimRow, claims, restsOf, SOLD_OUT } from '../claims/tables.ts';
import { type HoldRow, holds, remainingOf, takeFromHold } from '../holds/tables.ts';
import { members } from '../members/tables.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import type { Act, Verb } from '../verb.ts';
import type { ConfirmTransfer, TransferDetail } from './commands.ts';

export const confirmTransfer: Verb<ConfirmTransfer> = {
  name: 'CONFIRM_TRANSFER',
  personal: [],
  weight: (command) => 5 + command.details.length * 5,
  subject: (command) => command.projectNo,
  leaves: null,
  needs(command, want) {
    const project = want.row(projects, command.projectNo);
    const hold = want.row(holds, command.holdNo);
    if (hold) {
      wantAccounts(want, hold.holderNo, 'FROZEN');
      if (project) want.row(dues, project.projectId, hold.holderNo);
    }
    if (command.commission > 0n) wantFeeAccounts(want);
    for (const { userNo } of command.details) {
      const seller = want.row(members, userNo);
      if (!seller) continue;
      wantAccounts(want, seller.memberNo, 'AVAILABLE');
      if (!project) continue;
      want.row(dues, project.projectId, seller.memberNo);
      want.rows(claims, 'byHolder', project.projectNo, seller.memberNo);
    }
  },
  decide(command, act) {
    const { world } = act;
    const { projectNo, holdNo, commission, details } = command;
    if (details.length === 0) return refuse('AMOUNT_ZERO', { field: 'details' });
    const project = world.get(projects, projectNo);
    if (!project) return refuse('PROJECT_UNKNOWN', { projectNo });
    if (project.status !== 'REPAYING') return refuse('PROJECT_STATUS', { projectNo, status: project.status });
    const hold = world.get(holds, holdNo);
    if (!hold) return refuse('HOLD_UNKNOWN', { holdNo });
    if (hold.projectNo !== projectNo) return refuse('HOLD_OF_OTHER_PROJECT', { holdNo });
    if (hold.kind !== 'CREDIT_ASSIGNMENT') return refuse('HOLD_KIND', { holdNo, kind: hold.kind });
    const sold = readDetails(project, hold, details, world);
    if (!sold.ok) return sold;
    const left = remainingOf(hold);
    const needed = sum(details.map(({ price }) => price)) + commission;
    if (needed > left) return refuse('HOLD_EXCEEDED', { holdNo, left, needed });
    // ---- nothing fails below this line
    const noted = passOn(act, project, hold, sold.value);
    post(world, 'confirm-transfer', act.orderNo, [...moneyOf(hold, sold.value, commission, needed), ...noted]);
    takeFromHold(world, hold, { confirmed: needed });
    return ok({});
  },
};

/** A record of a seller with what is left of it, and what is taken out of it. */
interface Lot {
  readonly claim: ClaimRow;
  left: Fen;
  taken: Fen;
}

interface Seller {
  readonly due: DueRow;
  /** All his records of the project, oldest first. */
  readonly lots: readonly Lot[];
  readonly prices: Fen[];
}

/** What each seller parts with, or the first refusal among the details. Details of one seller count together. */
function readDetails(
  project: ProjectRow,
  hold: HoldRow,
  details: readonly TransferDetail[],
  world: World,
): Judged<readonly Seller[]> {
  const sellers = new Map<string, Seller | null>();
  for (const detail of details) {
    const { holdNo, userNo, recordNo, price } = detail;
    if (holdNo !== hold.holdNo) return refuse('HOLDS_DIFFER', { holdNo: hold.holdNo, other: holdNo });
    if (price === 0n) return refuse('AMOUNT_ZERO', { field: 'details.price' });
    if (detail.share === 0n) return refuse('AMOUNT_ZERO', { field: 'details.share' });
    if (world.get(members, userNo)?.memberNo === hold.holderNo) return refuse('SELLER_IS_BUYER', { userNo });
    const seller = sellers.get(userNo) ?? sellerOf(project, userNo, world);
    sellers.set(userNo, seller);
    const named = (seller?.lots ?? []).filter(({ claim }) => namedBy(claim, recordNo));
    if (!seller || named.length === 0) return refuse('CLAIM_UNKNOWN', { userNo, recordNo });
    const left = sum(named.map((lot) => lot.left));
    if (left === 0n) return refuse('CLAIM_ENDED', { userNo, recordNo });
    const share = detail.share ?? left;
    if (share > left) return refuse('SHARE_EXCEEDED', { recordNo, left, share });
    if (price < share) return refuse('PRICE_BELOW_SHARE', { recordNo, price, share });
    seller.prices.push(price);
    take(named, share);
  }
  return ok([...sellers.values()].filter((seller) => seller !== null));
}

/** A record is known by the hold it came from and by the confirmation that made it (L2.18). */
function namedBy({ originNo, confirmNo }: ClaimRow, recordNo: string): boolean {
  return originNo === recordNo || confirmNo === recordNo;
}

function sellerOf({ projectId, projectNo }: ProjectRow, userNo: string, world: World): Seller | null {
  const member = world.get(members, userNo);
  const due = member && world.get(dues, projectId, member.memberNo);
  if (!due) return null;
  const records = world.find(claims, 'byHolder', projectNo, due.holderNo);
  const lots = restsOf(records, due.balance).map(([claim, left]) => ({ claim, left, taken: 0n }));
  return { due, lots, prices: [] };
}

/** The oldest first. */
function take(named: readonly Lot[], share: Fen): void {
  let open = share;
  for (const lot of named) {
    const part = least(lot.left, open);
    lot.left -= part;
    lot.taken += part;
    open -= part;
  }
}

type Entry = Line<PartOf<'confirm-transfer'>>;

/** The buyer gets a record of each that something was taken out of; answers what that comes to in the second book. */
function passOn({ world, requestNo }: Act, project: ProjectRow, hold: HoldRow, sellers: readonly Seller[]): Entry[] {
  const { projectNo, projectId } = project;
  const { holderNo, holdNo } = hold;
  const noted: Entry[] = [];
  let bought = 0n;
  for (const { due, lots } of sellers) {
    for (const { claim, left, taken } of lots) {
      if (taken === 0n) continue;
      const tookRest = left === 0n;
      world.insert(claims, {
        ...{ claimNo: world.nextNo(), projectNo, holderNo, originNo: holdNo, confirmNo: requestNo },
        ...{ principal: taken, sourceNo: claim.claimNo, tookRest, transferred: 0n, soldOut: false },
        createdAt: world.at,
      });
      world.change(claims, claim, { transferred: claim.transferred + taken, soldOut: tookRest });
    }
    const total = sum(lots.map(({ taken }) => taken));
    noted.push(dueLine(due, soldAll(lots) ? SOLD_OUT : 'sold', -total));
    bought += total;
  }
  return [...noted, dueLine(openDue(world, projectId, holderNo), 'bought', bought)];
}

/**
 * Whether all that a holder ever had ended by being sold. One purchase is one claim to him, whatever it was made up of:
 * how its newest part ended is how it ended, since the older ones always end before.
 */
function soldAll(lots: readonly Lot[]): boolean {
  return lots.every(({ claim }, i) => {
    const newer = lots[i + 1]?.claim;
    return claim.soldOut || (newer?.confirmNo === claim.confirmNo && newer.originNo === claim.originNo);
  });
}

function moneyOf({ holderNo }: HoldRow, sellers: readonly Seller[], commission: Fen, taken: Fen): Entry[] {
  return [
    line(holderNo, 'FROZEN', 'price', commission - taken),
    line(holderNo, 'FROZEN', 'commission', -commission),
    ...sellers.flatMap(({ due, prices }) => prices.map((price) => line(due.holderNo, 'AVAILABLE', 'price', price))),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'commission', commission),
  ];
}
