// The form's state, kept in step with the address of the page: a link restores it, back and forward go through it.
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { type FormEvent, type FormState, formAfter } from './form.ts';
import type { Plan } from './plan.ts';
import { linkOf, planOfLink } from './plan-link.ts';

/** Browsers refuse to rewrite the address too often; a slider moves many times a second. */
const WRITE_DELAY_MS = 250;

const addressOf = (query: string): string => `${location.pathname}${query && `?${query}`}${location.hash}`;

const openLink = (defaults: Plan): FormState => {
  const { plan, problems } = planOfLink(location.search, defaults);
  return { plan, typed: {}, notUnderstood: problems };
};

export interface PlanControl {
  readonly state: FormState;
  readonly tell: (event: FormEvent) => void;
  /** Goes to another plan as to another page, so that "back" returns. */
  readonly goTo: (plan: Plan) => void;
}

export function usePlan(defaults: Plan): PlanControl {
  const [state, tell] = useReducer(formAfter, defaults, openLink);
  const query = linkOf(state.plan, defaults);
  /** The query in the address bar; a link that was not understood stays there until something is changed. */
  const written = useRef<string | null>(null);

  const write = (next: string): void => {
    history.replaceState(null, '', addressOf(next));
    written.current = next;
  };

  useEffect(() => {
    if (written.current === null) {
      written.current = query;
      return undefined;
    }
    if (query === written.current) return undefined;
    const timer = setTimeout(write, WRITE_DELAY_MS, query);
    return () => clearTimeout(timer);
  }, [query]);

  useEffect(() => {
    const reopen = (): void => {
      const { plan, notUnderstood } = openLink(defaults);
      // A jump inside the page changes the address too, and must not undo what is not written yet.
      if (linkOf(plan, defaults) === written.current) return;
      written.current = linkOf(plan, defaults);
      tell({ kind: 'opened', plan, problems: notUnderstood });
    };
    addEventListener('popstate', reopen);
    return () => removeEventListener('popstate', reopen);
  }, [defaults]);

  const goTo = (plan: Plan): void => {
    write(query);
    const next = linkOf(plan, defaults);
    if (next !== query) history.pushState(null, '', addressOf(next));
    written.current = next;
    tell({ kind: 'opened', plan, problems: [] });
  };

  return { state, tell, goTo };
}
