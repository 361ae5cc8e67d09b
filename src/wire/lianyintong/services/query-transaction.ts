/** 3.3 单笔交易查询: one order by its number, told as its service tells it. */
import { fail, ok } from '../../../kernel/result.ts';
import { defineQuery, toldAs } from '../../catalogue/service.ts';
import { wireRefusal } from '../../refusals.ts';
import { TRANSACTION_TYPE } from '../enumerations.ts';
import { requestNo } from '../fields.ts';
import { TOLD } from '../told.ts';

export const queryTransaction = defineQuery({
  name: 'QUERY_TRANSACTION',
  title: '单笔交易查询',
  meaning: 'One order: how it stands and what it did. The fields depend on transactionType.',
  section: '3.3',
  idempotent: false,
  fields: {
    requestNo: { ...requestNo, label: '业务的请求流水号', meaning: 'The requestNo of the order asked for.' },
    transactionType: { kind: 'E', required: true, of: TRANSACTION_TYPE, label: '交易类型', meaning: 'Its type.' },
  },
  answer: TOLD,
  find: async (input, { platform, queries, catalogue }) => {
    const found = await queries.transaction(platform.platformId, input.requestNo);
    const told = found && toldAs(catalogue, found.order, input.transactionType);
    // An order of another type is unknown under this one.
    if (!told) return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.requestNo }));
    const { order } = found;
    if (order.state === 'OPEN') return fail(wireRefusal('ORDER_PAGE_OPEN', { requestNo: order.requestNo }));
    const because = order.state === 'REFUSED' ? order.refusal : null;
    const times = { createTime: order.createdAt, transactionTime: order.finishedAt };
    return ok({ values: { ...times, ...told.answer(found) }, because });
  },
});
