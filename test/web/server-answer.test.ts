import { describe, expect, test } from 'vitest';
import { sizeServer } from '../../src/sizing/size.ts';
import { attempt } from '../../web/state/attempt.ts';
import { fieldOf, problemText } from '../../web/state/field-problems.ts';
import { sizingInputOf } from '../../web/state/plan-sizing.ts';
import { serverAnswer } from '../../web/state/server-answer.ts';
import { defaults, library, template } from './plans.ts';

const problemsWith = (changes: Partial<typeof defaults>) =>
  attempt(() => serverAnswer({ ...defaults, ...changes }, template, library)).problems ?? [];

describe('a planned server', () => {
  test('has its bounds without a simulation', () => {
    const { bounds } = serverAnswer(defaults, template, library);
    expect(bounds.bottleneck).toBe('volume');
    expect(bounds.threshold).toBe(0.8);
  });

  test('with too few drives for its RAID level is refused at the field of the drives', () => {
    const [problem] = problemsWith({ raid: 'raid6', drives: 3 });
    expect(problem && [fieldOf(problem), problemText(problem)]).toEqual([
      'drives',
      'Wanted: at least 4 drives for raid6. Add drives, or choose another level.',
    ]);
  });

  test('with too little RAM for its programs is refused at the field of the RAM, in words of the form', () => {
    const [problem] = problemsWith({ ramGib: 2 });
    expect(problem && fieldOf(problem)).toBe('ramGib');
    expect(problem && problemText(problem)).toContain('at least 2.49 GB, which the programs alone need');
  });

  test('whose mail cannot be counted exactly is refused as a whole', () => {
    const plan = { ...defaults, users: 1_000_000, mailsPerUserPerDay: 10_000, meanMessageKib: 51_200, years: 30 };
    const { problems } = attempt(() => sizeServer(sizingInputOf(plan), library.guide));
    expect(problems?.map(fieldOf)).toEqual([null]);
  });

  test('a bug is no refusal', () => {
    expect(() =>
      attempt(() => {
        throw new TypeError('bug');
      }),
    ).toThrow(TypeError);
  });
});
