// Whose an address is. The port between the session, which accepts, and the configuration, which knows the accounts.

export type AddressOwner =
  | { readonly kind: 'account'; readonly account: string }
  /** The domain is ours, the address is not in it. */
  | { readonly kind: 'unknown' }
  /** Some other server's: we are no relay. */
  | { readonly kind: 'foreign' };

/** @param address canonical, e.g. `alice@example.com`; `postmaster` alone is the server's own (RFC 5321 section 4.5.1) */
export type FindOwner = (address: string) => AddressOwner;
