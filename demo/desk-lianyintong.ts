/** The platform's business in lianyintong (联银通 API V1.00). What is `page` goes through the person's browser. */
import { lianyintong, yuan } from '../sdk/index.ts';
import type { ClientConfig, LianyintongClient, Verified, lianyintongTypes } from '../sdk/index.ts';
import { found } from './desk.ts';
import type { Desk, OrderHead, OrderNews, Prepared, Tender } from './desk.ts';
import type { OrderState } from './state.ts';

type QueryKind = lianyintongTypes.QueryTransactionRequest['transactionType'];

/** Which query knows an order of a service. */
const QUERY_KINDS: Readonly<Record<string, QueryKind>> = {
  PERSONAL_REGISTER: 'REGISTER',
  RECHARGE: 'RECHARGE',
  WITHDRAW: 'WITHDRAW',
  ESTABLISH_PROJECT: 'ESTABLISH_PROJECT',
  MODIFY_PROJECT: 'MODIFY_PROJECT',
  USER_PRE_TRANSACTION: 'PRETRANSATION',
  AUTHORIZE_PRETRANSATION: 'PRETRANSATION',
  CONFIRM_LOAN: 'TRANSACTIONCONFIRM_TRADE',
  CONFIRM_REPAYMENT: 'TRANSACTIONCONFIRM_TRADE',
};

/** 查询对象不存在: a direct order that the custodian does not know never arrived; a page may not have been opened yet. */
const NOT_FOUND = '100007';
/** Whose status moves on after the order itself is done. */
const STANDS_EARLY = new Set(['USER_PRE_TRANSACTION', 'AUTHORIZE_PRETRANSATION', 'WITHDRAW']);
const DIRECT = new Set([
  'ESTABLISH_PROJECT',
  'MODIFY_PROJECT',
  'AUTHORIZE_PRETRANSATION',
  'CONFIRM_LOAN',
  'CONFIRM_REPAYMENT',
]);

/** The desk of a lianyintong platform. Throws for keys that are none. */
export function lianyintongDesk(config: ClientConfig): Desk {
  const client = lianyintong(config);
  return {
    dialect: 'lianyintong',
    acknowledgement: client.acknowledgement,
    standing: false,
    ...people(client),
    ...lending(client),
    ...queries(client),
    readNotice: (body) => client.readNotice(body),
    readReturn: (body) => client.readReturn(body),
    news,
  };
}

function people(client: LianyintongClient) {
  return {
    register: ({ requestNo, callbackUrl }, person): Prepared => ({
      kind: 'page',
      service: 'PERSONAL_REGISTER',
      form: () =>
        client.form('PERSONAL_REGISTER', {
          platformUserNo: person.userNo,
          requestNo,
          realName: person.realName,
          idCardType: 'G2_IDCARD',
          userRole: 'NORMAL',
          idCardNo: person.idNumber,
          mobile: person.mobile,
          bankcardNo: person.cardNumber,
          callbackUrl,
        }),
    }),
    deposit: (head, userNo, amount) => recharge(client, head, userNo, amount),
    fundMarketing: (head, amount) => recharge(client, head, 'PLATFORM_MARKETING_ACCOUNT', amount),
    withdraw: ({ requestNo, callbackUrl }, userNo, amount, urgent): Prepared => ({
      kind: 'page',
      service: 'WITHDRAW',
      form: () =>
        client.form('WITHDRAW', {
          platformUserNo: userNo,
          requestNo,
          feeMode: 'PLATFORM',
          callbackUrl,
          withdrawType: urgent ? 'URGENT' : 'NORMAL',
          amount,
        }),
    }),
    authorize: ({ requestNo, callbackUrl }, platformUserNo, amount): Prepared => ({
      kind: 'page',
      service: 'USER_AUTHORIZATION',
      form: () =>
        client.form('USER_AUTHORIZATION', { requestNo, platformUserNo, authList: 'TENDER', amount, callbackUrl }),
    }),
  } satisfies Partial<Desk>;
}

function recharge(client: LianyintongClient, head: OrderHead, userNo: string, amount: string): Prepared {
  return {
    kind: 'page',
    service: 'RECHARGE',
    form: () =>
      client.form('RECHARGE', {
        platformUserNo: userNo,
        requestNo: head.requestNo,
        amount,
        feeMode: 'PLATFORM',
        rechargeWay: 'NETBANK_B2C',
        bankcode: 'ICBK',
        callbackUrl: head.callbackUrl,
      }),
  };
}

function holdFields(requestNo: string, bizType: 'TENDER' | 'REPAYMENT', tender: Tender) {
  const { userNo: platformUserNo, amount, remark, projectNo } = tender;
  return { requestNo, platformUserNo, bizType, amount, remark, projectNo };
}

function hold(client: LianyintongClient, head: OrderHead, bizType: 'TENDER' | 'REPAYMENT', tender: Tender): Prepared {
  const fields = { ...holdFields(head.requestNo, bizType, tender), callbackUrl: head.callbackUrl };
  return { kind: 'page', service: 'USER_PRE_TRANSACTION', form: () => client.form('USER_PRE_TRANSACTION', fields) };
}

function lending(client: LianyintongClient) {
  return {
    createProject: ({ requestNo }, project): Prepared => ({
      kind: 'call',
      service: 'ESTABLISH_PROJECT',
      send: () =>
        client.call('ESTABLISH_PROJECT', {
          requestNo,
          platformUserNo: project.borrowerNo,
          projectNo: project.projectNo,
          projectAmount: project.amount,
          projectName: project.name,
          projectType: 'STANDARDPOWDER',
          annnualInterestRate: project.rate,
          repaymentWay: 'ONE_TIME_SERVICING',
        }),
    }),
    setProject: ({ requestNo }, projectNo, status): Prepared => ({
      kind: 'call',
      service: 'MODIFY_PROJECT',
      send: () => client.call('MODIFY_PROJECT', { requestNo, projectNo, status }),
    }),
    tender: (head, tender) => hold(client, head, 'TENDER', tender),
    autoTender: ({ requestNo }, tender): Prepared => ({
      kind: 'call',
      service: 'AUTHORIZE_PRETRANSATION',
      send: () => client.callUntilKnown('AUTHORIZE_PRETRANSATION', holdFields(requestNo, 'TENDER', tender)),
    }),
    cancelTender: ({ requestNo }, preTransactionNo, amount): Prepared => ({
      kind: 'call',
      service: 'CANCEL_PRE_TRANSACTION',
      send: () => client.callUntilKnown('CANCEL_PRE_TRANSACTION', { requestNo, preTransactionNo, amount }),
    }),
    confirmLoan: ({ requestNo }, projectNo, commission, holds): Prepared => ({
      kind: 'call',
      service: 'CONFIRM_LOAN',
      send: () =>
        client.callUntilKnown('CONFIRM_LOAN', {
          requestNo,
          projectNo,
          commission,
          details: holds.map((one) => ({ preTransactionNo: one.holdNo, amount: one.amount })),
        }),
    }),
    holdRepayment: (head, userNo, projectNo, amount) =>
      hold(client, head, 'REPAYMENT', { userNo, projectNo, amount, redPacket: '', remark: '到期还款' }),
    confirmRepayment: ({ requestNo }, repayment): Prepared => ({
      kind: 'call',
      service: 'CONFIRM_REPAYMENT',
      send: () =>
        client.callUntilKnown('CONFIRM_REPAYMENT', {
          requestNo,
          preTransactionNo: repayment.holdNo,
          projectNo: repayment.projectNo,
          commission: repayment.commission,
          details: [{ platformUserNo: repayment.payeeNo, amount: repayment.principal, income: repayment.interest }],
        }),
    }),
  } satisfies Partial<Desk>;
}

function queries(client: LianyintongClient) {
  return {
    balance: async (userNo) =>
      found(await client.call('QUERY_USER_INFORMATION', { platformUserNo: userNo }), (data) => ({
        total: yuan(data.balance),
        available: yuan(data.availableAmount),
        frozen: yuan(data.freezeAmount),
      })),
    accounts: async () =>
      found(await client.call('QUERY_PLATFORM_INFORMATION', {}), (data) => [
        ['PLATFORM_FEE_ACCOUNT', yuan(data.feeBalance)] as const,
        ['PLATFORM_REPAYMENT_ACCOUNT', yuan(data.repaymentBalance)] as const,
        ['PLATFORM_MARKETING_ACCOUNT', yuan(data.marketingBalance)] as const,
      ]),
    project: async (projectNo) =>
      found(await client.call('QUERY_PROJECT_INFORMATION', { projectNo }), (data) => ({
        status: data.status,
        amount: yuan(data.projectAmount),
        loaned: yuan(data.loanAmount),
        repaid: yuan(data.repaymentAmount),
        interest: yuan(data.income),
      })),
    outcome: (service, requestNo) => outcome(client, service, requestNo),
  } satisfies Partial<Desk>;
}

async function outcome(client: LianyintongClient, service: string, requestNo: string): Promise<OrderNews | null> {
  const transactionType = QUERY_KINDS[service];
  if (!transactionType) return null;
  const answer = await client.call('QUERY_TRANSACTION', { requestNo, transactionType });
  if (answer.kind === 'unknown') return null;
  const { code = '', description = '', status } = answer.data;
  const state = stateOf(service, status, code);
  return state && { state, code, message: description };
}

function stateOf(service: string, status: string | undefined, code: string): OrderState | null {
  if (code === NOT_FOUND) return DIRECT.has(service) ? 'REFUSED' : null;
  if (status === undefined) return null;
  if (status === 'FAIL') return 'REFUSED';
  // A hold that stands is INIT, and so is a withdrawal that was accepted (L2.9, L3.3).
  return status === 'SUCCESS' || STANDS_EARLY.has(service) ? 'DONE' : null;
}

function news(message: Verified<string, object>): OrderNews {
  return { state: message.success ? 'DONE' : 'REFUSED', code: message.code, message: message.message };
}
