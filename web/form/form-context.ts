// What the parts of the form share.
import type { Problem } from '../../src/core/problem.ts';
import type { FormEvent, FormState } from '../state/form.ts';
import type { HelpContext } from './number-fields.ts';

export interface FormContext {
  readonly state: FormState;
  readonly tell: (event: FormEvent) => void;
  /** Why the plan as a whole cannot be used. */
  readonly problems: readonly Problem[];
  readonly help: HelpContext;
}
