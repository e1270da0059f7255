// What a check of the doctor answers.

/** One examined thing. `fail`: the server cannot do its work; `warn`: it can, with a fault that others will notice. */
export interface Finding {
  readonly name: string;
  /** Row of the guide, if it has one. */
  readonly row: string | null;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** How to mend it; empty when all is well. */
  readonly hint: string;
}

export const ok = (name: string, row: string | null, detail: string): Finding => ({
  name,
  row,
  status: 'ok',
  detail,
  hint: '',
});

export const warn = (name: string, row: string | null, detail: string, hint: string): Finding => ({
  name,
  row,
  status: 'warn',
  detail,
  hint,
});

export const fail = (name: string, row: string | null, detail: string, hint: string): Finding => ({
  name,
  row,
  status: 'fail',
  detail,
  hint,
});
