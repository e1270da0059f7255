import { describe, expect, test } from 'vitest';
import type { Phase } from '../../src/pipeline/phase.ts';
import { testSet } from '../../src/pipeline/test-set.ts';
import { ACCEPT, defer, reject, type Verdict } from '../../src/pipeline/verdict.ts';
import { Passage, routeOf, type Stop, walk } from '../../src/pipeline/walk.ts';

const STOPS: readonly Stop<string>[] = [
  { name: 'lists', phases: ['connect', 'rcpt'], skippedBy: null, judges: 'everybody' },
  { name: 'dns', phases: ['connect'], skippedBy: 'dnsbl', judges: 'strangers' },
  { name: 'wait', phases: ['rcpt'], skippedBy: 'smtpdRestrictions', judges: 'strangers' },
  { name: 'virus', phases: ['data'], skippedBy: 'antivirus', judges: 'everybody' },
  { name: 'spam', phases: ['data'], skippedBy: null, judges: 'everybody' },
];

const quarantine: Verdict = { kind: 'quarantine', reason: 'virus', notifyRecipients: false };
const discard: Verdict = { kind: 'discard', reason: 'blacklisted', notifyRecipients: false };
const spam: Verdict = { kind: 'accept', mark: { kind: 'spam', score: 9, subjectPrefix: null } };
const no = reject(550, '5.7.1', 'blacklisted', 'no');
const later = defer(451, '4.7.1', 'greylisted', 'later');

/** Drives one phase; `say` gives the verdict of a stage. Returns the stages visited and the outcome. */
function drive(phase: Phase, passage: Passage, say: Record<string, Verdict> = {}, enabled = (_name: string) => true) {
  const steps = walk(phase, routeOf(STOPS, enabled), passage);
  const visited: string[] = [];
  let step = steps.next();
  while (!step.done) {
    visited.push(step.value);
    step = steps.next(say[step.value] ?? ACCEPT);
  }
  return { visited, outcome: step.value };
}

describe('the walk', () => {
  test('visits the stages of a phase in the order of the list', () => {
    expect(drive('data', new Passage())).toEqual({ visited: ['virus', 'spam'], outcome: ACCEPT });
  });

  test('leaves out what is switched off', () => {
    expect(drive('data', new Passage(), {}, (name) => name !== 'virus').visited).toEqual(['spam']);
  });

  test.each([
    ['reject', no],
    ['defer', later],
    ['discard', discard],
  ])('ends a phase at a %s', (_kind, verdict) => {
    expect(drive('data', new Passage(), { virus: verdict })).toEqual({ visited: ['virus'], outcome: verdict });
  });

  test('remembers a quarantine and goes on', () => {
    expect(drive('data', new Passage(), { virus: quarantine })).toEqual({
      visited: ['virus', 'spam'],
      outcome: quarantine,
    });
  });

  test('lets a later refusal overrule a quarantine', () => {
    expect(drive('data', new Passage(), { virus: quarantine, spam: no }).outcome).toEqual(no);
  });

  test('remembers a quarantine over the phases of one message', () => {
    const passage = new Passage();
    drive('rcpt', passage, { wait: quarantine });
    expect(drive('data', passage).outcome).toEqual(quarantine);
    passage.newEnvelope();
    expect(drive('data', passage).outcome).toEqual(ACCEPT);
  });

  test('remembers a quarantine of the client for every message of the connection', () => {
    const passage = new Passage();
    drive('connect', passage, { dns: quarantine });
    passage.newEnvelope();
    expect(drive('data', passage).outcome).toEqual(quarantine);
  });

  test('gathers marks until the next envelope', () => {
    const passage = new Passage();
    drive('data', passage, { spam });
    expect(passage.marks).toHaveLength(1);
    passage.newEnvelope();
    expect(passage.marks).toEqual([]);
  });

  test('skips for the rest of the connection what a whitelisted client is spared', () => {
    const passage = new Passage();
    const lists: Verdict = { kind: 'accept', skips: testSet(['dnsbl', 'antivirus']) };
    expect(drive('connect', passage, { lists }).visited).toEqual(['lists']);
    passage.newEnvelope();
    expect(drive('data', passage).visited).toEqual(['spam']);
  });

  test('skips for one recipient only what that recipient is spared', () => {
    const passage = new Passage();
    const lists: Verdict = { kind: 'accept', skips: testSet(['smtpdRestrictions', 'antivirus']) };
    expect(drive('rcpt', passage, { lists }).visited).toEqual(['lists']);
    expect(drive('rcpt', passage).visited).toEqual(['lists', 'wait']);
    expect(drive('data', passage).visited).toEqual(['virus', 'spam']);
  });

  test('skips a test of the message when every accepted recipient is spared it', () => {
    const passage = new Passage();
    const lists: Verdict = { kind: 'accept', skips: testSet(['antivirus']) };
    drive('rcpt', passage, { lists });
    drive('rcpt', passage, { lists });
    drive('rcpt', passage, { lists: no });
    expect(drive('data', passage).visited).toEqual(['spam']);
  });

  test.each(['trusted', 'user'] as const)('does not ask a %s what it asks strangers', (origin) => {
    const passage = new Passage(origin);
    expect(drive('connect', passage).visited).toEqual(['lists']);
    expect(drive('rcpt', passage).visited).toEqual(['lists']);
    expect(drive('data', passage).visited).toEqual(['virus', 'spam']);
  });

  test('asks a client no more once it has logged in', () => {
    const passage = new Passage();
    expect(drive('connect', passage).visited).toEqual(['lists', 'dns']);
    passage.origin = 'user';
    expect(drive('rcpt', passage).visited).toEqual(['lists']);
  });

  test('forgets the recipients of an envelope with the next one', () => {
    const passage = new Passage();
    drive('rcpt', passage, { lists: { kind: 'accept', skips: testSet(['antivirus']) } });
    passage.newEnvelope();
    drive('rcpt', passage);
    expect(drive('data', passage).visited).toEqual(['virus', 'spam']);
  });
});
