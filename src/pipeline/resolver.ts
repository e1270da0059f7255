// The port to DNS. Implementations: the engine's (real queries), a zone held in memory (labs and tests).

export type RecordType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'PTR';

/** What a look-up brought. A failure (time-out, SERVFAIL) is an expected outcome, not an exception. */
export type DnsAnswer =
  /** A, AAAA, PTR: the texts. TXT: each record's strings joined. MX: `preference exchange`. */
  | { readonly kind: 'found'; readonly values: readonly string[] }
  /** The name does not exist or has no such record. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly why: string };

export interface Resolver {
  lookup(name: string, type: RecordType): Promise<DnsAnswer>;
}
