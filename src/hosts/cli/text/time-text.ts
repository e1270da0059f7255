// A moment as every command prints it: UTC, to the second.

/** @param seconds since 1970 */
export const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
