/** Transfers of claims: L2.18, G-21, G-23. */
import type { ConfirmTransfer, TransferDetail } from '../../custody/commands.ts';
import type { Fen } from '../../kernel/money.ts';
import { type Books, type ClaimRecord, type ModelHold, total } from './books.ts';
import { confirmed } from './holds.ts';
import { inState } from './loans.ts';
import { any, type Broken, type Rules } from './rule.ts';

/** What one seller gives of one record. */
interface Part {
  readonly record: ClaimRecord;
  readonly share: Fen;
}

export const confirmTransfer: Rules<ConfirmTransfer> = {
  broken(books, command) {
    const { projectNo, holdNo, commission, details } = command;
    const hold = books.holds.get(holdNo);
    const taken = total(details.map(({ price }) => price)) + commission;
    return any([
      inState(books, projectNo, 'REPAYING'),
      confirmed(books, holdNo, 'CREDIT_ASSIGNMENT', projectNo),
      ...sold(books, command).broken,
      {
        AMOUNT_ZERO: details.length === 0 || details.some(({ price, share }) => price === 0n || share === 0n),
        // One buyer per call.
        HOLDS_DIFFER: details.some((detail) => detail.holdNo !== holdNo),
        SELLER_IS_BUYER: details.some(({ userNo }) => userNo === hold?.of),
        MEMBER_UNKNOWN: details.some(({ userNo }) => !books.members.has(userNo)),
        HOLD_EXCEEDED: taken > (hold?.left ?? 0n),
      },
    ]);
  },
  done(books, command, requestNo) {
    const hold = books.holds.get(command.holdNo) as ModelHold;
    const { parts } = sold(books, command);
    for (const { userNo, price } of command.details) {
      books.spend(hold, price);
      books.give(userNo, price);
    }
    books.spend(hold, command.commission);
    books.give('FEE', command.commission);
    for (const { record, share } of parts) record.left -= share;
    // What is bought in one call is one record to the buyer, of however many sellers.
    const left = total(parts.map(({ share }) => share));
    const bought = { projectNo: command.projectNo, owner: hold.of, left, repaid: false };
    books.claims.push({ ...bought, holdNo: hold.no, confirmNo: requestNo });
  },
};

/** Goes through the sales one after another, each out of what those before it have left. */
function sold(books: Books, { projectNo, details }: ConfirmTransfer) {
  const left = new Map<ClaimRecord, Fen>(books.claims.map((record) => [record, record.left]));
  const parts: Part[] = [];
  const broken: Broken[] = [];
  for (const detail of details) {
    const records = named(books, projectNo, detail);
    const open = total(records.map((record) => left.get(record) ?? 0n));
    const share = detail.share ?? open;
    broken.push({
      CLAIM_UNKNOWN: records.length === 0,
      CLAIM_ENDED: records.length > 0 && open === 0n,
      SHARE_EXCEEDED: share > open,
      PRICE_BELOW_SHARE: detail.price < share,
    });
    let rest = share;
    for (const record of records) {
      const before = left.get(record) ?? 0n;
      const part = rest < before ? rest : before;
      left.set(record, before - part);
      rest -= part;
      if (part > 0n) parts.push({ record, share: part });
    }
  }
  return { parts, broken };
}

/** The seller's records that a number names: of the hold or of its confirmation, the oldest first. */
function named(books: Books, projectNo: string, { userNo, recordNo }: TransferDetail): readonly ClaimRecord[] {
  return books
    .claimsOf(projectNo, userNo)
    .filter((record) => record.holdNo === recordNo || record.confirmNo === recordNo);
}
