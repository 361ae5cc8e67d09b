/** The platform's business in depository (银行存管系统接口说明). What is `page` goes through the person's browser. */
import { depository, yuan } from '../sdk/index.ts';
import type { ClientConfig, DepositoryClient, Verified, depositoryTypes } from '../sdk/index.ts';
import { found } from './desk.ts';
import type { Desk, OrderHead, OrderNews, Prepared, Project, Tender } from './desk.ts';
import type { OrderState } from './state.ts';

type TradeType = depositoryTypes.TransactionQueryRequest['tradeType'];

/** Which query knows an order of a service. */
const TRADE_TYPES: Readonly<Record<string, TradeType>> = {
  PERSONAL_REGISTER: 'REGISTER',
  RECHARGE: 'RECHARGE',
  WITHDRAW: 'WITHDRAW',
  CREATE_PROJECT: 'CREATE_PROJECT',
  MODIFY_PROJECT: 'MODIFY_PROJECT',
  USER_AUTHORIZATION: 'USER_AUTHORIZATION',
  USER_PRE_FREEZE: 'PRE_FREEZE',
  USER_AUTO_PRE_TRANSACTION: 'PRE_FREEZE',
  CANCEL_PRE_FREEZE: 'CANCEL_PRE_FREEZE',
  CONFIRM_LOAN: 'CONFIRM',
  CONFIRM_REPAYMENT: 'CONFIRM',
};

/** 查询对象不存在: a direct order that the custodian does not know never arrived; a page may not have been opened yet. */
const NOT_FOUND = '00007';
const DIRECT = new Set([
  'CREATE_PROJECT',
  'MODIFY_PROJECT',
  'USER_AUTO_PRE_TRANSACTION',
  'CANCEL_PRE_FREEZE',
  'CONFIRM_LOAN',
  'CONFIRM_REPAYMENT',
]);

/** The platform's marketing account (DW-7). */
const MARKETING_ACCOUNT = 'ACCOUNT_NO_002';

/** The desk of a depository platform. Throws for keys that are none. */
export function depositoryDesk(config: ClientConfig): Desk {
  const client = depository(config);
  return {
    dialect: 'depository',
    acknowledgement: client.acknowledgement,
    standing: true,
    ...people(client),
    ...lending(client),
    ...queries(client),
    readNotice: (body) => client.readNotice(body),
    readReturn: (body) => client.readReturn(body),
    news,
  };
}

function people(client: DepositoryClient) {
  return {
    register: ({ requestNo, callbackUrl }, person, role): Prepared => ({
      kind: 'page',
      service: 'PERSONAL_REGISTER',
      form: () =>
        client.form('PERSONAL_REGISTER', {
          userNo: person.userNo,
          requestNo,
          // What is left empty is asked for on the custodian's page.
          realName: person.realName || undefined,
          idNumber: person.idNumber || undefined,
          userRole: role === 'investor' ? 'INVESTOR' : 'BORROWERS',
          mobile: person.mobile || undefined,
          cardNumber: person.cardNumber || undefined,
          callbackUrl,
        }),
    }),
    deposit: (head, userNo, amount) => recharge(client, head, userNo, amount),
    fundMarketing: (head, amount) => recharge(client, head, MARKETING_ACCOUNT, amount),
    withdraw: ({ requestNo, callbackUrl }, userNo, amount): Prepared => ({
      kind: 'page',
      service: 'WITHDRAW',
      form: () => client.form('WITHDRAW', { userNo, requestNo, callbackUrl, amount }),
    }),
    authorize: ({ requestNo, callbackUrl }, userNo, amount): Prepared => ({
      kind: 'page',
      service: 'USER_AUTHORIZATION',
      form: () =>
        client.form('USER_AUTHORIZATION', { userNo, requestNo, authList: 'TENDER', authAmount: amount, callbackUrl }),
    }),
  } satisfies Partial<Desk>;
}

function recharge(client: DepositoryClient, head: OrderHead, userNo: string, amount: string): Prepared {
  return {
    kind: 'page',
    service: 'RECHARGE',
    form: () =>
      client.form('RECHARGE', {
        userNo,
        requestNo: head.requestNo,
        amount,
        payCompany: 'YEEPAY',
        rechargeWay: 'WEB',
        callbackUrl: head.callbackUrl,
        bankId: 'ICBC',
      }),
  };
}

function holdFields(requestNo: string, bizType: 'TENDER' | 'REPAYMENT', tender: Tender) {
  return {
    requestNo,
    userNo: tender.userNo,
    bizType,
    amount: tender.amount,
    preMarketingAmount: tender.redPacket || undefined,
    remark: tender.remark,
    projectNo: tender.projectNo,
  };
}

function hold(client: DepositoryClient, head: OrderHead, bizType: 'TENDER' | 'REPAYMENT', tender: Tender): Prepared {
  const fields = { ...holdFields(head.requestNo, bizType, tender), callbackUrl: head.callbackUrl };
  return { kind: 'page', service: 'USER_PRE_FREEZE', form: () => client.form('USER_PRE_FREEZE', fields) };
}

function creation(client: DepositoryClient, { requestNo }: OrderHead, project: Project): Prepared {
  return {
    kind: 'call',
    service: 'CREATE_PROJECT',
    send: () =>
      client.call('CREATE_PROJECT', {
        requestNo,
        userNo: project.borrowerNo,
        projectNo: project.projectNo,
        projectAmount: project.amount,
        projectName: project.name,
        projectDesc: `${project.name}，到期一次性还本付息`,
        projectType: 'STANDARD',
        projectPeriod: project.days,
        annualRate: project.rate,
        repaymentWay: 'ONE_TIME',
      }),
  };
}

function lending(client: DepositoryClient) {
  return {
    createProject: (head, project) => creation(client, head, project),
    setProject: ({ requestNo }, projectNo, projectStatus): Prepared => ({
      kind: 'call',
      service: 'MODIFY_PROJECT',
      send: () => client.call('MODIFY_PROJECT', { requestNo, projectNo, projectStatus }),
    }),
    tender: (head, tender) => hold(client, head, 'TENDER', tender),
    autoTender: ({ requestNo }, tender): Prepared => ({
      kind: 'call',
      service: 'USER_AUTO_PRE_TRANSACTION',
      send: () => client.callUntilKnown('USER_AUTO_PRE_TRANSACTION', holdFields(requestNo, 'TENDER', tender)),
    }),
    cancelTender: ({ requestNo }, preRequestNo, amount): Prepared => ({
      kind: 'call',
      service: 'CANCEL_PRE_FREEZE',
      send: () => client.callUntilKnown('CANCEL_PRE_FREEZE', { requestNo, preRequestNo, amount }),
    }),
    confirmLoan: ({ requestNo }, projectNo, commission, holds): Prepared => ({
      kind: 'call',
      service: 'CONFIRM_LOAN',
      send: () =>
        client.callUntilKnown('CONFIRM_LOAN', {
          requestNo,
          projectNo,
          commission,
          details: holds.map((one) => ({ preRequestNo: one.holdNo, amount: one.amount })),
        }),
    }),
    holdRepayment: (head, userNo, projectNo, amount) =>
      hold(client, head, 'REPAYMENT', { userNo, projectNo, amount, redPacket: '', remark: '到期还款' }),
    confirmRepayment: ({ requestNo }, { holdNo, projectNo, commission, payeeNo, principal, interest }): Prepared => ({
      kind: 'call',
      service: 'CONFIRM_REPAYMENT',
      send: () =>
        client.callUntilKnown('CONFIRM_REPAYMENT', {
          requestNo,
          preRequestNo: holdNo,
          projectNo,
          commission,
          details: [{ userNo: payeeNo, amount: principal, interest }],
        }),
    }),
  } satisfies Partial<Desk>;
}

function queries(client: DepositoryClient) {
  return {
    balance: async (userNo) =>
      found(await client.call('USER_QUERY', { userNo }), (data) => ({
        total: yuan(data.balance),
        available: yuan(data.availableAmount),
        frozen: yuan(data.freezeAmount),
      })),
    accounts: null,
    project: async (projectNo) =>
      found(await client.call('PROJECT_QUERY', { projectNo }), (data) => ({
        status: data.projectStatus,
        amount: yuan(data.projectAmount),
        loaned: yuan(data.loanAmount),
        repaid: yuan(data.repaymentAmount),
        interest: yuan(data.interest),
      })),
    outcome: (service, requestNo) => outcome(client, service, requestNo),
  } satisfies Partial<Desk>;
}

async function outcome(client: DepositoryClient, service: string, requestNo: string): Promise<OrderNews | null> {
  const tradeType = TRADE_TYPES[service];
  if (!tradeType) return null;
  const answer = await client.call('TRANSACTION_QUERY', { requestNo, tradeType });
  if (answer.kind === 'unknown') return null;
  const { respCode = '', respMsg = '', status } = answer.data;
  if (respCode === NOT_FOUND)
    return DIRECT.has(service) ? { state: 'REFUSED', code: respCode, message: respMsg } : null;
  const state = stateOf(status, answer.kind === 'done');
  return state && { state, code: respCode, message: respMsg };
}

function stateOf(status: string | undefined, success: boolean): OrderState | null {
  if (!success) return null;
  if (status === 'FAIL') return 'REFUSED';
  if (status === 'ACCEPT') return 'ACCEPTED';
  return status === 'SUCCESS' ? 'DONE' : null;
}

function news(message: Verified<string, object>): OrderNews {
  const status = 'status' in message.data ? String(message.data.status) : '';
  const { code, message: sentence } = message;
  if (!message.success || status === 'FAIL') return { state: 'REFUSED', code, message: sentence };
  return { state: status === 'ACCEPT' ? 'ACCEPTED' : 'DONE', code, message: sentence };
}
