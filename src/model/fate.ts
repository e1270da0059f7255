// What becomes of a mail in the end. Every mail offered meets exactly one fate, or is still under way when the run ends.

export const FATES = ['delivered', 'junk', 'quarantined', 'discarded', 'rejected', 'gaveUp', 'underWay'] as const;

/**
 * `delivered`: in the INBOX; `junk`: in Junk; `rejected`: refused for good (5xx); `gaveUp`: deferred, and the sender never came
 * back; `underWay`: not decided when the run ended.
 */
export type Fate = (typeof FATES)[number];
