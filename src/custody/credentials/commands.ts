/** What can be ordered about passwords, in the core's words; what each order leaves behind. */

/** The member sets another trade password: by the old one, or by his card where he has forgotten it (L2.20). */
export interface ResetPassword {
  readonly verb: 'RESET_PASSWORD';
  readonly userNo: string;
}

export interface CredentialOutcomes {
  RESET_PASSWORD: {
    /** What was proved. */
    readonly by: 'PASSWORD' | 'CARD';
  };
}
