/** TRANSACTION_QUERY (D-EXT): one order by its number; `status` is the order's, `detail` is told by its service. */
import type { TransactionInformation } from '../../../custody/api.ts';
import { fail, ok } from '../../../kernel/result.ts';
import { defineQuery, type Standing, toldAs } from '../../catalogue/service.ts';
import { orderStanding } from '../../order-standing.ts';
import { wireRefusal } from '../../refusals.ts';
import { TRADE_TYPE } from '../enumerations.ts';
import { requestNo } from '../fields.ts';
import { DETAIL } from '../told.ts';

export const transactionQuery = defineQuery({
  name: 'TRANSACTION_QUERY',
  title: '单笔交易查询',
  meaning: 'One order: how it stands and what it did.',
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: false,
  fields: {
    requestNo: { ...requestNo, meaning: 'The requestNo of the order asked for.' },
    tradeType: { kind: 'E', required: true, of: TRADE_TYPE, label: '交易类型', meaning: 'Its type.' },
  },
  answer: {
    requestNo,
    detail: { kind: 'G', required: true, label: '交易明细', meaning: 'What the order did.', items: DETAIL },
  },
  find: async (input, { platform, queries, catalogue }) => {
    const found = await queries.transaction(platform.platformId, input.requestNo);
    const told = found && toldAs(catalogue, found.order, input.tradeType);
    // An order of another type is unknown under this one.
    if (!told) return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.requestNo }));
    const { order } = found;
    if (order.state === 'OPEN') return fail(wireRefusal('ORDER_PAGE_OPEN', { requestNo: order.requestNo }));
    const { requestNo, createdAt: createTime, finishedAt: transactionTime } = order;
    return ok({
      values: { requestNo, detail: { requestNo, createTime, transactionTime, ...told.answer(found) } },
      standing: standingOf(found),
      because: order.state === 'REFUSED' ? order.refusal : null,
    });
  },
});

/** A withdrawal stays accepted until the bank has spoken (D-WDR-2), and what it said first stays (G-11). */
function standingOf(found: TransactionInformation): Standing {
  if (found.payout === 'PAID' || found.order.state === 'DONE') return 'SUCCESS';
  if (found.payout === 'RETURNED') return 'FAIL';
  return found.payout === null ? orderStanding(found.order) : 'ACCEPT';
}
