// Whose an address is, and who may use it. The port between sessions, which accept, and the configuration, which knows the accounts.

/** Where a copy of a message goes in the end, aliases expanded. */
export interface Target {
  readonly address: string;
  /** The local account; null: the address is another server's. */
  readonly account: string | null;
}

export type Resolution =
  | { readonly kind: 'known'; readonly targets: readonly Target[] }
  /** The domain is ours, the address is not in it. */
  | { readonly kind: 'unknown' }
  /** Some other server's: taken only from those who may relay. */
  | { readonly kind: 'foreign' };

export interface Directory {
  /** @param address canonical, e.g. `alice@example.com`; `postmaster` alone is the server's own (RFC 5321 section 4.5.1). */
  resolve(address: string): Resolution;
  /** True when mail of this account may carry the address as its sender (row 7.4). */
  maySendAs(account: string, address: string): boolean;
}
