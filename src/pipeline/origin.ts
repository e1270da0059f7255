// Where a mail comes from, as far as the server trusts it: what judges strangers does not judge the others.

/**
 * `stranger`: anybody; `trusted`: a server or network that the configuration names (rows 7.4, 7.10); `user`: whoever has logged in,
 * or is on a port where nobody else is served.
 */
export const ORIGINS = ['stranger', 'trusted', 'user'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Whom a stage judges. Mail of one's own people is scanned like all mail, but nobody asks where it came from. */
export type Judged = 'everybody' | 'strangers';
