// The state of the form: the plan, texts that were typed and not yet left, and what a link said that nobody understood.
import type { Problem } from '../../src/core/problem.ts';
import { NUMBER_KEYS, type NumberKey, type Plan } from './plan.ts';
import { readNumber } from './read-number.ts';

export interface FormState {
  /** Always usable: a text that cannot be read leaves it as it was. */
  readonly plan: Plan;
  readonly typed: { readonly [K in NumberKey]?: string };
  readonly notUnderstood: readonly Problem[];
}

export type FormEvent =
  | { readonly kind: 'typed'; readonly key: NumberKey; readonly text: string }
  | { readonly kind: 'left'; readonly key: NumberKey }
  | { readonly kind: 'chosen'; readonly changes: Partial<Plan> }
  | { readonly kind: 'opened'; readonly plan: Plan; readonly problems: readonly Problem[] }
  | { readonly kind: 'dismissed' };

const without = (typed: FormState['typed'], keys: readonly string[]): FormState['typed'] =>
  Object.fromEntries(Object.entries(typed).filter(([key]) => !keys.includes(key)));

/** The next state. A readable text counts at once; it stays as typed until the field is left. */
export function formAfter(state: FormState, event: FormEvent): FormState {
  switch (event.kind) {
    case 'typed': {
      const { value } = readNumber(event.key, event.text);
      const plan = value === null ? state.plan : { ...state.plan, [event.key]: value };
      return { ...state, plan, typed: { ...state.typed, [event.key]: event.text } };
    }
    case 'left': {
      const text = state.typed[event.key];
      if (text === undefined || readNumber(event.key, text).value === null) return state;
      return { ...state, typed: without(state.typed, [event.key]) };
    }
    case 'chosen':
      return {
        ...state,
        plan: { ...state.plan, ...event.changes },
        typed: without(state.typed, Object.keys(event.changes)),
      };
    case 'opened':
      return { plan: event.plan, typed: {}, notUnderstood: event.problems };
    case 'dismissed':
      return { ...state, notUnderstood: [] };
  }
}

/** What is accepted in each field whose text cannot be read. */
export function typingFaults({ typed }: FormState): { readonly [K in NumberKey]?: string } {
  const faults = NUMBER_KEYS.flatMap((key) => {
    const text = typed[key];
    const wanted = text === undefined ? null : readNumber(key, text).wanted;
    return wanted === null ? [] : [[key, wanted] as const];
  });
  return Object.fromEntries(faults);
}
