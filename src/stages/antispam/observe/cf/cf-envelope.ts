// What is known of a message besides its bytes, for rules that ask.
export interface CfEnvelope {
  readonly clientAddress: string;
  /** Verified host name of the client; empty: none is known. */
  readonly clientName: string;
  readonly helo: string;
  /** Empty for the null sender. */
  readonly sender: string;
  /** Name of this server. */
  readonly hostname: string;
}
