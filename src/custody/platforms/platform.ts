/** A platform as the rooms above see it. */
import type { Instant } from '../../kernel/time.ts';

/** What a platform is configured with, as the rooms above see it. */
export interface Platform {
  readonly platformId: number;
  readonly platformNo: string;
  readonly name: string;
  /** Which protocol it speaks; opaque to the core, it selects the `Policy`. */
  readonly dialect: string;
  readonly suspended: boolean;
  /** Services opened, or null for all. */
  readonly services: readonly string[] | null;
  readonly notifyUrl: string | null;
  readonly custodyBank: string | null;
  /** Everything else that can be set: signature-encoding, path-prefix, principal-rule, fees … */
  readonly settings: Readonly<Record<string, string>>;
}

/** A public key of a platform. */
export interface PlatformKey {
  readonly serial: string;
  readonly publicKeyPem: string;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
}
