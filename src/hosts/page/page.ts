// The static page, wherever it came from.

/** Bytes by file name, e.g. `index.html` or `chunks/size-4F2K.js`. */
export type Page = ReadonlyMap<string, Uint8Array>;
