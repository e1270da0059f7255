// What became of a recipient in one delivery, and who said so.

/** What was said of a recipient. */
export interface Answer {
  /** RFC 3463, e.g. `4.4.1`. */
  readonly status: string;
  /** One line of printable ASCII, with the reply code where a server said it. */
  readonly text: string;
  /** The server that said it, e.g. `mx.example.net[192.0.2.1]`; null: this one. */
  readonly host: string | null;
}

export type Outcome =
  /** `informs`: the other server will tell the sender what it asked for (RFC 3461 section 5.2.2). */
  | {
      readonly kind: 'delivered';
      readonly to: 'mailbox' | 'server';
      readonly informs: boolean;
      readonly answer: Answer;
    }
  | { readonly kind: 'deferred'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly answer: Answer };

/** Far more than a reply has that is meant for people [A]. */
const MAX_TEXT = 1000;

/** An answer whose text can be shown, logged and mailed, whatever a server put into it. */
export const answer = (status: string, text: string, host: string | null = null): Answer => ({
  status,
  text: text
    .slice(0, MAX_TEXT)
    .replace(/[\r\n\t ]+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .trim(),
  host,
});

/** The outcome that a status asks for: 5.x.x is for good, anything else passes. */
export const refusal = (said: Answer): Outcome => ({
  kind: said.status.startsWith('5') ? 'failed' : 'deferred',
  answer: said,
});
