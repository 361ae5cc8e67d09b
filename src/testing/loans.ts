/**
 * The commands that tests of a loan begin with, and short looks at what became of money, claims, orders and notices.
 * Looks read the tables themselves: a test that asked the core whether the core is right would believe anything.
 */
import type {
  AutoHold,
  CancelHold,
  ConfirmCompensation,
  ConfirmLoan,
  ConfirmRepayment,
  ConfirmTransfer,
  CreateProject,
  Freeze,
  Hold,
  ModifyProject,
  PayMarketing,
  PlatformHold,
  RepaymentDetail,
  TransferDetail,
  Unfreeze,
  Withdraw,
} from '../custody/commands.ts';
import { CLAIMS_LEFT } from '../custody/claims/reads.store.ts';
import type { Holder, PlatformHoldKind, ProjectStatus } from '../custody/vocabulary.ts';
import type { Sql } from '../db/pool.ts';
import type { Fen } from '../kernel/money.ts';
import { accountId, type AccountKind } from '../ledger/chart.ts';

type Sale = Omit<TransferDetail, 'holdNo'>;

export function project(projectNo: string, borrowerNo: string, amount: Fen): CreateProject {
  const terms = { name: '测试标的', description: null, periodDays: 30, rate: '5', repaymentWay: 'ONE_TIME' } as const;
  return { verb: 'CREATE_PROJECT', projectNo, borrowerNo, amount, ...terms };
}

export function modify(projectNo: string, status: ProjectStatus | null, amount: Fen | null = null): ModifyProject {
  return { verb: 'MODIFY_PROJECT', projectNo, status, amount };
}

export function tender(userNo: string, projectNo: string, amount: Fen, redPacket: Fen = 0n): Hold {
  return { verb: 'HOLD', userNo, kind: 'TENDER', amount, redPacket, projectNo };
}

export function repayHold(userNo: string, projectNo: string, amount: Fen): Hold {
  return { verb: 'HOLD', userNo, kind: 'REPAYMENT', amount, redPacket: 0n, projectNo };
}

/** To buy claims of the project with. */
export function buyHold(userNo: string, projectNo: string, amount: Fen): Hold {
  return { verb: 'HOLD', userNo, kind: 'CREDIT_ASSIGNMENT', amount, redPacket: 0n, projectNo };
}

/** The same hold on the member's standing authorisation. */
export function auto(hold: Hold): AutoHold {
  return { ...hold, verb: 'AUTO_HOLD' };
}

export function platformHold(
  holder: Holder,
  kind: PlatformHoldKind,
  amount: Fen,
  projectNo: string | null = null,
): PlatformHold {
  return { verb: 'PLATFORM_HOLD', holder, kind, amount, projectNo };
}

export function payMarketing(holdNo: string, details: readonly (readonly [string, Fen])[]): PayMarketing {
  return { verb: 'PAY_MARKETING', holdNo, details: details.map(([userNo, amount]) => ({ userNo, amount })) };
}

export function cancelHold(holdNo: string, amount: Fen): CancelHold {
  return { verb: 'CANCEL_HOLD', holdNo, amount };
}

export function freezing(userNo: string, amount: Fen): Freeze {
  return { verb: 'FREEZE', userNo, amount };
}

export function release(freezeNo: string): Unfreeze {
  return { verb: 'UNFREEZE', freezeNo };
}

export function lend(
  projectNo: string,
  details: readonly (readonly [string, Fen])[],
  commission: Fen = 0n,
): ConfirmLoan {
  return {
    verb: 'CONFIRM_LOAN',
    projectNo,
    commission,
    details: details.map(([holdNo, amount]) => ({ holdNo, amount })),
  };
}

/** One payee's part of a repayment: a member's, or the platform's compensation account's by its name. */
export function part(
  userNo: string,
  principal: Fen,
  interest: Fen = 0n,
  more: Partial<Pick<RepaymentDetail, 'commission' | 'dividend'>> = {},
): RepaymentDetail {
  const payee = userNo === 'COMPENSATION' ? ({ account: 'COMPENSATION' } as const) : { userNo };
  return { ...payee, principal, interest, commission: 0n, dividend: 0n, ...more };
}

export function compensateHold(userNo: string, projectNo: string, amount: Fen): Hold {
  return { verb: 'HOLD', userNo, kind: 'COMPENSATORY', amount, redPacket: 0n, projectNo };
}

/** The same as a repayment, in the borrower's place. */
export function compensate(
  projectNo: string,
  holdNo: string,
  details: readonly RepaymentDetail[],
  commission: Fen = 0n,
): ConfirmCompensation {
  return { verb: 'CONFIRM_COMPENSATION', projectNo, holdNo, details, commission };
}

export function repay(
  projectNo: string,
  holdNo: string,
  details: readonly RepaymentDetail[],
  commission: Fen = 0n,
): ConfirmRepayment {
  return { verb: 'CONFIRM_REPAYMENT', projectNo, holdNo, commission, details };
}

/** One seller's part of a transfer: what he sells of which record at which price; no share: all that is left of it. */
export function sale(userNo: string, recordNo: string, price: Fen, share: Fen | null = null): Sale {
  return { userNo, recordNo, price, share };
}

export function transfer(
  projectNo: string,
  holdNo: string,
  sales: readonly Sale[],
  commission: Fen = 0n,
): ConfirmTransfer {
  const details = sales.map((each) => ({ ...each, holdNo }));
  return { verb: 'CONFIRM_TRANSFER', projectNo, holdNo, commission, details };
}

export function withdrawal(of: string | Holder, amount: Fen, more: Partial<Withdraw> = {}): Withdraw {
  const holder: Holder = typeof of === 'string' ? { kind: 'member', userNo: of } : of;
  return { verb: 'WITHDRAW', holder, amount, commission: 0n, urgency: 'NORMAL', ...more };
}

export const FEE: Holder = { kind: 'account', account: 'FEE' };
export const COMPENSATION: Holder = { kind: 'account', account: 'COMPENSATION' };
export const MARKETING: Holder = { kind: 'account', account: 'MARKETING' };

const NUMBERS = { FEE: 1n, COMPENSATION: 2n, MARKETING: 3n, CUSTODIAN: 0n } as const;

type Values = Record<string, unknown>;

/** Looks into the tables of one platform. */
export function looks(sql: Sql, platformId: number) {
  const one = async (text: string, ...values: (string | number)[]) =>
    (await sql.unsafe(text, [platformId, ...values])) as unknown as Values[];
  const holderNo = async (of: string): Promise<bigint> => {
    if (of in NUMBERS) return NUMBERS[of as keyof typeof NUMBERS];
    const [row] = await one('select member_no from members where platform_id = $1 and user_no = $2', of);
    return (row?.member_no as bigint | undefined) ?? -1n;
  };
  const balance = async (of: string, kind: AccountKind): Promise<Fen> => {
    const id = accountId(await holderNo(of), kind).toString();
    const [row] = await one('select balance from accounts where platform_id = $1 and account_id = $2', id);
    return (row?.balance as Fen | undefined) ?? 0n;
  };
  return {
    balance,
    /** What a holder has: available, frozen. Platform accounts by their names, the custodian's side as CUSTODIAN. */
    money: async (of: string): Promise<readonly [Fen, Fen]> => [
      await balance(of, 'AVAILABLE'),
      await balance(of, 'FROZEN'),
    ],
    /** Stages and states of a request number's notices, oldest first: `FINAL PENDING`. */
    notices: async (requestNo: string): Promise<readonly string[]> => {
      const rows = await one(
        'select stage, state from notices where platform_id = $1 and request_no = $2 order by notice_no',
        requestNo,
      );
      return rows.map((row) => `${row.stage} ${row.state}`);
    },
    /** What is left of a member's claims in a project, oldest first. */
    claims: async (projectNo: string, userNo: string): Promise<readonly Fen[]> => {
      const text = `select remaining from (${CLAIMS_LEFT}) c
        where platform_id = $1 and project_no = $2 and holder_no = $3 order by claim_no`;
      const rows = await one(text, projectNo, (await holderNo(userNo)).toString());
      return rows.map((row) => row.remaining as Fen);
    },
    order: async (
      requestNo: string,
    ): Promise<{ state: string; final: boolean; refusal: string | null } | undefined> => {
      const [row] = await one(
        'select state, final, refusal from orders where platform_id = $1 and request_no = $2',
        requestNo,
      );
      if (!row) return undefined;
      const refusal = row.refusal as string | null;
      return {
        state: row.state as string,
        final: row.final as boolean,
        refusal: refusal && (JSON.parse(refusal).name as string),
      };
    },
    /** Rows of a table of this platform. */
    count: async (table: string): Promise<number> => {
      const [row] = await one(`select count(*)::int as n from ${table} where platform_id = $1`);
      return row?.n as number;
    },
  };
}
