import { describe, expect, test } from 'vitest';
import { type FormEvent, type FormState, formAfter, typingFaults } from '../../web/state/form.ts';
import { defaults } from './plans.ts';

const start: FormState = { plan: defaults, typed: {}, notUnderstood: [] };
const stateAfter = (...events: FormEvent[]): FormState => events.reduce(formAfter, start);

describe('the form', () => {
  test('takes a readable text at once and keeps it as typed until the field is left', () => {
    const typed = stateAfter({ kind: 'typed', key: 'users', text: '1,000' });
    expect(typed.plan.users).toBe(1000);
    expect(typed.typed.users).toBe('1,000');
    expect(formAfter(typed, { kind: 'left', key: 'users' }).typed).toEqual({});
  });

  test('keeps the last good plan beside a text that cannot be read, and the text beyond leaving the field', () => {
    const state = stateAfter({ kind: 'typed', key: 'users', text: '20x' }, { kind: 'left', key: 'users' });
    expect(state.plan).toEqual(defaults);
    expect(state.typed.users).toBe('20x');
    expect(typingFaults(state)).toEqual({ users: 'a whole number from 1 to 1,000,000' });
  });

  test('forgets a bad text when its slider is moved, and no other', () => {
    const state = stateAfter(
      { kind: 'typed', key: 'users', text: 'x' },
      { kind: 'typed', key: 'years', text: 'y' },
      { kind: 'chosen', changes: { users: 300 } },
    );
    expect(state.plan.users).toBe(300);
    expect(Object.keys(typingFaults(state))).toEqual(['years']);
  });

  test('starts over when another plan is opened', () => {
    const problem = { path: 'user', got: '"5"', wanted: 'a name', hint: '' };
    const plan = { ...defaults, users: 5 };
    const opened = stateAfter(
      { kind: 'typed', key: 'users', text: 'x' },
      { kind: 'opened', plan, problems: [problem] },
    );
    expect(opened).toEqual({ plan, typed: {}, notUnderstood: [problem] });
    expect(formAfter(opened, { kind: 'dismissed' }).notUnderstood).toEqual([]);
  });
});
