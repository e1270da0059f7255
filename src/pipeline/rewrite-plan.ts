// What content scan does to the HTML of a message that is delivered (row 9.15): decided by the stage, done by the engine, kept
// with the message in the queue.

/** Tags with an action of their own: those of MailScanner's `Allow … Tags`. */
export const HTML_TAGS = ['iframe', 'form', 'script', 'object', 'webBug'] as const;
export type HtmlTag = (typeof HTML_TAGS)[number];

export interface RewritePlan {
  /** Tags to make ineffective. */
  readonly disarm: readonly HtmlTag[];
  readonly highlightPhishing: boolean;
  readonly htmlToText: boolean;
}
