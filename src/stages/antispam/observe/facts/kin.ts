// How near two DNS names are to one owner.

/** The last two labels: near enough to who owns a name to tell strangers from kin [A]. It takes all of `co.uk` for one. */
export const kin = (name: string): string => name.split('.').slice(-2).join('.');
