/**
 * The commands of the core: what a platform can order, amounts in fen, no trace of a protocol. `verb` tells them apart.
 * Each noun declares its own in its `commands.ts`; here they are put together.
 * What is only for show (remark, callback address, hidden balance) is not part of a command and so not of its
 * content (G-9): it rides in `Presentation`.
 */
import type { AuthorizationOutcomes, Authorize, CancelAuthorization } from './authorizations/commands.ts';
import type { BindCard, CardOutcomes, UnbindCard } from './cards/commands.ts';
import type { CredentialOutcomes, ResetPassword } from './credentials/commands.ts';
import type { CompensationOutcomes, ConfirmCompensation } from './compensations/commands.ts';
import type { Deposit, DepositOutcomes, PosDeposit } from './deposits/commands.ts';
import type { EnterpriseOutcomes, RegisterEnterprise } from './enterprises/commands.ts';
import type { Freeze, FreezeOutcomes, Unfreeze } from './freezes/commands.ts';
import type { AutoHold, CancelHold, Hold, HoldOutcomes, PlatformHold } from './holds/commands.ts';
import type { ConfirmLoan, LoanOutcomes } from './loans/commands.ts';
import type { MarketingOutcomes, PayMarketing } from './marketing/commands.ts';
import type { MemberOutcomes, RegisterPerson } from './members/commands.ts';
import type { CreateProject, ModifyProject, ProjectOutcomes } from './projects/commands.ts';
import type { ConfirmRepayment, RepaymentOutcomes } from './repayments/commands.ts';
import type { ConfirmTransfer, TransferOutcomes } from './transfers/commands.ts';
import type { Withdraw, WithdrawalOutcomes } from './withdrawals/commands.ts';

/** Orders that a direct call places and a page, entered by a gateway call later, goes on with. */
export type PlacedCommand = PosDeposit;
/** Orders that have a page. */
export type PageCommand =
  | RegisterPerson
  | RegisterEnterprise
  | BindCard
  | UnbindCard
  | ResetPassword
  | Deposit
  | PlacedCommand
  | Withdraw
  | Authorize
  | Hold;
/** Orders of direct calls: done at once, or placed. */
export type DirectCommand =
  | PlacedCommand
  | CancelAuthorization
  | CreateProject
  | ModifyProject
  | AutoHold
  | PlatformHold
  | CancelHold
  | ConfirmLoan
  | ConfirmRepayment
  | ConfirmTransfer
  | ConfirmCompensation
  | PayMarketing
  | Freeze
  | Unfreeze;
export type Command = PageCommand | DirectCommand;
export type PageVerbName = PageCommand['verb'];
export type DirectVerbName = DirectCommand['verb'];
export type VerbName = Command['verb'];
export type CommandOf<V extends VerbName> = Extract<Command, { verb: V }>;

/** What each verb leaves behind: stored with the order, answered again for ever (G-9). */
export interface Outcomes
  extends MemberOutcomes,
    EnterpriseOutcomes,
    CardOutcomes,
    CredentialOutcomes,
    DepositOutcomes,
    WithdrawalOutcomes,
    AuthorizationOutcomes,
    ProjectOutcomes,
    HoldOutcomes,
    LoanOutcomes,
    RepaymentOutcomes,
    TransferOutcomes,
    CompensationOutcomes,
    MarketingOutcomes,
    FreezeOutcomes {}

export type * from './authorizations/commands.ts';
export type * from './cards/commands.ts';
export type * from './credentials/commands.ts';
export type * from './compensations/commands.ts';
export type * from './deposits/commands.ts';
export type * from './enterprises/commands.ts';
export type * from './freezes/commands.ts';
export type * from './holds/commands.ts';
export type * from './loans/commands.ts';
export type * from './marketing/commands.ts';
export type * from './members/commands.ts';
export type * from './projects/commands.ts';
export type * from './repayments/commands.ts';
export type * from './transfers/commands.ts';
export type * from './withdrawals/commands.ts';
